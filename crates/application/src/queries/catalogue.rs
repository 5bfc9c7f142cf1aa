//! Task types and outcomes, and which offers which.

use domain::{OutcomeId, SearchTerms, Sentiment, TaskOutcome, TaskType, TaskTypeId};

use jiff::{SignedDuration, Timestamp};

use super::{QueryError, Session, check_cursors};
use crate::{
    StoreError,
    page::{Cursor, CursorKey, Page, PageRequest},
};

/// Narrows the list of outcomes; all conditions must hold.
#[derive(Debug, Clone, Default)]
pub struct OutcomeFilter {
    /// Also archived ones.
    pub include_archived: bool,
    /// Words that must occur in the folded label.
    pub search: Option<SearchTerms>,
    /// Any of these sentiments.
    pub sentiments: Option<Vec<Sentiment>>,
    /// Offered now by any of these task types.
    pub task_types: Option<Vec<TaskTypeId>>,
}

/// How much an outcome is used, what was merged into it included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutcomeUsage {
    /// Tasks completed with it.
    pub completed: u64,
    /// Those completed in the last 90 days.
    pub recently: u64,
    /// When a task was last completed with it.
    pub last_completed_at: Option<Timestamp>,
}

/// How long a use is recent.
const RECENT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Orders of the list of outcomes, each broken by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeOrder {
    /// By what.
    pub field: OutcomeOrderField,
    /// Largest first; reverses the tie-break too.
    pub descending: bool,
}

/// What outcomes can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeOrderField {
    /// Time of creation.
    CreatedAt,
    /// Folded label.
    Label,
}

impl OutcomeOrder {
    /// The place of an outcome in this order.
    pub fn cursor(self, outcome: &TaskOutcome) -> Cursor {
        let key = match self.field {
            OutcomeOrderField::CreatedAt => CursorKey::Time(outcome.created_at),
            OutcomeOrderField::Label => CursorKey::Text(outcome.label.folded()),
        };
        Cursor {
            list: self.list().into(),
            key,
            id: outcome.id.uuid(),
        }
    }

    /// The name of the list in this order.
    pub const fn list(self) -> &'static str {
        match (self.field, self.descending) {
            (OutcomeOrderField::CreatedAt, false) => "outcomes.created_at",
            (OutcomeOrderField::CreatedAt, true) => "outcomes.created_at.desc",
            (OutcomeOrderField::Label, false) => "outcomes.label",
            (OutcomeOrderField::Label, true) => "outcomes.label.desc",
        }
    }
}

const TASK_TYPES: &str = "task_types";

/// The place of a task type in the display order.
pub fn task_type_cursor(task_type: &TaskType) -> Cursor {
    Cursor {
        list: TASK_TYPES.into(),
        key: CursorKey::Number(task_type.position.into()),
        id: task_type.id.uuid(),
    }
}

impl Session {
    /// Task types by id, as many as there are.
    pub async fn task_types_by_id(&self, ids: &[TaskTypeId]) -> Result<Vec<TaskType>, StoreError> {
        self.reading.task_types_by_id(ids).await
    }

    /// Outcomes by id, as many as there are.
    pub async fn outcomes_by_id(&self, ids: &[OutcomeId]) -> Result<Vec<TaskOutcome>, StoreError> {
        self.reading.outcomes_by_id(ids).await
    }

    /// What each of these task types offers now, in display order.
    pub async fn outcomes_of(
        &self,
        types: &[TaskTypeId],
    ) -> Result<Vec<(TaskTypeId, TaskOutcome)>, StoreError> {
        self.reading.outcomes_of(types).await
    }

    /// Which task types offer each of these outcomes now, in display order.
    pub async fn task_types_of(
        &self,
        outcomes: &[OutcomeId],
    ) -> Result<Vec<(OutcomeId, TaskType)>, StoreError> {
        self.reading.task_types_of(outcomes).await
    }

    /// How much each of these outcomes is used; those that are not are left out.
    pub async fn outcome_usage(
        &self,
        outcomes: &[OutcomeId],
    ) -> Result<Vec<(OutcomeId, OutcomeUsage)>, StoreError> {
        let recent = self.now().saturating_sub(RECENT).unwrap_or(Timestamp::MIN);
        self.reading.outcome_usage(outcomes, recent).await
    }

    /// Task types in display order.
    pub async fn task_types(
        &self,
        archived_too: bool,
        page: &PageRequest,
    ) -> Result<Page<TaskType>, QueryError> {
        check_cursors(page, TASK_TYPES)?;
        Ok(self.reading.task_types(archived_too, page).await?)
    }

    /// How many task types that are.
    pub async fn task_type_count(&self, archived_too: bool) -> Result<u64, StoreError> {
        self.reading.task_type_count(archived_too).await
    }

    /// Outcomes that fit the filter.
    pub async fn outcomes(
        &self,
        filter: &OutcomeFilter,
        order: OutcomeOrder,
        page: &PageRequest,
    ) -> Result<Page<TaskOutcome>, QueryError> {
        check_cursors(page, order.list())?;
        Ok(self.reading.outcomes(filter, order, page).await?)
    }

    /// How many outcomes that are.
    pub async fn outcome_count(&self, filter: &OutcomeFilter) -> Result<u64, StoreError> {
        self.reading.outcome_count(filter).await
    }
}
