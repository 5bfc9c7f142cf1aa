//! The report, its rows and its filter form; the searchable history.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use application::{
    commands::{ArchiveOutcome, CompleteTask, CompletionFields, UpdateOutcome},
    page::PageRequest,
    queries::{
        ArgumentFault, QueryError, Session,
        activities::{ActivityFilter, ActivityOrder},
        task_overview::{Days, Dimension, GroupKey, Period, RelativePeriod, TaskOverview, Totals},
        tasks::TaskFilter,
    },
};
use domain::{OutcomeId, Patch, SearchTerms, Sentiment, TaskOutcome, UserId};
use jiff::{ToSpan, civil::date};
use support::{World, completing};
use testkit::builders::fresh_id;

/// Monday: sold; Tuesday: nothing; Wednesday: refused and sold.
async fn three_completions(world: &World, [sold, refused]: &[TaskOutcome; 2]) {
    for (day, outcome) in [("02", sold), ("04", refused), ("04", sold)] {
        world.clock.set(&format!("2026-02-{day}T09:00:00Z"));
        let task = world.call("Anruf").await;
        world.complete(task.id, Some(outcome)).await.unwrap();
    }
}

async fn report(session: &Session, filter: TaskFilter, period: Period) -> TaskOverview {
    session.task_overview(filter, period, None).await.unwrap()
}

fn all() -> PageRequest {
    PageRequest::first(100)
}

#[tokio::test]
async fn edge_52_without_tasks_there_are_zeros_and_no_rates() {
    let (world, _) = World::at_work().await;
    let session = world.session();
    let report = report(&session, TaskFilter::default(), Period::Default).await;
    let totals = session.task_overview_totals(&report).await.unwrap();
    assert_eq!((totals, totals.positive_rate()), (Totals::default(), None));
    let rows = session
        .task_overview_rows(&report, Dimension::Outcome, &all())
        .await
        .unwrap();
    assert_eq!((rows.page.items.len(), rows.remainder), (0, Totals::default()));
}

#[tokio::test]
async fn edge_51_a_reversed_span_is_refused_and_a_day_without_tasks_is_zero() {
    let (world, outcomes) = World::at_work().await;
    three_completions(&world, &outcomes).await;
    let session = world.session();
    let days = |first, last| Period::Days(Days { first, last });
    let reversed = days(Some(date(2026, 2, 5)), Some(date(2026, 2, 4)));
    let refused = session.task_overview(TaskFilter::default(), reversed, None).await;
    let is_reversed = |error: &QueryError| {
        matches!(
            error,
            QueryError::Argument {
                argument: "completed_on",
                fault: ArgumentFault::SpanReversed
            }
        )
    };
    assert!(refused.is_err_and(|error| is_reversed(&error)));
    for (period, expected) in [
        (days(Some(date(2026, 2, 3)), Some(date(2026, 2, 3))), 0),
        (days(None, Some(date(2026, 2, 2))), 1),
        (days(Some(date(2026, 2, 4)), None), 2),
        (days(None, None), 3),
        (Period::Relative(RelativePeriod::Today), 2),
    ] {
        let report = report(&session, TaskFilter::default(), period).await;
        assert_eq!(
            session.task_overview_totals(&report).await.unwrap().completed,
            expected,
            "{period:?}"
        );
    }
}

#[tokio::test]
async fn edge_53_a_filter_never_drops_silently_and_unknown_ids_match_nothing() {
    let (world, outcomes) = World::at_work().await;
    three_completions(&world, &outcomes).await;
    let session = world.session();
    let unknown = [
        TaskFilter {
            outcomes: Some(vec![OutcomeId::new(fresh_id())]),
            ..TaskFilter::default()
        },
        TaskFilter {
            completed_by: Some(vec![UserId::new(fresh_id())]),
            ..TaskFilter::default()
        },
        TaskFilter {
            owners: Some(vec![]),
            ..TaskFilter::default()
        },
    ];
    for filter in unknown {
        let report = report(&session, filter, Period::Default).await;
        assert_eq!(
            session.task_overview_totals(&report).await.unwrap(),
            Totals::default()
        );
    }
}

