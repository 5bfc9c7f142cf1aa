//! What one account holds, in domain values.

use std::collections::BTreeSet;

use application::{StoreError, confirmation::ConfirmationKey, ports::EarlierUse};
use domain::{
    Account, ActivityId, ApiToken, ApiTokenId, Assignments, Completion, CompletionId, Contact, ContactId,
    Deal, DealId, NewActivity, OutcomeId, Task, TaskId, TaskOutcome, TaskSettings, TaskState, TaskType,
    TaskTypeId, User, UserId,
};
use jiff::Timestamp;

use crate::map::Map;

/// Everything of one account; empty until the account is added.
#[derive(Clone, Default)]
pub(crate) struct State {
    pub(crate) account: Option<AccountRecord>,
    pub(crate) users: Map<UserId, User>,
    pub(crate) api_tokens: Map<ApiTokenId, ApiTokenRecord>,
    pub(crate) task_types: Map<TaskTypeId, TaskType>,
    pub(crate) outcomes: Map<OutcomeId, TaskOutcome>,
    pub(crate) contacts: Map<ContactId, Contact>,
    /// Contacts that were erased: tasks, completions and the history still refer to them.
    pub(crate) erased_contacts: BTreeSet<ContactId>,
    pub(crate) deals: Map<DealId, Deal>,
    pub(crate) tasks: Map<TaskId, Task>,
    /// Tasks that were taken from view: completions and the history still refer to them.
    pub(crate) deleted_tasks: Map<TaskId, Task>,
    pub(crate) completions: Map<CompletionId, CompletionRecord>,
    /// Which completion of a task counts.
    pub(crate) current: Map<TaskId, CompletionId>,
    pub(crate) activities: Map<ActivityId, NewActivity>,
    pub(crate) keys: Map<KeyName, UsedKey>,
}

/// What makes a key one: who sent it, for which use case.
pub(crate) type KeyName = (UserId, &'static str, String);

/// What was done under a key, and when.
#[derive(Clone)]
pub(crate) struct UsedKey {
    pub(crate) earlier: EarlierUse,
    pub(crate) used_at: Timestamp,
}

/// A token and the SHA-256 of its secret.
#[derive(Clone)]
pub(crate) struct ApiTokenRecord {
    pub(crate) token: ApiToken,
    pub(crate) secret_hash: [u8; 32],
}

/// The account with what it has exactly one of.
#[derive(Clone)]
pub(crate) struct AccountRecord {
    pub(crate) account: Account,
    pub(crate) confirmation_key: ConfirmationKey,
    pub(crate) settings: TaskSettings,
}

/// One act of completing a task.
#[derive(Clone)]
pub(crate) struct CompletionRecord {
    pub(crate) task: TaskId,
    pub(crate) completion: Completion,
    pub(crate) superseded_at: Option<Timestamp>,
}

impl State {
    /// The account, where a caller cannot do without.
    pub(crate) fn record(&self) -> Result<&AccountRecord, StoreError> {
        self.account
            .as_ref()
            .ok_or_else(|| broken("an account is missing"))
    }

    /// What is offered now; nothing without an account.
    pub(crate) fn assignments(&self) -> &Assignments {
        static NONE: Assignments = Assignments::new();
        let record = self.account.as_ref();
        record.map_or(&NONE, |record| record.settings.assignments())
    }

    /// A task with its current completion.
    pub(crate) fn task(&self, id: TaskId) -> Result<Option<Task>, StoreError> {
        self.tasks.get(&id).map(|task| self.joined(task)).transpose()
    }

    /// Whether a unit may find the task: not once the contact it is about was erased.
    pub(crate) fn can_be_changed(&self, task: &Task) -> bool {
        let contact = task.subject.contact();
        !contact.is_some_and(|contact| self.erased_contacts.contains(&contact))
    }

    /// All tasks with their current completions, by id.
    pub(crate) fn tasks(&self) -> Result<Vec<Task>, StoreError> {
        self.tasks.values().map(|task| self.joined(task)).collect()
    }

    /// All task types in display order.
    pub(crate) fn task_types(&self) -> Vec<TaskType> {
        let mut all: Vec<TaskType> = self.task_types.values().cloned().collect();
        all.sort_by_key(|task_type| (task_type.position, task_type.id));
        all
    }

    /// The outcome that one counts for today: itself unless merged.
    pub(crate) fn counts_as(&self, id: OutcomeId) -> Option<&TaskOutcome> {
        let outcome = self.outcomes.get(&id)?;
        match outcome.merged_into {
            None => Some(outcome),
            Some(into) => self.outcomes.get(&into),
        }
    }

    /// The outcome that a completion counts for today.
    pub(crate) fn counted(&self, completion: &Completion) -> Option<&TaskOutcome> {
        self.counts_as(completion.outcome.as_ref()?.id)
    }

    /// The current completion of a task.
    pub(crate) fn current_completion(&self, task: TaskId) -> Option<&Completion> {
        let id = self.current.get(&task)?;
        self.completions.get(id).map(|record| &record.completion)
    }

    /// The task says whether it is completed; how, its current completion says.
    fn joined(&self, task: &Task) -> Result<Task, StoreError> {
        let state = match (&task.state, self.current_completion(task.id)) {
            (TaskState::Open, _) => TaskState::Open,
            (TaskState::Completed(_), Some(completion)) => TaskState::Completed(completion.clone()),
            (TaskState::Completed(_), None) => {
                return Err(broken("a completed task without a completion"));
            }
        };
        Ok(Task {
            state,
            ..task.clone()
        })
    }
}

/// What only a caller who breaks the contract can bring about.
pub(crate) fn broken(what: &'static str) -> StoreError {
    StoreError::broken(what)
}
