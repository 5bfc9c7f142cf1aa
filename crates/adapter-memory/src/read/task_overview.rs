//! Counts completed tasks for the report, one by one.

use std::collections::BTreeMap;

use application::{
    StoreError,
    queries::{
        task_overview::{Dimension, Group, GroupKey, Totals},
        tasks::{Basis, TaskFilter},
    },
};
use domain::{Completion, Sentiment, Task, TimeZone};

use super::tasks::{fits, sentiment};
use crate::state::State;

pub(super) fn totals(state: &State, filter: &TaskFilter) -> Result<Totals, StoreError> {
    let counted = counted(state, filter)?;
    let each = counted
        .iter()
        .map(|(_, completion)| totals_of_one(state, completion, filter.basis));
    Ok(each.fold(Totals::default(), |sum, one| sum.plus(&one)))
}

pub(super) fn groups(
    state: &State,
    filter: &TaskFilter,
    by: Dimension,
    zone: &TimeZone,
) -> Result<Vec<Group>, StoreError> {
    let mut groups = BTreeMap::<GroupKey, Totals>::new();
    for (task, completion) in counted(state, filter)? {
        let totals = groups
            .entry(key(state, (by, filter.basis), zone, &task, &completion))
            .or_default();
        *totals = totals.plus(&totals_of_one(state, &completion, filter.basis));
    }
    Ok(groups
        .into_iter()
        .map(|(key, totals)| Group { key, totals })
        .collect())
}

pub(super) fn pairs(
    state: &State,
    filter: &TaskFilter,
    (by, and): (Dimension, Dimension),
    zone: &TimeZone,
) -> Result<Vec<(GroupKey, Group)>, StoreError> {
    let mut pairs = BTreeMap::<(GroupKey, GroupKey), Totals>::new();
    for (task, completion) in counted(state, filter)? {
        let key = |by| key(state, (by, filter.basis), zone, &task, &completion);
        let totals = pairs.entry((key(by), key(and))).or_default();
        *totals = totals.plus(&totals_of_one(state, &completion, filter.basis));
    }
    let pair = |((first, key), totals)| (first, Group { key, totals });
    Ok(pairs.into_iter().map(pair).collect())
}

fn counted(state: &State, filter: &TaskFilter) -> Result<Vec<(Task, Completion)>, StoreError> {
    let tasks = state.tasks()?.into_iter();
    let fitting = tasks.filter(|task| fits(state, task, filter));
    Ok(fitting
        .filter_map(|task| task.completion().cloned().map(|completion| (task, completion)))
        .collect())
}

fn totals_of_one(state: &State, completion: &Completion, basis: Basis) -> Totals {
    let sentiment = sentiment(state, completion, basis);
    let is = |wanted: Option<Sentiment>| u64::from(sentiment == wanted);
    Totals {
        completed: 1,
        completed_in_time: u64::from(completion.in_time == Some(true)),
        negative: is(Some(Sentiment::Negative)),
        neutral: is(Some(Sentiment::Neutral)),
        positive: is(Some(Sentiment::Positive)),
        without_outcome: is(None),
    }
}

fn key(
    state: &State,
    (by, basis): (Dimension, Basis),
    zone: &TimeZone,
    task: &Task,
    completion: &Completion,
) -> GroupKey {
    let day = zone.date_of(completion.completed_at);
    match by {
        Dimension::CompletedBy => GroupKey::User(Some(completion.completed_by)),
        Dimension::Day | Dimension::Week | Dimension::Month | Dimension::Quarter | Dimension::Year => {
            GroupKey::Date(by.span_start(day))
        }
        Dimension::Outcome => match (basis, &completion.outcome) {
            (Basis::AsRecorded, Some(recorded)) => GroupKey::Recorded(recorded.clone()),
            (Basis::AsRecorded, None) => GroupKey::Outcome(None),
            (Basis::Current, _) => GroupKey::Outcome(state.counted(completion).map(|outcome| outcome.id)),
        },
        Dimension::Owner => GroupKey::User(completion.owner),
        Dimension::RelatesTo => GroupKey::RelatesTo(task.subject.kind()),
        Dimension::Sentiment => GroupKey::Sentiment(sentiment(state, completion, basis)),
        Dimension::TaskType => GroupKey::TaskType(completion.task_type),
    }
}
