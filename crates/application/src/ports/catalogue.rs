//! The settings, the task types and the outcomes of the account.
//!
//! Lock order everywhere: settings, task types by id, outcomes by id, tasks by id.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{CompletionRule, LabelKey, OutcomeId, TaskOutcome, TaskSettings, TaskType, TaskTypeId};

use crate::StoreError;

/// The switch and the matrix.
#[async_trait]
pub trait Settings: Send {
    /// The settings with the whole matrix; stays locked. Whoever changes the set of active task types or outcomes, or
    /// the matrix, takes this lock first.
    async fn settings(&mut self) -> Result<TaskSettings, StoreError>;

    /// Stores the settings and makes the stored matrix equal to theirs.
    async fn put_settings(&mut self, settings: &TaskSettings) -> Result<(), StoreError>;

    /// What completing tasks of these types asks for, all from one moment, one rule for each type; not locked. While in
    /// force the outcomes on offer come in display order. For a type that offers nothing while in force:
    /// [`CompletionChoice::OneOf`] with none.
    ///
    /// [`CompletionChoice::OneOf`]: domain::CompletionChoice::OneOf
    async fn completion_rules(
        &mut self,
        task_types: &BTreeSet<TaskTypeId>,
    ) -> Result<BTreeMap<TaskTypeId, CompletionRule>, StoreError>;
}

/// The task types.
#[async_trait]
pub trait TaskTypes: Send {
    /// All task types, archived ones included, in display order (position, then id); not locked.
    async fn task_types(&mut self) -> Result<Vec<TaskType>, StoreError>;

    /// A task type; stays locked against any other change and against tasks being opened in it.
    async fn task_type(&mut self, id: TaskTypeId) -> Result<Option<TaskType>, StoreError>;

    /// A task type in which a task is going to be open; stays locked against archiving, but not against other units
    /// that open tasks in it.
    async fn task_type_to_open_in(&mut self, id: TaskTypeId) -> Result<Option<TaskType>, StoreError>;

    /// The task type with this key, archived or not; not locked.
    async fn task_type_with_key(&mut self, key: &LabelKey) -> Result<Option<TaskType>, StoreError>;

    /// Adds a task type; [`StoreError::Conflict`] if the key is taken.
    async fn add_task_type(&mut self, task_type: &TaskType) -> Result<(), StoreError>;

    /// Stores a changed task type; [`StoreError::Conflict`] if the key is taken.
    async fn put_task_type(&mut self, task_type: &TaskType) -> Result<(), StoreError>;

    /// How many tasks ever had this type, deleted ones and those that have another one now but were completed with it
    /// included; not locked.
    async fn tasks_ever_of(&mut self, task_type: TaskTypeId) -> Result<usize, StoreError>;

    /// Deletes a task type for good. [`StoreError::Conflict`] if a task, a completion or an assignment refers to it.
    async fn delete_task_type(&mut self, id: TaskTypeId) -> Result<(), StoreError>;
}

/// The outcomes.
#[async_trait]
pub trait Outcomes: Send {
    /// All outcomes, archived ones included, in the order of their ids; not locked.
    async fn outcomes(&mut self) -> Result<Vec<TaskOutcome>, StoreError>;

    /// An outcome; stays locked against other changes, but not against being used in completions.
    async fn outcome(&mut self, id: OutcomeId) -> Result<Option<TaskOutcome>, StoreError>;

    /// The outcome with this key, archived or not; not locked.
    async fn outcome_with_key(&mut self, key: &LabelKey) -> Result<Option<TaskOutcome>, StoreError>;

    /// Adds an outcome; [`StoreError::Conflict`] if the key is taken.
    async fn add_outcome(&mut self, outcome: &TaskOutcome) -> Result<(), StoreError>;

    /// Stores a changed outcome; [`StoreError::Conflict`] if the key is taken.
    async fn put_outcome(&mut self, outcome: &TaskOutcome) -> Result<(), StoreError>;

    /// How many tasks were ever completed with any of these outcomes, superseded completions and deleted tasks
    /// included; not locked.
    async fn tasks_completed_with(&mut self, outcomes: &[OutcomeId]) -> Result<usize, StoreError>;

    /// Deletes an outcome for good. [`StoreError::Conflict`] if a completion, an assignment or a merged outcome refers
    /// to it, also one that another unit adds meanwhile: then one of the two fails.
    async fn delete_outcome(&mut self, id: OutcomeId) -> Result<(), StoreError>;
}
