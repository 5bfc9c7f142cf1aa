//! The read side: one consistent snapshot of one account per reading.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    Account, AccountId, Activity, ActivityId, ApiToken, ApiTokenId, Catalogue, Contact, ContactId, Deal,
    DealId, OutcomeId, Task, TaskId, TaskOutcome, TaskSettings, TaskType, TaskTypeId, TimeZone, User, UserId,
};
use jiff::Timestamp;

use crate::{
    StoreError,
    confirmation::ConfirmationKey,
    page::{Page, PageRequest},
    ports::Feed,
    queries::{
        activities::{ActivityFilter, ActivityOrder},
        catalogue::{OutcomeFilter, OutcomeOrder, OutcomeUsage},
        settings::DisableCounts,
        task_overview::{Dimension, Group, GroupKey, Totals},
        tasks::{TaskFilter, TaskOrder},
    },
};

/// Whom a token signs in, and the token itself.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedIn {
    /// The user.
    pub user: User,
    /// The token.
    pub token: ApiToken,
}

/// Opens readings, and tells when there is something new to read.
#[async_trait]
pub trait Reads: Feed + Send + Sync {
    /// A reading of one account. It costs nothing until it is first used.
    fn open(&self, account: AccountId) -> Arc<dyn Reading>;

    /// The same as [`Reading::signed_in`], for whoever will read nothing else of that moment.
    async fn signed_in(
        &self,
        account: AccountId,
        secret_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<SignedIn>, StoreError> {
        let reading = self.open(account);
        let found = reading.signed_in(secret_hash, now).await;
        reading.close().await;
        found
    }
}

/// A consistent, read-only view of one account: everything read through it shows the same moment, that of its first
/// use. What belongs to other accounts does not exist for it.
///
/// It takes at most one connection, so calls at the same time wait for one another. Methods that look up several ids
/// give what they find, in any order. Lists are read with one more item than asked for and handed over by
/// [`Page::of_read`]; their orders end in the id, ascending, reversed as a whole by a descending order.
#[async_trait]
pub trait Reading: Send + Sync {
    /// Ends it and gives its connection back; what is read afterwards shows a new moment.
    async fn close(&self);

    /// The account.
    async fn account(&self) -> Result<Option<Account>, StoreError>;

    /// The active user whose token has this SHA-256, if the token works at `now`, with that token.
    async fn signed_in(&self, secret_hash: &[u8; 32], now: Timestamp)
    -> Result<Option<SignedIn>, StoreError>;

    /// The settings with the whole matrix.
    async fn settings(&self) -> Result<TaskSettings, StoreError>;

    /// All task types and outcomes, archived ones included.
    async fn catalogue(&self) -> Result<Catalogue, StoreError>;

    /// What switching off would touch, apart from the matrix.
    async fn disable_counts(&self) -> Result<DisableCounts, StoreError>;

    /// The key that confirmations of this account are signed with.
    async fn confirmation_key(&self) -> Result<ConfirmationKey, StoreError>;

    /// Users by id.
    async fn users_by_id(&self, ids: &[UserId]) -> Result<Vec<User>, StoreError>;
    /// Task types by id, archived or not.
    async fn task_types_by_id(&self, ids: &[TaskTypeId]) -> Result<Vec<TaskType>, StoreError>;
    /// Outcomes by id, archived or not.
    async fn outcomes_by_id(&self, ids: &[OutcomeId]) -> Result<Vec<TaskOutcome>, StoreError>;
    /// Contacts by id.
    async fn contacts_by_id(&self, ids: &[ContactId]) -> Result<Vec<Contact>, StoreError>;
    /// Deals by id.
    async fn deals_by_id(&self, ids: &[DealId]) -> Result<Vec<Deal>, StoreError>;
    /// Tasks by id.
    async fn tasks_by_id(&self, ids: &[TaskId]) -> Result<Vec<Task>, StoreError>;
    /// Entries of the history by id.
    async fn activities_by_id(&self, ids: &[ActivityId]) -> Result<Vec<Activity>, StoreError>;

