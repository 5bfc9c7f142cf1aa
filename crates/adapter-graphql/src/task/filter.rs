//! What narrows and orders lists of tasks.

use application::{
    Session,
    queries::tasks::{Basis, DueState, TaskFilter, TaskOrder},
};
use async_graphql::{Enum, ID, InputObject};
use domain::{OutcomeId, TaskTypeId, UserId};

use super::types::TaskStatus;
use crate::{
    errors::ApiError,
    ids::{TypedId, filter_ids, filter_values, subject},
    outcome::types::TaskOutcomeSentiment,
    page::search_terms,
    shared::{DateTimeRangeInput, OrderDirection, time_span},
    subject::TaskSubjectKind,
};

/// Narrows a list of tasks. All given conditions must hold; lists hold at most 100 entries.
#[derive(Debug, Default, InputObject)]
pub struct TaskFilterInput {
    /// Completed in this span of time.
    completed_at: Option<DateTimeRangeInput>,
    /// Completed by any of these users.
    completed_by_ids: Option<Vec<ID>>,
    /// Due in this span of time.
    due_at: Option<DateTimeRangeInput>,
    /// Completed with any of these outcomes.
    outcome_ids: Option<Vec<ID>>,
    /// Owned by any of these users now.
    owner_ids: Option<Vec<ID>>,
    /// Relating to a contact or to a deal; any when left out.
    relates_to: Option<TaskSubjectKind>,
    /// Words that must all occur in the title, anywhere in a word, without case and accents; at most 200 characters. Use `activities` to search notes and outcomes.
    search: Option<String>,
    /// Completed with an outcome of any of these sentiments.
    sentiments: Option<Vec<TaskOutcomeSentiment>>,
    /// Any of these states. When left out: open tasks, or completed ones if a condition on the completion is given (`completedAt`, `completedByIds`, `outcomeIds`, `sentiments`, `withoutOutcome`).
    statuses: Option<Vec<TaskStatus>>,
    /// Relating to any of these contacts or deals.
    subject_ids: Option<Vec<ID>>,
    /// Of any of these types.
    task_type_ids: Option<Vec<ID>>,
    /// Where the due time stands now.
    due: Option<TaskDue>,
    /// Completed without an outcome, or with one; any when left out.
    without_outcome: Option<bool>,
}

/// Where the due time of an open task stands, in the account's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum TaskDue {
    /// It has none.
    None,
    /// It has passed.
    Overdue,
    /// It is today and has not passed.
    Today,
    /// It is after today.
    Upcoming,
}

impl From<TaskDue> for DueState {
    fn from(due: TaskDue) -> Self {
        match due {
            TaskDue::None => Self::None,
            TaskDue::Overdue => Self::Overdue,
            TaskDue::Today => Self::Today,
            TaskDue::Upcoming => Self::Upcoming,
        }
    }
}

/// What tasks can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[expect(clippy::enum_variant_names, reason = "the names are those of the fields")]
pub enum TaskOrderField {
    /// Time of completion.
    CompletedAt,
    /// Time of creation.
    CreatedAt,
    #[default]
    /// Due time; tasks without one come last.
    DueAt,
}

/// Order of a list of tasks; ties are broken by id, tasks without the value come last in both directions. When left out: by due time, or latest completion first where only completed tasks are listed.
#[derive(Debug, Clone, Copy, Default, InputObject)]
pub struct TaskOrderInput {
    #[graphql(default_with = "OrderDirection::Asc")]
    /// Direction of the order.
    direction: OrderDirection,
    #[graphql(default_with = "TaskOrderField::DueAt")]
    /// What to order by.
    field: TaskOrderField,
}

impl TaskFilterInput {
    pub(crate) async fn parse(self, session: &Session) -> Result<TaskFilter, ApiError> {
        let due = match self.due {
            Some(state) => Some(session.due_condition(state.into()).await?),
            None => None,
        };
        let owners = filter_ids("ownerIds", self.owner_ids, UserId::of)?;
        Ok(TaskFilter {
            basis: Basis::Current,
            recorded: None,
            statuses: filter_values("statuses", self.statuses)?,
            relates_to: self.relates_to.map(Into::into),
            subjects: filter_ids("subjectIds", self.subject_ids, subject)?,
            task_types: filter_ids("taskTypeIds", self.task_type_ids, TaskTypeId::of)?,
            owners: owners.map(|owners| owners.into_iter().map(Some).collect()),
            due_at: time_span("dueAt", self.due_at)?,
            due,
            search: search_terms(self.search)?,
            completed_at: time_span("completedAt", self.completed_at)?,
            completed_by: filter_ids("completedByIds", self.completed_by_ids, UserId::of)?,
            outcomes: filter_ids("outcomeIds", self.outcome_ids, OutcomeId::of)?,
            sentiments: filter_values("sentiments", self.sentiments)?,
            without_outcome: self.without_outcome,
        })
    }
}

impl From<TaskStatus> for application::queries::tasks::TaskStatus {
    fn from(status: TaskStatus) -> Self {
        match status {
            TaskStatus::Completed => Self::Completed,
            TaskStatus::Open => Self::Open,
        }
    }
}

impl From<TaskOrderInput> for TaskOrder {
    fn from(order: TaskOrderInput) -> Self {
        use application::queries::tasks::TaskOrderField as Field;
        let field = match order.field {
            TaskOrderField::CompletedAt => Field::CompletedAt,
            TaskOrderField::CreatedAt => Field::CreatedAt,
            TaskOrderField::DueAt => Field::DueAt,
        };
        Self {
            field,
            descending: order.direction == OrderDirection::Desc,
        }
    }
}
