//! Readings: one moment, one account, the same sequence for every page size.

mod support;

use application::{
    page::{Page, PageRequest},
    ports::Reads,
    queries::{
        activities::{ActivityFilter, ActivityOrder},
        task_overview::{Days, Dimension, Period, TaskOverview},
        tasks::{TaskFilter, TaskOrder, TaskOrderField, TaskStatus, TimeSpan},
    },
};
use domain::{AccountId, Patch, SearchTerms, Subject, Task};
use support::world::{World, account};

#[tokio::test]
async fn everything_read_through_one_session_shows_one_moment() {
    let world = World::new().await;
    world.contact_task("Erste").await;
    let session = world.queries.session(world.admin);
    let all = TaskFilter::default();
    assert_eq!(session.task_count(&all).await.unwrap(), 1);
    world.contact_task("Zweite").await;
    assert_eq!(session.task_count(&all).await.unwrap(), 1);
    session.close().await;
    assert_eq!(session.task_count(&all).await.unwrap(), 2);
    session.close().await;
}

#[tokio::test]
async fn a_reading_takes_one_connection_however_many_fields_read_at_once() {
    let world = World::with(|options| options.size = 1).await;
    let session = world.queries.session(world.admin);
    let all = TaskFilter::default();
    let (a, b, c) = tokio::join!(session.task_count(&all), session.catalogue(), session.settings());
    (a.unwrap(), b.unwrap(), c.unwrap());
    session.close().await;
    assert_eq!(world.pool.usage(), (1, 1));
}