#[tokio::test]
async fn edge_54_without_outcome_is_a_group_and_a_filter() {
    let (world, outcomes) = World::at_work().await;
    three_completions(&world, &outcomes).await;
    world.disable().await;
    let task = world.call("Frei").await;
    world.complete(task.id, None).await.unwrap();
    let session = world.session();
    let whole = report(&session, TaskFilter::default(), Period::Default).await;
    let rows = session
        .task_overview_rows(&whole, Dimension::Outcome, &all())
        .await
        .unwrap();
    let keys: Vec<GroupKey> = rows.page.items.iter().map(|row| row.key.clone()).collect();
    assert!(keys.contains(&GroupKey::Outcome(None)));
    let none = TaskFilter {
        without_outcome: Some(true),
        ..TaskFilter::default()
    };
    let report = report(&session, none, Period::Default).await;
    assert_eq!(session.task_overview_totals(&report).await.unwrap().completed, 1);
}

#[tokio::test]
async fn edge_55_a_page_and_the_remainder_are_the_totals() {
    let (world, outcomes) = World::at_work().await;
    three_completions(&world, &outcomes).await;
    let session = world.session();
    let report = report(&session, TaskFilter::default(), Period::Default).await;
    let totals = session.task_overview_totals(&report).await.unwrap();
    let rows = session
        .task_overview_rows(&report, Dimension::Outcome, &PageRequest::first(1))
        .await
        .unwrap();
    assert_eq!(
        (rows.count, rows.page.items[0].totals.completed),
        (2, 2),
        "largest first"
    );
    assert_eq!(rows.page.items[0].totals.plus(&rows.remainder), totals);
    assert_eq!(totals.positive_rate(), Some(2.0 / 3.0));
}

#[tokio::test]
async fn edge_56_everything_of_one_session_shows_one_moment() {
    let (world, outcomes) = World::at_work().await;
    three_completions(&world, &outcomes).await;
    let session = world.session();
    let report = report(&session, TaskFilter::default(), Period::Default).await;
    three_completions(&world, &outcomes).await;
    assert_eq!(session.task_overview_totals(&report).await.unwrap().completed, 3);
    assert_eq!(session.task_count(&report.filter).await.unwrap(), 3);
    assert_eq!(
        session
            .renewed()
            .task_overview_totals(&report)
            .await
            .unwrap()
            .completed,
        6
    );
}

#[tokio::test]
async fn edge_57_days_without_tasks_appear_with_zeros() {
    let (world, outcomes) = World::at_work().await;
    three_completions(&world, &outcomes).await;
    let session = world.session();
    let days = Days {
        first: Some(date(2026, 2, 1)),
        last: Some(date(2026, 2, 5)),
    };
    let report = report(&session, TaskFilter::default(), Period::Days(days)).await;
    let rows = session
        .task_overview_rows(&report, Dimension::Day, &all())
        .await
        .unwrap();
    let counts: Vec<u64> = rows.page.items.iter().map(|row| row.totals.completed).collect();
    assert_eq!(counts, [0, 1, 0, 2, 0]);
}

