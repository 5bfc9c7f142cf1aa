//! A task as filters see it, before and after a change: whoever watches a list learns what enters and what leaves it.

use jiff::Timestamp;

use super::{RecordedOutcome, Task};
use crate::{
    due::Due,
    ids::{Subject, TaskTypeId, UserId},
    text::TaskTitle,
};

/// What lists of tasks and the report go by.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskFacets {
    /// The title; empty where it was erased.
    pub title: TaskTitle,
    /// What it relates to.
    pub subject: Subject,
    /// Its type.
    pub task_type: TaskTypeId,
    /// Its owner.
    pub owner: Option<UserId>,
    /// When it is due.
    pub due: Option<Due>,
    /// From when on it is overdue.
    pub overdue_from: Option<Timestamp>,
    /// How it was completed; `None` while it is open.
    pub completion: Option<CompletionFacets>,
}

/// What lists and the report go by of a completion.
#[derive(Debug, Clone, PartialEq)]
pub struct CompletionFacets {
    /// When.
    pub completed_at: Timestamp,
    /// By whom.
    pub completed_by: UserId,
    /// With which outcome, as recorded.
    pub outcome: Option<RecordedOutcome>,
    /// Whether it was in time.
    pub in_time: Option<bool>,
}

/// A task on both sides of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskChange {
    /// As it was; `None` when it was created.
    pub before: Option<TaskFacets>,
    /// As it is; `None` when it was deleted.
    pub after: Option<TaskFacets>,
}

impl Task {
    /// As filters see it.
    pub fn facets(&self) -> TaskFacets {
        let completion = self.completion().map(|completion| CompletionFacets {
            completed_at: completion.completed_at,
            completed_by: completion.completed_by,
            outcome: completion.outcome.clone(),
            in_time: completion.in_time,
        });
        TaskFacets {
            title: self.title.clone(),
            subject: self.subject,
            task_type: self.task_type,
            owner: self.owner,
            due: self.due,
            overdue_from: self.overdue_from,
            completion,
        }
    }
}
