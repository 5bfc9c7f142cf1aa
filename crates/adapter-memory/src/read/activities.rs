//! Reads the history by its conditions.

use application::queries::activities::{ActivityFilter, HistoryOf};
use domain::{Activity, Event, NewActivity};

use super::{
    catalogue::matches_search,
    list::{is_any_of, some_is_any_of},
};
use crate::state::State;

pub(super) fn activities(state: &State, filter: &ActivityFilter) -> Vec<Activity> {
    let entries = state.activities.values().filter(|entry| fits(entry, filter));
    entries.map(|entry| entry.activity.clone()).collect()
}

fn fits(entry: &NewActivity, filter: &ActivityFilter) -> bool {
    let Activity {
        occurred_at,
        actor,
        event,
        ..
    } = &entry.activity;
    let outcome = event.outcome.as_ref();
    is_of(event, filter.of)
        && filter.occurred_at.contains(*occurred_at)
        && is_any_of(filter.kinds.as_ref(), &event.kind)
        && some_is_any_of(filter.actors.as_ref(), actor.as_ref())
        && some_is_any_of(filter.outcomes.as_ref(), outcome.map(|outcome| &outcome.id))
        && some_is_any_of(
            filter.sentiments.as_ref(),
            outcome.map(|outcome| &outcome.sentiment),
        )
        && some_is_any_of(filter.task_types.as_ref(), event.task_type.as_ref())
        && some_is_any_of(filter.subjects.as_ref(), event.subject.as_ref())
        && filter
            .relates_to
            .is_none_or(|kind| event.subject.is_some_and(|subject| subject.kind() == kind))
        && matches_search(filter.search.as_ref(), &entry.search_text)
}

fn is_of(event: &Event, of: HistoryOf) -> bool {
    match of {
        HistoryOf::Account => true,
        HistoryOf::Subject(subject) => event.subject == Some(subject),
        HistoryOf::Task(task) => event.task == Some(task),
    }
}
