//! Reads tasks by their conditions.

use application::{
    StoreError,
    queries::tasks::{Basis, TaskFilter, TaskStatus},
};
use domain::{Completion, OutcomeId, Sentiment, Task};

use super::{
    catalogue::matches_search,
    list::{is_any_of, some_is_any_of},
};
use crate::state::State;

pub(super) fn tasks(state: &State, filter: &TaskFilter) -> Result<Vec<Task>, StoreError> {
    let statuses = filter.statuses();
    let status = |task: &Task| {
        if task.is_open() {
            TaskStatus::Open
        } else {
            TaskStatus::Completed
        }
    };
    let mut listed = state.tasks()?;
    listed.retain(|task| statuses.contains(&status(task)) && fits(state, task, filter));
    Ok(listed)
}

/// Whether all conditions but that on the status hold.
pub(super) fn fits(state: &State, task: &Task, filter: &TaskFilter) -> bool {
    filter.relates_to.is_none_or(|kind| task.subject.kind() == kind)
        && is_any_of(filter.subjects.as_ref(), &task.subject)
        && is_any_of(filter.task_types.as_ref(), &task.task_type)
        && is_any_of(filter.owners.as_ref(), &task.owner)
        && (filter.due_at.is_open() || task.overdue_from.is_some_and(|from| filter.due_at.contains(from)))
        && filter
            .due
            .is_none_or(|due| task.is_open() && due.holds(task.due, task.overdue_from))
        && matches_search(filter.search.as_ref(), &task.title.folded())
        && (!filter.has_completion_condition()
            || task
                .completion()
                .is_some_and(|completion| completion_fits(state, completion, filter)))
}

fn completion_fits(state: &State, completion: &Completion, filter: &TaskFilter) -> bool {
    let (outcome, wanted) = match filter.basis {
        Basis::AsRecorded => (
            completion.outcome.as_ref().map(|recorded| recorded.id),
            filter.outcomes.clone(),
        ),
        Basis::Current => {
            let counted = |ids: &Vec<OutcomeId>| {
                let counted = ids.iter().filter_map(|id| state.counts_as(*id));
                counted.map(|outcome| outcome.id).collect()
            };
            let outcome = state.counted(completion).map(|outcome| outcome.id);
            (outcome, filter.outcomes.as_ref().map(counted))
        }
    };
    filter.completed_at.contains(completion.completed_at)
        && is_any_of(filter.completed_by.as_ref(), &completion.completed_by)
        && (filter.recorded.is_none() || filter.recorded == completion.outcome)
        && some_is_any_of(wanted.as_ref(), outcome.as_ref())
        && some_is_any_of(
            filter.sentiments.as_ref(),
            sentiment(state, completion, filter.basis).as_ref(),
        )
        && filter
            .without_outcome
            .is_none_or(|without| without == outcome.is_none())
}

/// The sentiment of the outcome it counts for.
pub(super) fn sentiment(state: &State, completion: &Completion, basis: Basis) -> Option<Sentiment> {
    match basis {
        Basis::AsRecorded => completion.outcome.as_ref().map(|recorded| recorded.sentiment),
        Basis::Current => state.counted(completion).map(|outcome| outcome.sentiment),
    }
}
