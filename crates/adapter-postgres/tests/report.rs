//! Conditions on tasks, and the report that counts by the same ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use application::{
    page::PageRequest,
    queries::{
        task_overview::{Days, Dimension, Period, TaskOverview},
        tasks::{TaskFilter, TaskStatus, TimeSpan},
    },
};
use domain::{SearchTerms, Subject, Task};
use support::world::{World, several_tasks};

#[tokio::test]
async fn conditions_on_tasks_hold_together() {
    let world = World::new().await;
    let tasks = several_tasks(&world).await;
    let session = world.queries.session(world.admin);
    let count = async |filter: TaskFilter| session.task_count(&filter).await.unwrap();
    let completed = |task: &&Task| !task.is_open();
    let done = u64::try_from(tasks.iter().filter(completed).count()).unwrap();
    assert_eq!(
        count(TaskFilter {
            completed_by: Some(vec![world.admin.user]),
            ..Default::default()
        })
        .await,
        done
    );
    assert_eq!(
        count(TaskFilter {
            without_outcome: Some(false),
            ..Default::default()
        })
        .await,
        done
    );
    assert_eq!(
        count(TaskFilter {
            without_outcome: Some(true),
            ..Default::default()
        })
        .await,
        0
    );
    let open_too = Some(vec![TaskStatus::Open, TaskStatus::Completed]);
    let none = TaskFilter {
        without_outcome: Some(true),
        statuses: open_too.clone(),
        ..Default::default()
    };
    assert_eq!(count(none).await, 0, "an open task has no completion");
    let nobody = TaskFilter {
        owners: Some(vec![None]),
        statuses: open_too.clone(),
        ..Default::default()
    };
    assert_eq!(count(nobody).await, 4);
    let words = SearchTerms::parse("gabe AUF").unwrap();
    assert_eq!(
        count(TaskFilter {
            search: words,
            statuses: open_too.clone(),
            ..Default::default()
        })
        .await,
        15
    );
    let nothing = TaskFilter {
        subjects: Some(Vec::new()),
        statuses: open_too.clone(),
        ..Default::default()
    };
    assert_eq!(count(nothing).await, 0);
    let both = vec![Subject::Contact(world.contact.id), Subject::Deal(world.deal.id)];
    assert_eq!(
        count(TaskFilter {
            subjects: Some(both),
            statuses: open_too.clone(),
            ..Default::default()
        })
        .await,
        15
    );
    let from = tasks[1].overdue_from;
    let due_at = TimeSpan { from, until: None };
    assert_eq!(
        count(TaskFilter {
            due_at,
            statuses: open_too,
            ..Default::default()
        })
        .await,
        10
    );
    session.close().await;
}

#[tokio::test]
async fn every_group_of_the_report_counts_the_tasks_it_drills_down_to() {
    let world = World::new().await;
    several_tasks(&world).await;
    let session = world.queries.session(world.admin);
    let whole = Period::Days(Days::default());
    let words = SearchTerms::parse("aufgabe").unwrap();
    let filters = [
        TaskFilter::default(),
        TaskFilter {
            owners: Some(vec![None]),
            ..Default::default()
        },
        TaskFilter {
            sentiments: Some(vec![domain::Sentiment::Positive]),
            ..Default::default()
        },
        TaskFilter {
            search: words,
            task_types: Some(vec![world.types[0].id]),
            ..Default::default()
        },
        TaskFilter {
            subjects: Some(vec![Subject::Deal(world.deal.id)]),
            ..Default::default()
        },
        TaskFilter {
            outcomes: Some(Vec::new()),
            ..Default::default()
        },
    ];
    for filter in filters {
        let report = session.task_overview(filter, whole).await.unwrap();
        let totals = session.task_overview_totals(&report).await.unwrap();
        assert_eq!(
            totals.completed,
            session.task_count(&report.filter).await.unwrap()
        );
        assert_eq!(
            totals.completed,
            totals.positive + totals.neutral + totals.negative + totals.without_outcome
        );
        for by in DIMENSIONS {
            let rows = session
                .task_overview_rows(&report, by, &PageRequest::first(100))
                .await
                .unwrap();
            let sum: u64 = rows.page.items.iter().map(|row| row.totals.completed).sum();
            assert_eq!(sum, totals.completed, "{by:?}");
            for row in rows.page.items {
                let behind = report.behind(by, row.key);
                let tasks = session
                    .tasks(&behind, TaskOverview::DRILL_DOWN, &PageRequest::first(100))
                    .await
                    .unwrap();
                assert_eq!(
                    row.totals.completed,
                    u64::try_from(tasks.items.len()).unwrap(),
                    "{by:?} {:?}",
                    row.key
                );
            }
        }
    }
    session.close().await;
}

const DIMENSIONS: [Dimension; 11] = [
    Dimension::CompletedBy,
    Dimension::Day,
    Dimension::Week,
    Dimension::Month,
    Dimension::Quarter,
    Dimension::Year,
    Dimension::Outcome,
    Dimension::Owner,
    Dimension::RelatesTo,
    Dimension::Sentiment,
    Dimension::TaskType,
];
