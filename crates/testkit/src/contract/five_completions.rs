//! What the report is checked on: a handful of completions, and how their counts are written.

use application::queries::{task_overview::Totals, tasks::TaskFilter};
use domain::{Due, Task};

use super::{Checked, town::Town};
use crate::builders::moment;

/// Five completed tasks around the changes of clocks and of the year, one of them reopened, and one open:
///
/// | title | type | owner | by | outcome | completed (Berlin) | due |
/// | --- | --- | --- | --- | --- | --- | --- |
/// | new year | call | Bert | Anna | sold | Thu 2026-01-01 00:30 | in time |
/// | spring | call | nobody | Anna | refused | Sun 2026-03-29 23:30 (23 hours) | late |
/// | autumn | meeting | Anna | Bert | sold | Sun 2026-10-25 23:30 (25 hours) | none |
/// | monday | meeting | Anna | Bert | none | Mon 2026-10-26 00:00 | none |
/// | reopened | call | Anna | Anna | later | – | none |
pub(super) async fn five_completions(town: &Town) -> Checked {
    let mut tasks = [
        town.a_call("new year"),
        town.a_call("spring"),
        town.a_meeting("autumn"),
        town.a_meeting("monday"),
    ];
    let [new_year, spring, autumn, monday] = &mut tasks;
    new_year.created_at = moment("2025-12-01T08:00:00Z");
    due(new_year, "2026-01-01T00:00:00Z");
    due(spring, "2026-03-29T21:30:00Z");
    (new_year.owner, autumn.owner, monday.owner) =
        (Some(town.bert.id), Some(town.anna.id), Some(town.anna.id));
    let (anna, bert, sold) = (&town.anna, &town.bert, Some(&town.sold));
    town.add_completed(new_year, sold, anna, moment("2025-12-31T23:30:00Z"))
        .await?;
    town.add_completed(spring, Some(&town.refused), anna, moment("2026-03-29T21:30:00Z"))
        .await?;
    town.add_completed(autumn, sold, bert, moment("2026-10-25T22:30:00Z"))
        .await?;
    town.add_completed(monday, None, bert, moment("2026-10-25T23:00:00Z"))
        .await?;
    let mut reopened = town.a_call("reopened");
    reopened.owner = Some(town.anna.id);
    let at = moment("2026-05-05T10:00:00Z");
    let completion = town
        .add_completed(&mut reopened, Some(&town.later), anna, at)
        .await?;
    reopened.state = domain::TaskState::Open;
    town.change(async |unit| {
        unit.supersede_completion(completion.id, at).await?;
        unit.put_tasks(&[reopened.clone()]).await
    })
    .await?;
    town.add_tasks(&[town.a_call("open")]).await
}

pub(super) fn due(task: &mut Task, at: &str) {
    (task.due, task.overdue_from) = (Some(Due::At(moment(at))), Some(moment(at)));
}

/// completed, in time, negative, neutral, positive, without outcome
pub(super) fn totals(counts: [u64; 6]) -> Totals {
    let [
        completed,
        completed_in_time,
        negative,
        neutral,
        positive,
        without_outcome,
    ] = counts;
    Totals {
        completed,
        completed_in_time,
        negative,
        neutral,
        positive,
        without_outcome,
    }
}

pub(super) const NEW_YEAR: [u64; 6] = [1, 1, 0, 0, 1, 0];
pub(super) const SPRING: [u64; 6] = [1, 0, 1, 0, 0, 0];
pub(super) const AUTUMN: [u64; 6] = [1, 0, 0, 0, 1, 0];
pub(super) const MONDAY: [u64; 6] = [1, 0, 0, 0, 0, 1];

/// The filter without conditions, and what is set on it.
pub(super) fn given(set: impl FnOnce(&mut TaskFilter)) -> TaskFilter {
    let mut filter = TaskFilter::default();
    set(&mut filter);
    filter
}

pub(super) fn sold_only(town: &Town) -> TaskFilter {
    TaskFilter {
        outcomes: Some(vec![town.sold.id]),
        ..TaskFilter::default()
    }
}
