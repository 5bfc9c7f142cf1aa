//! Failures on cue: mocks of `Store` and of a unit of work, for what no real store can be made to do.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use application::{
    Commands, StoreError, Unit,
    confirmation::ConfirmationKey,
    ports::{
        Accounts, Activities, ApiTokens, Contacts, Deals, EarlierUse, Erasure, IdempotencyKeys, KeyUse,
        Outcomes, Settings, Store, TaskToComplete, TaskTypes, Tasks, UnitOfWork, Users,
    },
};
use async_trait::async_trait;
use domain::{
    Account, AccountId, ApiToken, ApiTokenId, CompletionId, CompletionRule, Contact, ContactId, Deal, DealId,
    LabelKey, NewActivity, OutcomeId, Task, TaskId, TaskOutcome, TaskSettings, TaskType, TaskTypeId, User,
    UserId, Version, text::ExternalId,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{FixedClock, SequentialIds};

mockall::mock! {
    /// A store that opens the units it is told to.
    pub Store {}

    #[async_trait]
    impl Store for Store {
        async fn begin(&self, account: AccountId) -> Result<Unit, StoreError>;
        async fn forget_keys(&self, used_until: Timestamp) -> Result<u64, StoreError>;
    }
}

mockall::mock! {
    /// A unit that answers what it is told to.
    pub Work {}

    #[async_trait]
    impl Accounts for Work {
        async fn account(&mut self) -> Result<Option<Account>, StoreError>;
        async fn account_to_change(&mut self) -> Result<Option<Account>, StoreError>;
        async fn put_account(&mut self, account: &Account) -> Result<(), StoreError>;
        async fn add_account(&mut self, account: &Account, key: &ConfirmationKey) -> Result<(), StoreError>;
        async fn confirmation_key(&mut self) -> Result<ConfirmationKey, StoreError>;
    }

    #[async_trait]
    impl Users for Work {
        async fn user(&mut self, id: UserId) -> Result<Option<User>, StoreError>;
        async fn users(&mut self, ids: &[UserId]) -> Result<Vec<User>, StoreError>;
        async fn user_names(&mut self, ids: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError>;
        async fn user_with_email(&mut self, key: &LabelKey) -> Result<Option<User>, StoreError>;
        async fn user_to_change(&mut self, id: UserId) -> Result<Option<User>, StoreError>;
        async fn lock_active_admins(&mut self) -> Result<Vec<UserId>, StoreError>;
        async fn add_user(&mut self, user: &User) -> Result<(), StoreError>;
        async fn put_user(&mut self, user: &User) -> Result<(), StoreError>;
    }

    #[async_trait]
    impl ApiTokens for Work {
        async fn add_api_token(&mut self, token: &ApiToken, secret_hash: &[u8; 32]) -> Result<(), StoreError>;
        async fn api_token(&mut self, id: ApiTokenId) -> Result<Option<ApiToken>, StoreError>;
        async fn put_api_token(&mut self, token: &ApiToken) -> Result<(), StoreError>;
        async fn note_token_use(&mut self, id: ApiTokenId, hour: Timestamp) -> Result<(), StoreError>;
    }

    #[async_trait]
    impl IdempotencyKeys for Work {
        async fn take_key(&mut self, key: &KeyUse) -> Result<(), StoreError>;
        async fn earlier_use(&mut self, key: &KeyUse) -> Result<Option<EarlierUse>, StoreError>;
        async fn keep_result(&mut self, key: &KeyUse, result: &[Uuid]) -> Result<(), StoreError>;
    }

    #[async_trait]
    impl Settings for Work {
        async fn settings(&mut self) -> Result<TaskSettings, StoreError>;
        async fn put_settings(&mut self, settings: &TaskSettings) -> Result<(), StoreError>;
        async fn completion_rules(
            &mut self,
            task_types: &BTreeSet<TaskTypeId>,
        ) -> Result<BTreeMap<TaskTypeId, CompletionRule>, StoreError>;
    }

    #[async_trait]
    impl TaskTypes for Work {
        async fn task_types(&mut self) -> Result<Vec<TaskType>, StoreError>;
        async fn task_type(&mut self, id: TaskTypeId) -> Result<Option<TaskType>, StoreError>;
        async fn task_type_to_open_in(&mut self, id: TaskTypeId) -> Result<Option<TaskType>, StoreError>;
        async fn task_type_with_key(&mut self, key: &LabelKey) -> Result<Option<TaskType>, StoreError>;
        async fn add_task_type(&mut self, task_type: &TaskType) -> Result<(), StoreError>;
        async fn put_task_type(&mut self, task_type: &TaskType) -> Result<(), StoreError>;
        async fn tasks_ever_of(&mut self, task_type: TaskTypeId) -> Result<usize, StoreError>;
        async fn delete_task_type(&mut self, id: TaskTypeId) -> Result<(), StoreError>;
    }

    #[async_trait]
    impl Outcomes for Work {
        async fn outcomes(&mut self) -> Result<Vec<TaskOutcome>, StoreError>;
        async fn outcome(&mut self, id: OutcomeId) -> Result<Option<TaskOutcome>, StoreError>;
        async fn outcome_with_key(&mut self, key: &LabelKey) -> Result<Option<TaskOutcome>, StoreError>;
        async fn add_outcome(&mut self, outcome: &TaskOutcome) -> Result<(), StoreError>;
        async fn put_outcome(&mut self, outcome: &TaskOutcome) -> Result<(), StoreError>;
        async fn tasks_completed_with(&mut self, outcomes: &[OutcomeId]) -> Result<usize, StoreError>;
        async fn delete_outcome(&mut self, id: OutcomeId) -> Result<(), StoreError>;
    }

    #[async_trait]
    impl Contacts for Work {
        async fn contact(&mut self, id: ContactId) -> Result<Option<Contact>, StoreError>;
        async fn contact_names(&mut self, ids: &[ContactId]) -> Result<Vec<(ContactId, String)>, StoreError>;
        async fn held_contact_names(&mut self, ids: &[ContactId]) -> Result<Vec<(ContactId, String)>, StoreError>;
        async fn contact_with_external_id(&mut self, id: &ExternalId) -> Result<Option<ContactId>, StoreError>;
        async fn add_contact(&mut self, contact: &Contact) -> Result<(), StoreError>;
        async fn put_contact(&mut self, contact: &Contact) -> Result<(), StoreError>;
        async fn contacts_with_external_ids(&mut self, ids: &[ExternalId]) -> Result<Vec<Contact>, StoreError>;
        async fn save_contacts(&mut self, contacts: &[Contact]) -> Result<(), StoreError>;
    }

    #[async_trait]
    impl Erasure for Work {
        async fn open_tasks_about(&mut self, contact: ContactId) -> Result<Vec<(TaskId, TaskTypeId)>, StoreError>;
        async fn erase_contact(&mut self, contact: ContactId, at: Timestamp) -> Result<(), StoreError>;
    }

    #[async_trait]
    impl Deals for Work {
        async fn deal(&mut self, id: DealId) -> Result<Option<Deal>, StoreError>;
        async fn deal_names(&mut self, ids: &[DealId]) -> Result<Vec<(DealId, String)>, StoreError>;
        async fn deal_with_external_id(&mut self, id: &ExternalId) -> Result<Option<DealId>, StoreError>;
        async fn add_deal(&mut self, deal: &Deal) -> Result<(), StoreError>;
        async fn put_deal(&mut self, deal: &Deal) -> Result<(), StoreError>;
        async fn deals_with_external_ids(&mut self, ids: &[ExternalId]) -> Result<Vec<Deal>, StoreError>;
        async fn save_deals(&mut self, deals: &[Deal]) -> Result<(), StoreError>;
    }

    #[async_trait]
    impl Tasks for Work {
        async fn task(&mut self, id: TaskId) -> Result<Option<Task>, StoreError>;
        async fn task_to_complete(&mut self, id: TaskId) -> Result<Option<TaskToComplete>, StoreError>;
        async fn tasks(&mut self, ids: &[TaskId]) -> Result<Vec<Task>, StoreError>;
        async fn type_of_task(&mut self, id: TaskId) -> Result<Option<TaskTypeId>, StoreError>;
        async fn open_task_count(&mut self, task_type: TaskTypeId) -> Result<usize, StoreError>;
        async fn open_tasks(&mut self, task_type: TaskTypeId) -> Result<Vec<Task>, StoreError>;
        async fn due_days_of_open_tasks(&mut self) -> Result<Vec<Date>, StoreError>;
        async fn put_overdue_from(&mut self, moments: &BTreeMap<Date, Timestamp>) -> Result<(), StoreError>;
        async fn add_task(&mut self, task: &Task) -> Result<(), StoreError>;
        async fn put_tasks(&mut self, tasks: &[Task]) -> Result<(), StoreError>;
        async fn put_completed(&mut self, task: &Task, read: Version) -> Result<(), StoreError>;
        async fn add_completions(&mut self, tasks: &[Task]) -> Result<(), StoreError>;
        async fn supersede_completion(&mut self, id: CompletionId, at: Timestamp) -> Result<(), StoreError>;
        async fn delete_task(&mut self, task: &Task) -> Result<(), StoreError>;
    }

    #[async_trait]
    impl Activities for Work {
        async fn record(&mut self, activities: &[NewActivity]) -> Result<(), StoreError>;
    }

    #[async_trait]
    impl UnitOfWork for Work {
        async fn commit(self: Box<Self>) -> Result<(), StoreError>;
        async fn rollback(self: Box<Self>);
    }
}

impl MockWork {
    /// The unit as a use case gets it.
    pub fn into_unit(self) -> Unit {
        Unit::new(Box::new(self))
    }
}

/// Commands over a store that opens these units, by their number from 1 on; and how many it has opened.
pub fn commands(
    unit: impl Fn(usize) -> Result<MockWork, StoreError> + Send + Sync + 'static,
) -> (Commands, Arc<AtomicUsize>) {
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let mut store = MockStore::new();
    store
        .expect_begin()
        .returning(move |_| unit(count.fetch_add(1, Ordering::Relaxed) + 1).map(MockWork::into_unit));
    let clock = Arc::new(FixedClock::at("2026-02-02T08:00:00Z"));
    let commands = Commands::new(Arc::new(store), clock, Arc::new(SequentialIds::new()));
    (commands, opened)
}
