//! The searchable history.

use domain::{
    Activity, ActivityId, ActivityKind, OutcomeId, SearchTerms, Sentiment, Subject, SubjectKind, TaskId,
    TaskTypeId, UserId,
};

use super::{QueryError, Session, check_cursors, tasks::TimeSpan};
use crate::{
    StoreError,
    page::{Cursor, CursorKey, Page, PageRequest},
};

/// Narrows the history; all conditions must hold. `None` is no condition; an empty list matches nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ActivityFilter {
    /// Done by any of these.
    pub actors: Option<Vec<UserId>>,
    /// Any of these kinds.
    pub kinds: Option<Vec<ActivityKind>>,
    /// Happened in this span.
    pub occurred_at: TimeSpan,
    /// Recorded with any of these outcomes.
    pub outcomes: Option<Vec<OutcomeId>>,
    /// About contacts or about deals.
    pub relates_to: Option<SubjectKind>,
    /// Words that must all occur.
    pub search: Option<SearchTerms>,
    /// Recorded with any of these sentiments.
    pub sentiments: Option<Vec<Sentiment>>,
    /// About any of these contacts and deals.
    pub subjects: Option<Vec<Subject>>,
    /// About tasks of any of these types, or about the types themselves.
    pub task_types: Option<Vec<TaskTypeId>>,
    /// The history this list is of: the account's, or that of one record or task.
    pub of: HistoryOf,
}

/// Whose history is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HistoryOf {
    /// The whole account's.
    #[default]
    Account,
    /// A contact's or a deal's, and that of its tasks.
    Subject(Subject),
    /// A task's.
    Task(TaskId),
}

/// Orders of the history, each broken by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ActivityOrder {
    /// Latest entry first, largest id first.
    #[default]
    NewestFirst,
    /// Earliest entry first.
    OldestFirst,
}

impl ActivityOrder {
    /// The place of an entry in this order.
    pub fn cursor(self, activity: &Activity) -> Cursor {
        Cursor {
            list: self.list().into(),
            key: CursorKey::Time(activity.occurred_at),
            id: activity.id.uuid(),
        }
    }

    /// The name of the list in this order.
    pub const fn list(self) -> &'static str {
        match self {
            Self::NewestFirst => "activities.desc",
            Self::OldestFirst => "activities",
        }
    }
}

impl Session {
    /// Entries by id, as many as there are.
    pub async fn activities_by_id(&self, ids: &[ActivityId]) -> Result<Vec<Activity>, StoreError> {
        self.reading.activities_by_id(ids).await
    }

    /// Entries that fit the filter.
    pub async fn activities(
        &self,
        filter: &ActivityFilter,
        order: ActivityOrder,
        page: &PageRequest,
    ) -> Result<Page<Activity>, QueryError> {
        check_cursors(page, order.list())?;
        Ok(self.reading.activities(filter, order, page).await?)
    }

    /// How many entries that are.
    pub async fn activity_count(&self, filter: &ActivityFilter) -> Result<u64, StoreError> {
        self.reading.activity_count(filter).await
    }
}