    /// The outcomes that these task types offer now, in display order; types that offer none are left out.
    async fn outcomes_of(
        &self,
        task_types: &[TaskTypeId],
    ) -> Result<Vec<(TaskTypeId, TaskOutcome)>, StoreError>;
    /// The task types that offer these outcomes now, in display order of the types.
    async fn task_types_of(&self, outcomes: &[OutcomeId]) -> Result<Vec<(OutcomeId, TaskType)>, StoreError>;

    /// How much these outcomes are used now: current completions with them or with what was merged into them, and how
    /// many of those were made at `recent` or later. Outcomes that are not used are left out.
    async fn outcome_usage(
        &self,
        outcomes: &[OutcomeId],
        recent: Timestamp,
    ) -> Result<Vec<(OutcomeId, OutcomeUsage)>, StoreError>;

    /// Users whose folded name has all words of the search, by folded name, inactive ones included.
    async fn users(&self, search: &[String], page: &PageRequest) -> Result<Page<User>, StoreError>;
    /// How many that are.
    async fn user_count(&self, search: &[String]) -> Result<u64, StoreError>;

    /// API tokens of a user, or of the whole account, newest first.
    async fn api_tokens(&self, of: Option<UserId>, page: &PageRequest) -> Result<Page<ApiToken>, StoreError>;
    /// How many that are.
    async fn api_token_count(&self, of: Option<UserId>) -> Result<u64, StoreError>;
    /// API tokens by id.
    async fn api_tokens_by_id(&self, ids: &[ApiTokenId]) -> Result<Vec<ApiToken>, StoreError>;

    /// Contacts whose search text has all words, by folded name.
    async fn contacts(&self, search: &[String], page: &PageRequest) -> Result<Page<Contact>, StoreError>;
    /// How many that are.
    async fn contact_count(&self, search: &[String]) -> Result<u64, StoreError>;

    /// Deals whose folded name has all words, by folded name.
    async fn deals(&self, search: &[String], page: &PageRequest) -> Result<Page<Deal>, StoreError>;
    /// How many that are.
    async fn deal_count(&self, search: &[String]) -> Result<u64, StoreError>;

    /// Task types in display order.
    async fn task_types(&self, archived_too: bool, page: &PageRequest) -> Result<Page<TaskType>, StoreError>;
    /// How many that are.
    async fn task_type_count(&self, archived_too: bool) -> Result<u64, StoreError>;

    /// Outcomes that fit the filter.
    async fn outcomes(
        &self,
        filter: &OutcomeFilter,
        order: OutcomeOrder,
        page: &PageRequest,
    ) -> Result<Page<TaskOutcome>, StoreError>;
    /// How many that are.
    async fn outcome_count(&self, filter: &OutcomeFilter) -> Result<u64, StoreError>;

    /// Tasks that fit the filter, with their current completions.
    async fn tasks(
        &self,
        filter: &TaskFilter,
        order: TaskOrder,
        page: &PageRequest,
    ) -> Result<Page<Task>, StoreError>;
    /// How many that are.
    async fn task_count(&self, filter: &TaskFilter) -> Result<u64, StoreError>;

    /// Entries of the history that fit the filter.
    async fn activities(
        &self,
        filter: &ActivityFilter,
        order: ActivityOrder,
        page: &PageRequest,
    ) -> Result<Page<Activity>, StoreError>;
    /// How many that are.
    async fn activity_count(&self, filter: &ActivityFilter) -> Result<u64, StoreError>;

    /// Counts over the completed tasks that fit the filter, whatever its statuses say.
    async fn task_overview_totals(&self, filter: &TaskFilter) -> Result<Totals, StoreError>;

    /// The same, one row per value of the dimension that occurs, in any order. Days, weeks (from Monday), months,
    /// quarters and years are those of `zone`; owner and completer are those of the completion, outcome and sentiment
    /// as they are today.
    async fn task_overview_groups(
        &self,
        filter: &TaskFilter,
        by: Dimension,
        zone: &TimeZone,
    ) -> Result<Vec<Group>, StoreError>;

    /// The same by two dimensions at once: the value of the first, and the row of the second within it.
    async fn task_overview_pairs(
        &self,
        filter: &TaskFilter,
        by: (Dimension, Dimension),
        zone: &TimeZone,
    ) -> Result<Vec<(GroupKey, Group)>, StoreError>;
}
