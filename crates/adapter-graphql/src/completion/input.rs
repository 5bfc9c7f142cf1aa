//! Inputs of completing, correcting and opening again.

use application::commands::{
    CompleteTask, CompleteTasks, CompletionFields, CorrectCompletion, ReopenTask, TaskFields,
};
use async_graphql::{ID, InputObject, MaybeUndefined};
use domain::{Patch, Version, fault::Checks};

use crate::{
    context::RequestScope,
    payload::{clearable, required},
    scalars::{Date, DateTime},
};

/// The next task for the same contact or deal.
#[derive(Debug, InputObject)]
pub struct TaskFollowUpInput {
    /// More words, at most 10,000 characters.
    description: Option<String>,
    /// When it is due; not together with `dueOn`.
    due_at: Option<DateTime>,
    /// The day it is due; not together with `dueAt`.
    due_on: Option<Date>,
    /// Who has to do it; the owner of the completed task when left out.
    owner_id: MaybeUndefined<ID>,
    /// Kind of the task.
    task_type_id: ID,
    /// What is to be done, 1 to 200 characters.
    title: String,
}

/// Input of `taskComplete`.
#[derive(Debug, InputObject)]
pub struct TaskCompleteInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    expected_version: Option<i32>,
    /// Id of the task.
    id: ID,
    /// Retrying with the same key within 24 hours returns the first result instead of acting twice; at most 100 characters.
    idempotency_key: Option<String>,
    /// Notes for reference, at most 10,000 characters.
    notes: Option<String>,
    /// The chosen outcome.
    outcome_id: Option<ID>,
    /// A task to create for the same contact or deal in the same step: both happen or neither.
    follow_up: Option<TaskFollowUpInput>,
}

/// Input of `tasksComplete`.
#[derive(Debug, InputObject)]
pub struct TasksCompleteInput {
    /// Retrying with the same key within 24 hours returns the first result instead of acting twice; at most 100 characters.
    idempotency_key: Option<String>,
    /// Ids of the tasks, 1 to 100.
    ids: Vec<ID>,
    /// Notes for reference, at most 10,000 characters.
    notes: Option<String>,
    /// The chosen outcome; every task's type must offer it.
    outcome_id: Option<ID>,
}

/// Input of `taskCompletionCorrect`.
#[derive(Debug, InputObject)]
pub struct TaskCompletionCorrectInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    expected_version: Option<i32>,
    /// Id of the task.
    id: ID,
    /// New notes, null to clear; leave out to keep.
    notes: MaybeUndefined<String>,
    /// New outcome, offered for the type of the task; leave out to keep.
    outcome_id: MaybeUndefined<ID>,
}

/// Input of `taskReopen`.
#[derive(Debug, InputObject)]
pub struct TaskReopenInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    expected_version: Option<i32>,
    /// Id of the task.
    id: ID,
    /// Why, at most 500 characters; kept in the history.
    reason: Option<String>,
    /// An active task type; needed when the task's own is archived.
    task_type_id: Option<ID>,
}

impl TaskFollowUpInput {
    fn parse(self, scope: &RequestScope) -> TaskFields {
        TaskFields {
            title: self.title,
            description: self.description,
            task_type: scope.typed(&self.task_type_id),
            owner: clearable(self.owner_id).map(|owner| owner.map(|id| scope.typed(&id))),
            due_on: self.due_on.map(|day| day.0),
            due_at: self.due_at.map(|at| at.0),
        }
    }
}

impl TaskCompleteInput {
    pub(super) fn parse(self, scope: &RequestScope) -> CompleteTask {
        CompleteTask {
            task: scope.typed(&self.id),
            how: CompletionFields {
                outcome: self.outcome_id.map(|id| scope.typed(&id)),
                notes: self.notes,
            },
            follow_up: self.follow_up.map(|next| next.parse(scope)),
            expected_version: self.expected_version.map(Version::new),
            idempotency_key: self.idempotency_key,
        }
    }
}

impl TasksCompleteInput {
    pub(super) fn parse(self, scope: &RequestScope) -> CompleteTasks {
        CompleteTasks {
            tasks: self.ids.iter().map(|id| scope.typed(id)).collect(),
            how: CompletionFields {
                outcome: self.outcome_id.map(|id| scope.typed(&id)),
                notes: self.notes,
            },
            idempotency_key: self.idempotency_key,
        }
    }
}

impl TaskCompletionCorrectInput {
    pub(super) fn parse(self, scope: &RequestScope, nulls: &mut Checks) -> CorrectCompletion {
        let outcome: Patch<ID> = required(self.outcome_id, "outcome_id", nulls);
        CorrectCompletion {
            task: scope.typed(&self.id),
            outcome: outcome.as_option().map(|id| scope.typed(id)),
            notes: clearable(self.notes),
            expected_version: self.expected_version.map(Version::new),
        }
    }
}

impl TaskReopenInput {
    pub(super) fn parse(self, scope: &RequestScope) -> ReopenTask {
        ReopenTask {
            task: scope.typed(&self.id),
            reason: self.reason,
            task_type: self.task_type_id.map(|id| scope.typed(&id)),
            expected_version: self.expected_version.map(Version::new),
        }
    }
}
