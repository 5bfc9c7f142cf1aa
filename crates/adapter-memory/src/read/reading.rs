//! The port `Reading`: hands each question to its subject, over the moment of the first one.

use std::sync::{Arc, Mutex, PoisonError};

use application::{
    StoreError,
    confirmation::ConfirmationKey,
    page::{Page, PageRequest},
    ports::{Reading, SignedIn},
    queries::{
        activities::{ActivityFilter, ActivityOrder},
        catalogue::{OutcomeFilter, OutcomeOrder, OutcomeUsage, task_type_cursor},
        people::{api_token_cursor, user_cursor},
        records::{contact_cursor, deal_cursor},
        settings::DisableCounts,
        task_overview::{Dimension, Group, GroupKey, Totals},
        tasks::{TaskFilter, TaskOrder},
    },
};
use async_trait::async_trait;
use domain::{
    Account, Activity, ActivityId, ApiToken, ApiTokenId, Catalogue, Contact, ContactId, Deal, DealId,
    OutcomeId, Task, TaskId, TaskOutcome, TaskSettings, TaskType, TaskTypeId, TimeZone, User, UserId,
};
use jiff::Timestamp;

use super::{
    activities, catalogue,
    list::{count, page},
    people, records, task_overview, tasks,
};
use crate::{map::Map, state::State, store::Place};

/// A reading of one account.
pub(crate) struct MemoryReading {
    place: Arc<Place>,
    moment: Mutex<Option<Arc<State>>>,
}

impl MemoryReading {
    pub(crate) fn new(place: Arc<Place>) -> Self {
        Self {
            place,
            moment: Mutex::new(None),
        }
    }

    /// The moment that everything is read from.
    fn moment(&self) -> Arc<State> {
        let mut moment = self.moment.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(moment.get_or_insert_with(|| self.place.committed()))
    }
}

fn by_id<K: Ord, V: Clone>(all: &Map<K, V>, ids: &[K]) -> Vec<V> {
    let wanted = all.iter().filter(|(id, _)| ids.contains(id));
    wanted.map(|(_, value)| value.clone()).collect()
}