#[tokio::test]
async fn edge_58_options_follow_the_other_conditions_and_mark_what_is_archived() {
    let (world, outcomes) = World::at_work().await;
    three_completions(&world, &outcomes).await;
    let archive = ArchiveOutcome {
        replace_with: None,
        outcome: outcomes[1].id,
        expected_version: None,
    };
    world
        .commands
        .archive_outcome(&world.anna, archive)
        .await
        .unwrap();
    let session = world.session();
    let positive = TaskFilter {
        sentiments: Some(vec![Sentiment::Positive]),
        ..TaskFilter::default()
    };
    let report = report(&session, positive, Period::Default).await;
    let options = session.task_overview_options(&report).await.unwrap();
    let counts = |rows: &[application::queries::task_overview::Row]| -> Vec<(u64, bool)> {
        rows.iter()
            .map(|row| (row.totals.completed, row.is_inactive))
            .collect()
    };
    assert_eq!(
        counts(&options.outcomes),
        [(2, false)],
        "under the condition on the sentiment"
    );
    assert_eq!(
        counts(&options.sentiments),
        [(2, false), (1, false)],
        "not under its own condition"
    );
    assert_eq!(
        counts(&options.task_types),
        [(2, false), (0, false), (0, false), (0, false)]
    );
    let whole = TaskFilter {
        sentiments: None,
        ..report.filter.clone()
    };
    let whole = TaskOverview {
        filter: whole,
        ..report
    };
    let options = session.task_overview_options(&whole).await.unwrap();
    assert_eq!(
        counts(&options.outcomes),
        [(2, false), (1, true)],
        "archived ones are marked"
    );
}

#[tokio::test]
async fn edge_16_reports_follow_a_new_sentiment() {
    let (world, outcomes) = World::at_work().await;
    three_completions(&world, &outcomes).await;
    let cmd = UpdateOutcome {
        description: Patch::Keep,
        outcome: outcomes[0].id,
        label: Patch::Keep,
        sentiment: Patch::Set(Sentiment::Neutral),
        expected_version: None,
    };
    world.commands.update_outcome(&world.anna, cmd).await.unwrap();
    let session = world.session();
    let report = report(&session, TaskFilter::default(), Period::Default).await;
    let totals = session.task_overview_totals(&report).await.unwrap();
    assert_eq!((totals.positive, totals.neutral, totals.negative), (0, 2, 1));
}

#[tokio::test]
async fn edges_59_to_61_the_history_is_found_by_any_words_and_never_changes() {
    let (world, [sold, _]) = World::at_work().await;
    let task = world.call("Besprechungstermin 100 %").await;
    let cmd = CompleteTask {
        how: CompletionFields {
            notes: Some("Über die Straße".to_owned()),
            ..completing(task.id, Some(&sold)).how
        },
        idempotency_key: None,
        follow_up: None,
        ..completing(task.id, Some(&sold))
    };
    world.commands.complete_task(&world.bert, cmd).await.unwrap();
    let cmd = UpdateOutcome {
        description: Patch::Keep,
        outcome: sold.id,
        label: Patch::Set("Verkauft".to_owned()),
        sentiment: Patch::Set(Sentiment::Negative),
        expected_version: None,
    };
    world.clock.advance(1.hours().try_into().unwrap());
    world.commands.update_outcome(&world.anna, cmd).await.unwrap();
    let session = world.session();
    for (search, expected) in [
        ("besprechung", 2),
        ("strasse uber", 1),
        ("SOLD clara", 1),
        ("clara süß termin", 2),
        ("verkauft besprechung", 0),
        ("_", usize::MAX),
    ] {
        let filter = ActivityFilter {
            search: SearchTerms::parse(search).unwrap(),
            ..ActivityFilter::default()
        };
        let found = session
            .activities(&filter, ActivityOrder::NewestFirst, &all())
            .await
            .unwrap()
            .items;
        let everything = world.history().await.len();
        assert_eq!(found.len(), expected.min(everything), "{search}");
    }
    let filter = ActivityFilter {
        sentiments: Some(vec![Sentiment::Positive]),
        ..ActivityFilter::default()
    };
    let found = session
        .activities(&filter, ActivityOrder::NewestFirst, &all())
        .await
        .unwrap()
        .items;
    let recorded = found[0].event.outcome.as_ref().unwrap();
    assert_eq!(
        (recorded.label.as_str(), recorded.sentiment),
        ("Sold", Sentiment::Positive)
    );
}
