//! One consistent view of one account: a transaction that begins at its first use.

use application::{
    StoreError,
    confirmation::ConfirmationKey,
    page::{Page, PageRequest},
    ports::{Reading, SignedIn},
    queries::{
        activities::{ActivityFilter, ActivityOrder},
        catalogue::{OutcomeFilter, OutcomeOrder, OutcomeUsage},
        settings::DisableCounts,
        task_overview::{Dimension, Group, GroupKey, Totals},
        tasks::{TaskFilter, TaskOrder},
    },
};
use async_trait::async_trait;
use domain::{
    Account, AccountId, Activity, ActivityId, ApiToken, ApiTokenId, Catalogue, Contact, ContactId, Deal,
    DealId, OutcomeId, Task, TaskId, TaskOutcome, TaskSettings, TaskType, TaskTypeId, TimeZone, User, UserId,
};
use jiff::Timestamp;
use tokio::sync::{RwLock, RwLockMappedWriteGuard, RwLockReadGuard, RwLockWriteGuard};

use super::{activities, catalogue, people, records, settings, task_overview, tasks};
use crate::{pool::PgPool, unit::Transaction};

/// A reading. Where several fields of one request read at the same time, look-ups by id do so together; anything else
/// takes its turn.
pub(crate) struct PgReading {
    pool: PgPool,
    account: AccountId,
    moment: RwLock<Option<Transaction>>,
}

impl PgReading {
    pub(crate) fn new(pool: PgPool, account: AccountId) -> Self {
        Self {
            pool,
            account,
            moment: RwLock::new(None),
        }
    }

    /// The moment that everything is read from, for one alone, whose statements are planned for their values. Once a
    /// statement has failed, so has the moment.
    async fn moment(&self) -> Result<RwLockMappedWriteGuard<'_, Transaction>, StoreError> {
        let moment = self.alone().await?;
        moment.by_values();
        Ok(moment)
    }

    /// The same for one who says how they are planned.
    async fn alone(&self) -> Result<RwLockMappedWriteGuard<'_, Transaction>, StoreError> {
        let moment = RwLockWriteGuard::try_map(self.opened().await?, Option::as_mut);
        moment.map_err(|_| StoreError::broken("a reading without a moment"))
    }

    /// The same for several at once.
    async fn shared(&self) -> Result<RwLockReadGuard<'_, Transaction>, StoreError> {
        let mut moment = self.moment.read().await;
        if moment.is_none() {
            drop(moment);
            moment = self.opened().await?.downgrade();
        }
        if let Some(failure) = moment.as_ref().and_then(Transaction::failure) {
            return Err(failure.clone());
        }
        let moment = RwLockReadGuard::try_map(moment, Option::as_ref);
        moment.map_err(|_| StoreError::broken("a reading without a moment"))
    }

    async fn opened(&self) -> Result<RwLockWriteGuard<'_, Option<Transaction>>, StoreError> {
        let mut moment = self.moment.write().await;
        if moment.is_none() {
            *moment = Some(Transaction::to_read(&self.pool, self.account).await?);
        }
        match moment.as_ref().and_then(Transaction::failure) {
            None => Ok(moment),
            Some(failure) => Err(failure.clone()),
        }
    }
}

#[async_trait]
impl Reading for PgReading {
    async fn close(&self) {
        if let Some(moment) = self.moment.write().await.take() {
            moment.close().await;
        }
    }

    async fn account(&self) -> Result<Option<Account>, StoreError> {
        people::account(&mut *self.moment().await?).await
    }