#[async_trait]
impl Reading for MemoryReading {
    async fn close(&self) {
        *self.moment.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn account(&self) -> Result<Option<Account>, StoreError> {
        let state = self.moment();
        Ok(state.account.as_ref().map(|record| record.account.clone()))
    }

    async fn signed_in(
        &self,
        secret_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<SignedIn>, StoreError> {
        Ok(people::signed_in(&self.moment(), secret_hash, now))
    }

    async fn api_tokens(
        &self,
        of: Option<UserId>,
        request: &PageRequest,
    ) -> Result<Page<ApiToken>, StoreError> {
        let found = people::api_tokens(&self.moment(), of);
        Ok(page(found, true, request, api_token_cursor))
    }

    async fn api_token_count(&self, of: Option<UserId>) -> Result<u64, StoreError> {
        Ok(count(people::api_tokens(&self.moment(), of).len()))
    }

    async fn api_tokens_by_id(&self, ids: &[ApiTokenId]) -> Result<Vec<ApiToken>, StoreError> {
        let mut found = people::api_tokens(&self.moment(), None);
        found.retain(|token| ids.contains(&token.id));
        Ok(found)
    }

    async fn settings(&self) -> Result<TaskSettings, StoreError> {
        Ok(self.moment().record()?.settings.clone())
    }

    async fn catalogue(&self) -> Result<Catalogue, StoreError> {
        let state = self.moment();
        let (task_types, outcomes) = (state.task_types.values(), state.outcomes.values());
        Ok(Catalogue::new(task_types.cloned(), outcomes.cloned()))
    }

    async fn disable_counts(&self) -> Result<DisableCounts, StoreError> {
        let tasks = self.moment().tasks()?;
        let with_outcome = |task: &&Task| {
            task.completion()
                .is_some_and(|completion| completion.outcome.is_some())
        };
        Ok(DisableCounts {
            completed_tasks: count(tasks.iter().filter(with_outcome).count()),
            open_tasks: count(tasks.iter().filter(|task| task.is_open()).count()),
        })
    }

    async fn confirmation_key(&self) -> Result<ConfirmationKey, StoreError> {
        Ok(self.moment().record()?.confirmation_key.clone())
    }

    async fn users_by_id(&self, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        Ok(by_id(&self.moment().users, ids))
    }

    async fn task_types_by_id(&self, ids: &[TaskTypeId]) -> Result<Vec<TaskType>, StoreError> {
        Ok(by_id(&self.moment().task_types, ids))
    }

    async fn outcomes_by_id(&self, ids: &[OutcomeId]) -> Result<Vec<TaskOutcome>, StoreError> {
        Ok(by_id(&self.moment().outcomes, ids))
    }

    async fn contacts_by_id(&self, ids: &[ContactId]) -> Result<Vec<Contact>, StoreError> {
        Ok(by_id(&self.moment().contacts, ids))
    }

    async fn deals_by_id(&self, ids: &[DealId]) -> Result<Vec<Deal>, StoreError> {
        Ok(by_id(&self.moment().deals, ids))
    }

    async fn tasks_by_id(&self, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
        let mut tasks = self.moment().tasks()?;
        tasks.retain(|task| ids.contains(&task.id));
        Ok(tasks)
    }

    async fn activities_by_id(&self, ids: &[ActivityId]) -> Result<Vec<Activity>, StoreError> {
        let entries = by_id(&self.moment().activities, ids).into_iter();
        Ok(entries.map(|entry| entry.activity).collect())
    }

    async fn outcomes_of(
        &self,
        task_types: &[TaskTypeId],
    ) -> Result<Vec<(TaskTypeId, TaskOutcome)>, StoreError> {
        Ok(catalogue::outcomes_of(&self.moment(), task_types))
    }

    async fn task_types_of(&self, outcomes: &[OutcomeId]) -> Result<Vec<(OutcomeId, TaskType)>, StoreError> {
        Ok(catalogue::task_types_of(&self.moment(), outcomes))
    }

    async fn outcome_usage(
        &self,
        outcomes: &[OutcomeId],
        recent: Timestamp,
    ) -> Result<Vec<(OutcomeId, OutcomeUsage)>, StoreError> {
        Ok(catalogue::outcome_usage(&self.moment(), outcomes, recent))
    }

    async fn users(&self, search: &[String], request: &PageRequest) -> Result<Page<User>, StoreError> {
        let found = people::users(&self.moment(), search);
        Ok(page(found, false, request, user_cursor))
    }

    async fn user_count(&self, search: &[String]) -> Result<u64, StoreError> {
        Ok(count(people::users(&self.moment(), search).len()))
    }

    async fn contacts(&self, search: &[String], request: &PageRequest) -> Result<Page<Contact>, StoreError> {
        let found = records::contacts(&self.moment(), search);
        Ok(page(found, false, request, contact_cursor))
    }

    async fn contact_count(&self, search: &[String]) -> Result<u64, StoreError> {
        Ok(count(records::contacts(&self.moment(), search).len()))
    }

    async fn deals(&self, search: &[String], request: &PageRequest) -> Result<Page<Deal>, StoreError> {
        let found = records::deals(&self.moment(), search);
        Ok(page(found, false, request, deal_cursor))
    }

    async fn deal_count(&self, search: &[String]) -> Result<u64, StoreError> {
        Ok(count(records::deals(&self.moment(), search).len()))
    }

    async fn task_types(
        &self,
        archived_too: bool,
        request: &PageRequest,
    ) -> Result<Page<TaskType>, StoreError> {
        let listed = catalogue::task_types(&self.moment(), archived_too);
        Ok(page(listed, false, request, task_type_cursor))
    }

    async fn task_type_count(&self, archived_too: bool) -> Result<u64, StoreError> {
        Ok(count(catalogue::task_types(&self.moment(), archived_too).len()))
    }

    async fn outcomes(
        &self,
        filter: &OutcomeFilter,
        order: OutcomeOrder,
        request: &PageRequest,
    ) -> Result<Page<TaskOutcome>, StoreError> {
        let listed = catalogue::outcomes(&self.moment(), filter);
        Ok(page(listed, order.descending, request, |outcome| {
            order.cursor(outcome)
        }))
    }

    async fn outcome_count(&self, filter: &OutcomeFilter) -> Result<u64, StoreError> {
        Ok(count(catalogue::outcomes(&self.moment(), filter).len()))
    }

    async fn tasks(
        &self,
        filter: &TaskFilter,
        order: TaskOrder,
        request: &PageRequest,
    ) -> Result<Page<Task>, StoreError> {
        let listed = tasks::tasks(&self.moment(), filter)?;
        Ok(page(listed, order.descending, request, |task| order.cursor(task)))
    }

    async fn task_count(&self, filter: &TaskFilter) -> Result<u64, StoreError> {
        Ok(count(tasks::tasks(&self.moment(), filter)?.len()))
    }

    async fn activities(
        &self,
        filter: &ActivityFilter,
        order: ActivityOrder,
        request: &PageRequest,
    ) -> Result<Page<Activity>, StoreError> {
        let listed = activities::activities(&self.moment(), filter);
        let descending = order == ActivityOrder::NewestFirst;
        Ok(page(listed, descending, request, |entry| order.cursor(entry)))
    }

    async fn activity_count(&self, filter: &ActivityFilter) -> Result<u64, StoreError> {
        Ok(count(activities::activities(&self.moment(), filter).len()))
    }

    async fn task_overview_totals(&self, filter: &TaskFilter) -> Result<Totals, StoreError> {
        task_overview::totals(&self.moment(), filter)
    }

    async fn task_overview_groups(
        &self,
        filter: &TaskFilter,
        by: Dimension,
        zone: &TimeZone,
    ) -> Result<Vec<Group>, StoreError> {
        task_overview::groups(&self.moment(), filter, by, zone)
    }

    async fn task_overview_pairs(
        &self,
        filter: &TaskFilter,
        by: (Dimension, Dimension),
        zone: &TimeZone,
    ) -> Result<Vec<(GroupKey, Group)>, StoreError> {
        task_overview::pairs(&self.moment(), filter, by, zone)
    }
}
