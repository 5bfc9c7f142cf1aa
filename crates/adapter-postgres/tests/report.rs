//! Conditions on tasks, and the report that counts by the same ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use application::Session;
use application::{
    page::PageRequest,
    queries::{
        task_overview::{Days, Dimension, Period, TaskOverview},
        tasks::{TaskFilter, TaskStatus, TimeSpan},
    },
};
use domain::{SearchTerms, Subject};
use support::world::{World, several_tasks};

fn given(change: impl FnOnce(&mut TaskFilter)) -> TaskFilter {
    let mut filter = TaskFilter::default();
    change(&mut filter);
    filter
}

/// Over open tasks too.
fn in_any_state(change: impl FnOnce(&mut TaskFilter)) -> TaskFilter {
    let statuses = Some(vec![TaskStatus::Open, TaskStatus::Completed]);
    TaskFilter {
        statuses,
        ..given(change)
    }
}

#[tokio::test]
async fn conditions_on_tasks_hold_together() {
    let world = World::new().await;
    let tasks = several_tasks(&world).await;
    let session = world.queries.session(world.admin);
    let done = u64::try_from(tasks.iter().filter(|task| !task.is_open()).count()).unwrap();
    let both = vec![Subject::Contact(world.contact.id), Subject::Deal(world.deal.id)];
    let due_at = TimeSpan {
        from: tasks[1].overdue_from,
        until: None,
    };
    let cases = [
        (given(|f| f.completed_by = Some(vec![world.admin.user])), done),
        (given(|f| f.without_outcome = Some(false)), done),
        (given(|f| f.without_outcome = Some(true)), 0),
        (in_any_state(|f| f.without_outcome = Some(true)), 0), // an open task has no completion
        (in_any_state(|f| f.owners = Some(vec![None])), 4),
        (
            in_any_state(|f| f.search = SearchTerms::parse("gabe AUF").unwrap()),
            15,
        ),
        (in_any_state(|f| f.subjects = Some(Vec::new())), 0),
        (in_any_state(|f| f.subjects = Some(both)), 15),
        (in_any_state(|f| f.due_at = due_at), 10),
    ];
    for (filter, expected) in cases {
        assert_eq!(session.task_count(&filter).await.unwrap(), expected, "{filter:?}");
    }
    session.close().await;
}

#[tokio::test]
async fn every_group_of_the_report_counts_the_tasks_it_drills_down_to() {
    let world = World::new().await;
    several_tasks(&world).await;
    let session = world.queries.session(world.admin);
    let (call, deal) = (world.types[0].id, Subject::Deal(world.deal.id));
    let filters = [
        TaskFilter::default(),
        given(|f| f.owners = Some(vec![None])),
        given(|f| f.sentiments = Some(vec![domain::Sentiment::Positive])),
        given(|f| {
            f.search = SearchTerms::parse("aufgabe").unwrap();
            f.task_types = Some(vec![call]);
        }),
        given(|f| f.subjects = Some(vec![deal])),
        given(|f| f.outcomes = Some(Vec::new())),
    ];
    for filter in filters {
        let report = session
            .task_overview(filter, Period::Days(Days::default()), None)
            .await
            .unwrap();
        let totals = session.task_overview_totals(&report).await.unwrap();
        assert_eq!(
            totals.completed,
            session.task_count(&report.filter).await.unwrap()
        );
        let judged = totals.positive + totals.neutral + totals.negative;
        assert_eq!(totals.completed, judged + totals.without_outcome);
        for by in Dimension::ALL {
            assert_eq!(
                counted_and_listed(&session, &report, by).await,
                totals.completed,
                "{by:?}"
            );
        }
    }
    session.close().await;
}

/// The sum over the rows of a dimension, each of which must count what it lists.
async fn counted_and_listed(session: &Session, report: &TaskOverview, by: Dimension) -> u64 {
    let page = PageRequest::first(100);
    let rows = session
        .task_overview_rows(report, by, &page)
        .await
        .unwrap()
        .page
        .items;
    for row in &rows {
        let behind = report.behind(by, &row.key);
        let tasks = session
            .tasks(&behind, TaskOverview::DRILL_DOWN, &page)
            .await
            .unwrap();
        let listed = u64::try_from(tasks.items.len()).unwrap();
        assert_eq!(row.totals.completed, listed, "{by:?} {:?}", row.key);
    }
    rows.iter().map(|row| row.totals.completed).sum()
}
