//! Inputs of mutations of tasks.

use application::commands::{CompletionFields, CreateTask, ReassignTasks, TaskFields, UpdateTask};
use async_graphql::{ID, InputObject, MaybeUndefined, OneofObject};
use domain::{Fault, Faults, InputPath, Patch, Subject, Version, fault::Checks};

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
    /// Create the task as already completed, to log something that was done; the same rules as for `taskComplete`.
    completion: Option<TaskCreateCompletionInput>,
    /// The day the task is due, until its end in the account's time zone; not together with `dueAt`.
    due_on: Option<Date>,
    /// Retrying with the same key within 24 hours returns the first result instead of acting twice; at most 100 characters.
    idempotency_key: Option<String>,
}

/// How a task was done that is created as completed.
#[derive(Debug, InputObject)]
pub struct TaskCreateCompletionInput {
    /// Notes for reference, at most 10,000 characters.
    notes: Option<String>,
    /// The chosen outcome, as in `taskComplete`.
    outcome_id: Option<ID>,
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

/// Input of `taskDelete`.
#[derive(Debug, InputObject)]
pub struct TaskDeleteInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the task.
    pub(super) id: ID,
}

/// Input of `tasksReassign`.
#[derive(Debug, InputObject)]
pub struct TasksReassignInput {
    /// Ids of the tasks, 1 to 100.
    ids: Vec<ID>,
    /// The new owner, null for nobody.
    owner_id: MaybeUndefined<ID>,
}

impl TaskCreateInput {
    pub(super) fn parse(self, scope: &RequestScope) -> CreateTask {
        CreateTask {
            subject: match &self.subject {
                TaskSubjectInput::ContactId(id) => Subject::Contact(scope.typed(id)),
                TaskSubjectInput::DealId(id) => Subject::Deal(scope.typed(id)),
            },
            fields: TaskFields {
                title: self.title,
                description: self.description,
                task_type: scope.typed(&self.task_type_id),
                owner: clearable(self.owner_id).map(|owner| owner.map(|id| scope.typed(&id))),
                due_on: self.due_on.map(|day| day.0),
                due_at: self.due_at.map(|at| at.0),
            },
            completion: self.completion.map(|completion| CompletionFields {
                outcome: completion.outcome_id.map(|id| scope.typed(&id)),
                notes: completion.notes,
            }),
            idempotency_key: self.idempotency_key,
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

impl TasksReassignInput {
    /// The owner must be named, if only as null: left out by mistake it would take the tasks from everybody.
    pub(super) fn parse(self, scope: &RequestScope) -> Result<ReassignTasks, Faults> {
        let owner = match self.owner_id {
            MaybeUndefined::Undefined => {
                return Err(Faults::one(InputPath::field("owner_id"), Fault::Blank));
            }
            MaybeUndefined::Null => None,
            MaybeUndefined::Value(id) => Some(scope.typed(&id)),
        };
        let tasks = self.ids.iter().map(|id| scope.typed(id)).collect();
        Ok(ReassignTasks { tasks, owner })
    }
}