#[tokio::test]
async fn another_account_does_not_exist() {
    let world = World::new().await;
    let task = world.contact_task("Anruf").await;
    let other = account(&world.commands, AccountId::new(uuid::Uuid::from_u128(5))).await;
    let session = world.queries.session(other);
    assert!(session.tasks_by_id(&[task.id]).await.unwrap().is_empty());
    assert!(
        session
            .contacts_by_id(&[world.contact.id])
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        session
            .outcomes_by_id(&[world.outcomes[0].id])
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(session.task_count(&TaskFilter::default()).await.unwrap(), 0);
    session.close().await;
    let nobody = world.store.open(AccountId::new(uuid::Uuid::from_u128(6)));
    assert_eq!(nobody.account().await.unwrap(), None);
    nobody.close().await;
}

#[tokio::test]
async fn what_was_stored_is_read_as_it_was() {
    let world = World::new().await;
    let session = world.queries.session(world.admin);
    assert_eq!(
        session.contacts_by_id(&[world.contact.id]).await.unwrap(),
        [world.contact.clone()]
    );
    assert_eq!(
        session.deals_by_id(&[world.deal.id]).await.unwrap(),
        [world.deal.clone()]
    );
    assert_eq!(
        session.settings().await.unwrap().assignments().len(),
        world.types.len()
    );
    session.close().await;
}

#[tokio::test]
async fn amounts_keep_the_decimals_they_were_written_with() {
    let world = World::new().await;
    for (amount, number) in [
        ("1499.90", 1),
        ("1499.9", 2),
        ("0.0001", 3),
        ("-999999999999999.9999", 4),
        ("5", 5),
    ] {
        let fields = application::commands::DealFields {
            name: format!("Deal {number}"),
            value: Some(application::commands::MoneyFields {
                amount: amount.to_owned(),
                currency: "EUR".to_owned(),
            }),
            ..Default::default()
        };
        let deal = application::commands::CreateDeal { fields };
        let deal = world.commands.create_deal(&world.admin, deal).await.unwrap();
        let session = world.queries.session(world.admin);
        let stored = session.deals_by_id(&[deal.id]).await.unwrap();
        session.close().await;
        assert_eq!(
            stored[0].details.value.as_ref().unwrap().amount().to_string(),
            amount
        );
    }
}

/// Five tasks without a due time among others with equal and different ones; every third is completed.
async fn several_tasks(world: &World) -> Vec<Task> {
    let mut tasks = Vec::new();
    for number in 0..15_i8 {
        let subject = if number % 2 == 0 {
            Subject::Contact(world.contact.id)
        } else {
            Subject::Deal(world.deal.id)
        };
        let cmd = application::commands::CreateTask {
            title: format!("Aufgabe {number}"),
            description: None,
            subject,
            task_type: world.types[usize::from(number.unsigned_abs()) % world.types.len()].id,
            owner: if number % 4 == 0 {
                Patch::Set(None)
            } else {
                Patch::Keep
            },
            due_on: (number % 3 != 0).then(|| jiff::civil::date(2026, 3, 1 + number % 3)),
            due_at: None,
        };
        let task = world.commands.create_task(&world.admin, cmd).await.unwrap();
        let outcome = &world.outcomes[usize::from(number.unsigned_abs()) % 2];
        tasks.push(if number % 3 == 2 {
            world.complete(&task, outcome, None).await
        } else {
            task
        });
    }
    tasks
}

#[tokio::test]
async fn every_order_gives_the_same_sequence_for_every_page_size_from_both_ends() {
    let world = World::new().await;
    let tasks = several_tasks(&world).await;
    let both = Some(vec![TaskStatus::Open, TaskStatus::Completed]);
    for statuses in [both, Some(vec![TaskStatus::Completed]), None, Some(Vec::new())] {
        let filter = TaskFilter {
            statuses,
            ..TaskFilter::default()
        };
        for field in [
            TaskOrderField::CompletedAt,
            TaskOrderField::CreatedAt,
            TaskOrderField::DueAt,
        ] {
            for descending in [false, true] {
                let order = TaskOrder { field, descending };
                let expected = expected(&tasks, &filter, order);
                for size in [1, 2, 4, 100] {
                    for from_end in [false, true] {
                        let got = walk(&world, &filter, order, size, from_end).await;
                        assert_eq!(
                            got, expected,
                            "{filter:?} {order:?} by {size} from end: {from_end}"
                        );
                    }
                }
            }
        }
    }
}

fn expected(tasks: &[Task], filter: &TaskFilter, order: TaskOrder) -> Vec<String> {
    let listed = |task: &&Task| {
        let status = if task.is_open() {
            TaskStatus::Open
        } else {
            TaskStatus::Completed
        };
        filter.statuses().contains(&status)
    };
    let key = |task: &Task| match order.field {
        TaskOrderField::CompletedAt => task.completion().map(|completion| completion.completed_at),
        TaskOrderField::CreatedAt => Some(task.created_at),
        TaskOrderField::DueAt => task.overdue_from,
    };
    let mut listed: Vec<&Task> = tasks.iter().filter(listed).collect();
    listed.sort_by(|a, b| {
        let by_key = match (key(a), key(b)) {
            (None, Some(_)) => return std::cmp::Ordering::Greater,
            (Some(_), None) => return std::cmp::Ordering::Less,
            (a, b) => a.cmp(&b),
        };
        let ascending = by_key.then(a.id.cmp(&b.id));
        if order.descending {
            ascending.reverse()
        } else {
            ascending
        }
    });
    listed.iter().map(|task| task.title.as_str().to_owned()).collect()
}

async fn walk(
    world: &World,
    filter: &TaskFilter,
    order: TaskOrder,
    size: usize,
    from_end: bool,
) -> Vec<String> {
    let session = world.queries.session(world.admin);
    let mut titles: Vec<String> = Vec::new();
    let mut request = PageRequest {
        from_end,
        ..PageRequest::first(size)
    };
    loop {
        let page: Page<Task> = session.tasks(filter, order, &request).await.unwrap();
        let some = page.items.iter().map(|task| task.title.as_str().to_owned());
        let at = if from_end { 0 } else { titles.len() };
        titles.splice(at..at, some);
        let (edge, more) = match from_end {
            false => (page.items.last(), page.has_next_page),
            true => (page.items.first(), page.has_previous_page),
        };
        let (true, Some(edge)) = (more, edge) else { break };
        let cursor = Some(order.cursor(edge));
        (request.after, request.before) = if from_end { (None, cursor) } else { (cursor, None) };
    }
    session.close().await;
    titles
}

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

#[tokio::test]
async fn history_is_read_as_it_was_recorded_and_found_by_parts_of_words() {
    let world = World::new().await;
    let task = world.contact_task("Vertragsbesprechung").await;
    world
        .complete(&task, &world.outcomes[0], Some("Kommt 100% am Montag_früh"))
        .await;
    let session = world.queries.session(world.admin);
    let found = async |text: &str| {
        let filter = ActivityFilter {
            search: SearchTerms::parse(text).unwrap(),
            ..Default::default()
        };
        session.activity_count(&filter).await.unwrap()
    };
    assert_eq!(found("besprechung").await, 2, "created and completed");
    assert_eq!(found("montag termin").await, 1);
    assert_eq!(found("strasse besprechung").await, 2, "the contact's name");
    assert_eq!(found("m_ntag").await, 0, "no wildcard");
    let page = PageRequest::first(2);
    let newest = session
        .activities(&ActivityFilter::default(), ActivityOrder::NewestFirst, &page)
        .await
        .unwrap();
    let entry = &newest.items[0];
    assert_eq!(
        entry.event.notes.as_ref().unwrap().as_str(),
        "Kommt 100% am Montag_früh"
    );
    assert_eq!(entry.event.outcome, Some(world.outcomes[0].recorded()));
    assert_eq!(
        session.activities_by_id(&[entry.id]).await.unwrap(),
        [entry.clone()]
    );
    let all = session.activity_count(&ActivityFilter::default()).await.unwrap();
    let page = PageRequest::first(100);
    let oldest = session
        .activities(&ActivityFilter::default(), ActivityOrder::OldestFirst, &page)
        .await
        .unwrap();
    assert_eq!(u64::try_from(oldest.items.len()).unwrap(), all);
    let saved = oldest
        .items
        .iter()
        .find(|entry| !entry.event.changes.is_empty())
        .unwrap();
    assert_eq!(saved.event.changes[0].field, "outcomes");
    session.close().await;
}
