//! Lists of tasks: open ones to be done, completed ones with what came of them.

mod fits;

use domain::{
    Due, OutcomeId, RecordedOutcome, SearchTerms, Sentiment, Subject, SubjectKind, Task, TaskId, TaskTypeId,
    UserId,
};
use jiff::Timestamp;

use super::{QueryError, Session, check_cursors};
use crate::{
    StoreError,
    page::{Cursor, CursorKey, Page, PageRequest},
};

/// A half-open span of time: from `from` (inclusive) until `until` (exclusive); an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeSpan {
    /// Inclusive start.
    pub from: Option<Timestamp>,
    /// Exclusive end.
    pub until: Option<Timestamp>,
}

impl TimeSpan {
    /// Whether a moment lies within.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    /// Whether neither end is set.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }
}

/// Which states of tasks are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskStatus {
    /// Still to be done.
    Open,
    /// Completed.
    Completed,
}

/// Where the due time of an open task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueState {
    /// It has none.
    None,
    /// It has passed.
    Overdue,
    /// It is today and has not passed.
    Today,
    /// It is after today.
    Upcoming,
}

/// A state of the due time, at a moment of a day: `tomorrow` begins the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueCondition {
    /// The state.
    pub state: DueState,
    /// The moment it is now.
    pub now: Timestamp,
    /// When the next day begins in the account's time zone.
    pub tomorrow: Timestamp,
}

impl DueCondition {
    /// Whether an open task stands there. What is due on a day is overdue from the beginning of the next.
    pub fn holds(&self, due: Option<Due>, overdue_from: Option<Timestamp>) -> bool {
        let (Some(due), Some(from)) = (due, overdue_from) else {
            return self.state == DueState::None;
        };
        let is_by_today = match due {
            Due::On(_) => from <= self.tomorrow,
            Due::At(_) => from < self.tomorrow,
        };
        match self.state {
            DueState::None => false,
            DueState::Overdue => from <= self.now,
            DueState::Today => from > self.now && is_by_today,
            DueState::Upcoming => from > self.now && !is_by_today,
        }
    }
}

/// By which outcome, label and sentiment a completed task counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// As the outcome is today; a merged one counts for the one that stays.
    #[default]
    Current,
    /// As it was recorded when the task was completed.
    AsRecorded,
}

/// Narrows a list of tasks, and says which completed tasks the report counts: all conditions must hold. `None` is no
/// condition; an empty list matches nothing; an id that does not exist matches nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskFilter {
    /// Any of these states; `None` as [`TaskFilter::statuses`] says.
    pub statuses: Option<Vec<TaskStatus>>,
    /// About contacts or about deals.
    pub relates_to: Option<SubjectKind>,
    /// About any of these contacts and deals.
    pub subjects: Option<Vec<Subject>>,
    /// Of any of these types.
    pub task_types: Option<Vec<TaskTypeId>>,
    /// Owned by any of these; `None` in the list means nobody. A completed task keeps its owner.
    pub owners: Option<Vec<Option<UserId>>>,
    /// Overdue from a moment in this span.
    pub due_at: TimeSpan,
    /// Open, with the due time in this state.
    pub due: Option<DueCondition>,
    /// Words that must all occur in the title.
    pub search: Option<SearchTerms>,
    /// Completed in this span.
    pub completed_at: TimeSpan,
    /// Completed by any of these.
    pub completed_by: Option<Vec<UserId>>,
    /// What the conditions on outcome and sentiment go by.
    pub basis: Basis,
    /// Completed with this outcome under this label and sentiment.
    pub recorded: Option<RecordedOutcome>,
    /// Completed with any of these outcomes.
    pub outcomes: Option<Vec<OutcomeId>>,
    /// Completed with an outcome of any of these sentiments.
    pub sentiments: Option<Vec<Sentiment>>,
    /// Completed without an outcome (`true`) or with one (`false`).
    pub without_outcome: Option<bool>,
}

