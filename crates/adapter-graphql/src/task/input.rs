//! Inputs of mutations of tasks.

use application::commands::{CreateTask, UpdateTask};
use async_graphql::{ID, InputObject, MaybeUndefined, OneofObject};
use domain::{Patch, Subject, Version, fault::Checks};

use crate::{
    context::RequestScope,
    payload::{clearable, required},
    scalars::{Date, DateTime},
};

/// Names what a task relates to: exactly one of the fields.
#[derive(Debug, OneofObject)]
pub enum TaskSubjectInput {
    /// A contact.
    ContactId(ID),
    /// A deal.
    DealId(ID),
}

/// Input of `taskCreate`.
#[derive(Debug, InputObject)]
pub struct TaskCreateInput {
    /// More words, at most 10,000 characters.
    description: Option<String>,
    /// When the task is due.
    due_at: Option<DateTime>,
    /// Who has to do it; the viewer when left out.
    owner_id: MaybeUndefined<ID>,
    /// What the task relates to.
    subject: TaskSubjectInput,
    /// Kind of the task.
    task_type_id: ID,
    /// What is to be done, 1 to 200 characters.
    title: String,
    /// The day the task is due, until its end in the account's time zone; not together with `dueAt`.
    due_on: Option<Date>,
}

/// Input of `taskUpdate`.
#[derive(Debug, InputObject)]
pub struct TaskUpdateInput {
    /// New description, null to clear.
    description: MaybeUndefined<String>,
    /// New due time, null to clear.
    due_at: MaybeUndefined<DateTime>,
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    expected_version: Option<i32>,
    /// Id of the task.
    id: ID,
    /// New owner, null for nobody.
    owner_id: MaybeUndefined<ID>,
    /// New kind.
    task_type_id: MaybeUndefined<ID>,
    /// New title.
    title: MaybeUndefined<String>,
    /// New due day, null to clear; setting it clears `dueAt`, and the other way round.
    due_on: MaybeUndefined<Date>,
}

/// Input of `taskComplete`.
#[derive(Debug, InputObject)]
pub struct TaskCompleteInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the task.
    pub(super) id: ID,
    /// Notes for reference, at most 10,000 characters.
    pub(super) notes: Option<String>,
    /// The chosen outcome.
    pub(super) outcome_id: Option<ID>,
}

/// Input of `taskReopen`.
#[derive(Debug, InputObject)]
pub struct TaskReopenInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the task.
    pub(super) id: ID,
    /// Why, at most 500 characters; kept in the history.
    pub(super) reason: Option<String>,
    /// An active task type; needed when the task's own is archived.
    pub(super) task_type_id: Option<ID>,
}

impl TaskCreateInput {
    pub(super) fn parse(self, scope: &RequestScope) -> CreateTask {
        CreateTask {
            title: self.title,
            description: self.description,
            subject: match &self.subject {
                TaskSubjectInput::ContactId(id) => Subject::Contact(scope.typed(id)),
                TaskSubjectInput::DealId(id) => Subject::Deal(scope.typed(id)),
            },
            task_type: scope.typed(&self.task_type_id),
            owner: clearable(self.owner_id).map(|owner| owner.map(|id| scope.typed(&id))),
            due_on: self.due_on.map(|day| day.0),
            due_at: self.due_at.map(|at| at.0),
        }
    }
}

impl TaskUpdateInput {
    pub(super) fn parse(self, scope: &RequestScope, nulls: &mut Checks) -> UpdateTask {
        let task_type: Patch<ID> = required(self.task_type_id, "task_type_id", nulls);
        UpdateTask {
            task: scope.typed(&self.id),
            title: required(self.title, "title", nulls),
            description: clearable(self.description),
            task_type: task_type.map(|id| scope.typed(&id)),
            owner: clearable(self.owner_id).map(|owner| owner.map(|id| scope.typed(&id))),
            due_on: clearable(self.due_on).map(|day| day.map(|day| day.0)),
            due_at: clearable(self.due_at).map(|at| at.map(|at| at.0)),
            expected_version: self.expected_version.map(Version::new),
        }
    }
}
