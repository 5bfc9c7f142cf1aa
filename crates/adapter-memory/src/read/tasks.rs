//! Reads tasks by their conditions.

use application::{
    StoreError,
    queries::tasks::{Basis, TaskFilter, TaskStatus},
};
use domain::{Completion, Sentiment, Task};

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
    filter.fits(&task.facets(), |id| state.counts_as(id))
}

/// The sentiment of the outcome it counts for.
pub(super) fn sentiment(state: &State, completion: &Completion, basis: Basis) -> Option<Sentiment> {
    match basis {
        Basis::AsRecorded => completion.outcome.as_ref().map(|recorded| recorded.sentiment),
        Basis::Current => state.counted(completion).map(|outcome| outcome.sentiment),
    }
}