    async fn signed_in(
        &self,
        secret_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<SignedIn>, StoreError> {
        people::signed_in(&*self.shared().await?, secret_hash, now).await
    }

    async fn api_tokens(&self, of: Option<UserId>, page: &PageRequest) -> Result<Page<ApiToken>, StoreError> {
        people::api_tokens(&mut *self.moment().await?, of, page).await
    }

    async fn api_token_count(&self, of: Option<UserId>) -> Result<u64, StoreError> {
        people::api_token_count(&mut *self.moment().await?, of).await
    }

    async fn api_tokens_by_id(&self, ids: &[ApiTokenId]) -> Result<Vec<ApiToken>, StoreError> {
        people::api_tokens_by_id(&*self.shared().await?, ids).await
    }

    async fn settings(&self) -> Result<TaskSettings, StoreError> {
        settings::settings(&mut *self.moment().await?).await
    }

    async fn catalogue(&self) -> Result<Catalogue, StoreError> {
        catalogue::catalogue(&mut *self.moment().await?).await
    }

    async fn disable_counts(&self) -> Result<DisableCounts, StoreError> {
        settings::disable_counts(&mut *self.moment().await?).await
    }

    async fn confirmation_key(&self) -> Result<ConfirmationKey, StoreError> {
        people::confirmation_key(&mut *self.moment().await?).await
    }

    async fn users_by_id(&self, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        people::users_by_id(&*self.shared().await?, ids).await
    }

    async fn task_types_by_id(&self, ids: &[TaskTypeId]) -> Result<Vec<TaskType>, StoreError> {
        catalogue::task_types_by_id(&*self.shared().await?, ids).await
    }

    async fn outcomes_by_id(&self, ids: &[OutcomeId]) -> Result<Vec<TaskOutcome>, StoreError> {
        catalogue::outcomes_by_id(&*self.shared().await?, ids).await
    }

    async fn contacts_by_id(&self, ids: &[ContactId]) -> Result<Vec<Contact>, StoreError> {
        records::contacts_by_id(&*self.shared().await?, ids).await
    }

    async fn deals_by_id(&self, ids: &[DealId]) -> Result<Vec<Deal>, StoreError> {
        records::deals_by_id(&*self.shared().await?, ids).await
    }

    async fn tasks_by_id(&self, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
        tasks::tasks_by_id(&*self.shared().await?, ids).await
    }

    async fn activities_by_id(&self, ids: &[ActivityId]) -> Result<Vec<Activity>, StoreError> {
        activities::activities_by_id(&*self.shared().await?, ids).await
    }

    async fn outcomes_of(
        &self,
        task_types: &[TaskTypeId],
    ) -> Result<Vec<(TaskTypeId, TaskOutcome)>, StoreError> {
        catalogue::outcomes_of(&*self.shared().await?, task_types).await
    }

    async fn task_types_of(&self, outcomes: &[OutcomeId]) -> Result<Vec<(OutcomeId, TaskType)>, StoreError> {
        catalogue::task_types_of(&*self.shared().await?, outcomes).await
    }

    async fn outcome_usage(
        &self,
        outcomes: &[OutcomeId],
        recent: Timestamp,
    ) -> Result<Vec<(OutcomeId, OutcomeUsage)>, StoreError> {
        catalogue::outcome_usage(&*self.shared().await?, outcomes, recent).await
    }

    async fn users(&self, search: &[String], page: &PageRequest) -> Result<Page<User>, StoreError> {
        people::users(&mut *self.moment().await?, search, page).await
    }

    async fn user_count(&self, search: &[String]) -> Result<u64, StoreError> {
        people::user_count(&mut *self.moment().await?, search).await
    }

    async fn contacts(&self, search: &[String], page: &PageRequest) -> Result<Page<Contact>, StoreError> {
        records::contacts(&mut *self.moment().await?, search, page).await
    }

    async fn contact_count(&self, search: &[String]) -> Result<u64, StoreError> {
        records::contact_count(&mut *self.moment().await?, search).await
    }

    async fn deals(&self, search: &[String], page: &PageRequest) -> Result<Page<Deal>, StoreError> {
        records::deals(&mut *self.moment().await?, search, page).await
    }

    async fn deal_count(&self, search: &[String]) -> Result<u64, StoreError> {
        records::deal_count(&mut *self.moment().await?, search).await
    }

    async fn task_types(&self, archived_too: bool, page: &PageRequest) -> Result<Page<TaskType>, StoreError> {
        catalogue::task_types(&mut *self.moment().await?, archived_too, page).await
    }

    async fn task_type_count(&self, archived_too: bool) -> Result<u64, StoreError> {
        catalogue::task_type_count(&mut *self.moment().await?, archived_too).await
    }

    async fn outcomes(
        &self,
        filter: &OutcomeFilter,
        order: OutcomeOrder,
        page: &PageRequest,
    ) -> Result<Page<TaskOutcome>, StoreError> {
        catalogue::outcomes(&mut *self.moment().await?, filter, order, page).await
    }

    async fn outcome_count(&self, filter: &OutcomeFilter) -> Result<u64, StoreError> {
        catalogue::outcome_count(&mut *self.moment().await?, filter).await
    }

    async fn tasks(
        &self,
        filter: &TaskFilter,
        order: TaskOrder,
        page: &PageRequest,
    ) -> Result<Page<Task>, StoreError> {
        tasks::tasks(&mut *self.moment().await?, filter, order, page).await
    }

    async fn task_count(&self, filter: &TaskFilter) -> Result<u64, StoreError> {
        tasks::task_count(&mut *self.moment().await?, filter).await
    }

    async fn activities(
        &self,
        filter: &ActivityFilter,
        order: ActivityOrder,
        page: &PageRequest,
    ) -> Result<Page<Activity>, StoreError> {
        activities::activities(&mut *self.alone().await?, filter, order, page).await
    }

    async fn activity_count(&self, filter: &ActivityFilter) -> Result<u64, StoreError> {
        activities::activity_count(&mut *self.alone().await?, filter).await
    }

    async fn task_overview_totals(&self, filter: &TaskFilter) -> Result<Totals, StoreError> {
        task_overview::totals(&mut *self.alone().await?, filter).await
    }

    async fn task_overview_groups(
        &self,
        filter: &TaskFilter,
        by: Dimension,
        zone: &TimeZone,
    ) -> Result<Vec<Group>, StoreError> {
        task_overview::groups(&mut *self.alone().await?, filter, by, zone).await
    }

    async fn task_overview_pairs(
        &self,
        filter: &TaskFilter,
        by: (Dimension, Dimension),
        zone: &TimeZone,
    ) -> Result<Vec<(GroupKey, Group)>, StoreError> {
        task_overview::pairs(&mut *self.alone().await?, filter, by, zone).await
    }
}
