//! Reads task types and outcomes, and which offers which.

use std::collections::BTreeMap;

use application::queries::catalogue::{OutcomeFilter, OutcomeUsage};
use domain::{Assignments, OutcomeId, SearchTerms, TaskOutcome, TaskType, TaskTypeId};
use jiff::Timestamp;

use super::list::is_any_of;
use crate::state::State;

pub(super) fn task_types(state: &State, archived_too: bool) -> Vec<TaskType> {
    let mut listed = state.task_types();
    listed.retain(|task_type| archived_too || task_type.is_active());
    listed
}

pub(super) fn outcomes(state: &State, filter: &OutcomeFilter) -> Vec<TaskOutcome> {
    let assignments = state.assignments();
    let fits = |outcome: &&TaskOutcome| {
        (filter.include_archived || outcome.is_active())
            && matches_search(filter.search.as_ref(), &outcome.label.folded())
            && is_any_of(filter.sentiments.as_ref(), &outcome.sentiment)
            && filter
                .task_types
                .as_ref()
                .is_none_or(|types| is_offered(assignments, types, outcome.id))
    };
    state.outcomes.values().filter(fits).cloned().collect()
}

/// Whether a folded text has the words of an optional search.
pub(super) fn matches_search(search: Option<&SearchTerms>, folded: &str) -> bool {
    search.is_none_or(|terms| terms.match_folded(folded))
}

fn is_offered(assignments: &Assignments, types: &[TaskTypeId], outcome: OutcomeId) -> bool {
    let mut offers = types.iter().filter_map(|id| assignments.get(id));
    offers.any(|assigned| assigned.contains(outcome))
}

pub(super) fn outcomes_of(state: &State, types: &[TaskTypeId]) -> Vec<(TaskTypeId, TaskOutcome)> {
    let mut pairs = Vec::new();
    for (task_type, assigned) in state.assignments() {
        if types.contains(task_type) {
            let outcomes = assigned.as_slice().iter().filter_map(|id| state.outcomes.get(id));
            pairs.extend(outcomes.map(|outcome| (*task_type, outcome.clone())));
        }
    }
    pairs
}

pub(super) fn task_types_of(state: &State, offered: &[OutcomeId]) -> Vec<(OutcomeId, TaskType)> {
    let assignments = state.assignments();
    let mut pairs = Vec::new();
    for task_type in state.task_types() {
        let Some(assigned) = assignments.get(&task_type.id) else {
            continue;
        };
        let wanted = assigned.as_slice().iter().filter(|id| offered.contains(id));
        pairs.extend(wanted.map(|id| (*id, task_type.clone())));
    }
    pairs
}

pub(super) fn outcome_usage(
    state: &State,
    ids: &[OutcomeId],
    recent: Timestamp,
) -> Vec<(OutcomeId, OutcomeUsage)> {
    let mut used = BTreeMap::<OutcomeId, OutcomeUsage>::new();
    for record in state.completions.values() {
        let Some(outcome) = state.counted(&record.completion) else {
            continue;
        };
        if record.superseded_at.is_some() || !ids.contains(&outcome.id) {
            continue;
        }
        let at = record.completion.completed_at;
        let usage = used.entry(outcome.id).or_default();
        usage.completed += 1;
        usage.recently += u64::from(at >= recent);
        usage.last_completed_at = usage.last_completed_at.max(Some(at));
    }
    used.into_iter().collect()
}