impl TaskFilter {
    /// The states that are listed, in no order: the ones asked for; else completed ones if there is a condition on
    /// the completion; else open ones.
    pub fn statuses(&self) -> Vec<TaskStatus> {
        match &self.statuses {
            Some(statuses) => statuses.clone(),
            None if self.has_completion_condition() => vec![TaskStatus::Completed],
            None => vec![TaskStatus::Open],
        }
    }

    /// Whether only completed tasks can match because of a condition on the completion.
    pub fn has_completion_condition(&self) -> bool {
        !self.completed_at.is_open()
            || self.completed_by.is_some()
            || self.recorded.is_some()
            || self.outcomes.is_some()
            || self.sentiments.is_some()
            || self.without_outcome.is_some()
    }

    /// The order when none is asked for: latest completion first where only completed tasks are listed, else by due
    /// time.
    pub fn default_order(&self) -> TaskOrder {
        if self.statuses() == [TaskStatus::Completed] {
            TaskOrder {
                field: TaskOrderField::CompletedAt,
                descending: true,
            }
        } else {
            TaskOrder {
                field: TaskOrderField::DueAt,
                descending: false,
            }
        }
    }
}

/// Orders of a list of tasks, each broken by id; tasks without the value come last in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskOrder {
    /// By what.
    pub field: TaskOrderField,
    /// Largest first; reverses the tie-break too.
    pub descending: bool,
}

/// What tasks can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskOrderField {
    /// Time of the current completion.
    CompletedAt,
    /// Time of creation.
    CreatedAt,
    /// The moment from which it is overdue.
    DueAt,
}

impl TaskOrder {
    /// The place of a task in this order.
    pub fn cursor(self, task: &Task) -> Cursor {
        let at = match self.field {
            TaskOrderField::CompletedAt => task.completion().map(|completion| completion.completed_at),
            TaskOrderField::CreatedAt => Some(task.created_at),
            TaskOrderField::DueAt => task.overdue_from,
        };
        Cursor {
            list: self.list().into(),
            key: at.map_or(CursorKey::Missing, CursorKey::Time),
            id: task.id.uuid(),
        }
    }

    /// The name of the list in this order.
    pub const fn list(self) -> &'static str {
        match (self.field, self.descending) {
            (TaskOrderField::CompletedAt, false) => "tasks.completed_at",
            (TaskOrderField::CompletedAt, true) => "tasks.completed_at.desc",
            (TaskOrderField::CreatedAt, false) => "tasks.created_at",
            (TaskOrderField::CreatedAt, true) => "tasks.created_at.desc",
            (TaskOrderField::DueAt, false) => "tasks.due_at",
            (TaskOrderField::DueAt, true) => "tasks.due_at.desc",
        }
    }
}

impl Session {
    /// A state of the due time as of now, in the account's time zone.
    pub async fn due_condition(&self, state: DueState) -> Result<DueCondition, StoreError> {
        let (zone, now) = (self.time_zone().await?, self.now());
        let tomorrow = zone
            .date_of(now)
            .tomorrow()
            .ok()
            .and_then(|next| zone.start_of(next));
        Ok(DueCondition {
            state,
            now,
            tomorrow: tomorrow.unwrap_or(Timestamp::MAX),
        })
    }

    /// Tasks by id, as many as there are.
    pub async fn tasks_by_id(&self, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
        self.reading.tasks_by_id(ids).await
    }

    /// Tasks that fit the filter.
    pub async fn tasks(
        &self,
        filter: &TaskFilter,
        order: TaskOrder,
        page: &PageRequest,
    ) -> Result<Page<Task>, QueryError> {
        check_cursors(page, order.list())?;
        Ok(self.reading.tasks(filter, order, page).await?)
    }

    /// How many tasks that are.
    pub async fn task_count(&self, filter: &TaskFilter) -> Result<u64, StoreError> {
        self.reading.task_count(filter).await
    }
}
