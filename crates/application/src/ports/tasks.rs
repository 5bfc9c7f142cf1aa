//! The tasks of the account and the acts of completing them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{CompletionId, CompletionRule, Task, TaskId, TaskTypeId, Version};
use jiff::{Timestamp, civil::Date};

use crate::StoreError;

/// What is needed to complete a task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskToComplete {
    /// The task, with its current completion.
    pub task: Task,
    /// What completing one of its type asks for.
    pub rule: CompletionRule,
    /// The name of the contact or deal it is about.
    pub subject_name: String,
}

/// The tasks.
#[async_trait]
pub trait Tasks: Send {
    /// A task with its current completion; stays locked. One about an erased contact is none, here and below.
    async fn task(&mut self, id: TaskId) -> Result<Option<Task>, StoreError>;

    /// A task with what is needed to complete it. An open one is not held: whether it is still so shows when it is stored,
    /// by [`Self::put_completed`]. [`StoreError::Conflict`] if a completed one was changed while it was read.
    async fn task_to_complete(&mut self, id: TaskId) -> Result<Option<TaskToComplete>, StoreError>;

    /// Those of these tasks that exist, by id, with their current completions; all stay locked.
    async fn tasks(&mut self, ids: &[TaskId]) -> Result<Vec<Task>, StoreError>;

    /// The type of a task; not locked, so it may be another one by the time the task is locked.
    async fn type_of_task(&mut self, id: TaskId) -> Result<Option<TaskTypeId>, StoreError>;

    /// How many tasks of this type are open; not locked.
    async fn open_task_count(&mut self, task_type: TaskTypeId) -> Result<usize, StoreError>;

    /// The open tasks of this type, by id; all stay locked.
    async fn open_tasks(&mut self, task_type: TaskTypeId) -> Result<Vec<Task>, StoreError>;

    /// The days that open tasks are due on, each once; not locked.
    async fn due_days_of_open_tasks(&mut self) -> Result<Vec<Date>, StoreError>;

    /// Stores from which moment open tasks are overdue, by the day they are due on; nothing else of them changes.
    async fn put_overdue_from(&mut self, moments: &BTreeMap<Date, Timestamp>) -> Result<(), StoreError>;

    /// Adds an open task.
    async fn add_task(&mut self, task: &Task) -> Result<(), StoreError>;

    /// Stores changed tasks, in a number of statements that does not grow with them. Their completions are stored before,
    /// by [`Self::add_completions`] and [`Self::supersede_completion`].
    async fn put_tasks(&mut self, tasks: &[Task]) -> Result<(), StoreError>;

    /// Stores that a task was completed, with its completion, if it still is of the version that was read and overdue from
    /// the same moment, and the settings are of the version that the completion went by; [`StoreError::Conflict`], here or
    /// at the end, if not. Whoever changes the task at the same time is waited for.
    async fn put_completed(&mut self, task: &Task, read: Version) -> Result<(), StoreError>;

    /// Adds the completions that these tasks have, as their current ones, in a number of statements that does not grow
    /// with them; [`StoreError::Conflict`] if one has a current completion.
    async fn add_completions(&mut self, tasks: &[Task]) -> Result<(), StoreError>;

    /// Marks a current completion as no longer current; its facts stay.
    async fn supersede_completion(&mut self, id: CompletionId, at: Timestamp) -> Result<(), StoreError>;

    /// Takes a task from view, with its last version and moment of change: for every read it is gone, while what refers
    /// to it stays. Its completion is superseded before.
    async fn delete_task(&mut self, task: &Task) -> Result<(), StoreError>;
}
