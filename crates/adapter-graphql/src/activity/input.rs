//! What narrows and orders the history.

use application::queries::activities::{ActivityFilter, HistoryOf};
use async_graphql::{Enum, ID, InputObject};
use domain::{OutcomeId, TaskTypeId, UserId};

use super::types::ActivityKind;
use crate::{
    errors::ApiError,
    ids::{TypedId, filter_ids, filter_values, subject},
    outcome::types::TaskOutcomeSentiment,
    page::search_terms,
    shared::{DateTimeRangeInput, time_span},
    subject::TaskSubjectKind,
};

/// Narrows the history. All given conditions must hold; lists hold at most 100 entries.
#[derive(Debug, Default, InputObject)]
pub struct ActivityFilterInput {
    /// Done by any of these users.
    actor_ids: Option<Vec<ID>>,
    /// Any of these kinds.
    kinds: Option<Vec<ActivityKind>>,
    /// Happened in this span of time.
    occurred_at: Option<DateTimeRangeInput>,
    /// Recorded with any of these outcomes.
    outcome_ids: Option<Vec<ID>>,
    /// About contacts or about deals; any when left out.
    relates_to: Option<TaskSubjectKind>,
    /// Words that must all occur in title, notes, outcome label, contact or deal name, anywhere in a word, without case and accents; at most 200 characters.
    search: Option<String>,
    /// Recorded with any of these sentiments.
    sentiments: Option<Vec<TaskOutcomeSentiment>>,
    /// About any of these contacts or deals.
    subject_ids: Option<Vec<ID>>,
    /// About tasks of any of these types.
    task_type_ids: Option<Vec<ID>>,
}

/// Orders of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub enum ActivityOrder {
    #[default]
    /// Latest entry first.
    NewestFirst,
    /// Earliest entry first.
    OldestFirst,
}

impl From<ActivityOrder> for application::queries::activities::ActivityOrder {
    fn from(order: ActivityOrder) -> Self {
        match order {
            ActivityOrder::NewestFirst => Self::NewestFirst,
            ActivityOrder::OldestFirst => Self::OldestFirst,
        }
    }
}

impl ActivityFilterInput {
    pub(crate) fn parse(self, of: HistoryOf) -> Result<ActivityFilter, ApiError> {
        Ok(ActivityFilter {
            actors: filter_ids("actorIds", self.actor_ids, UserId::of)?,
            kinds: filter_values("kinds", self.kinds)?,
            occurred_at: time_span("occurredAt", self.occurred_at)?,
            outcomes: filter_ids("outcomeIds", self.outcome_ids, OutcomeId::of)?,
            relates_to: self.relates_to.map(Into::into),
            search: search_terms(self.search)?,
            sentiments: filter_values("sentiments", self.sentiments)?,
            subjects: filter_ids("subjectIds", self.subject_ids, subject)?,
            task_types: filter_ids("taskTypeIds", self.task_type_ids, TaskTypeId::of)?,
            of,
        })
    }
}
