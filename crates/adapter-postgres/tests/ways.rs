//! What can go together goes together (ADR 16): counted in ways to PostgreSQL and back, which statements do not show.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::{borrow::Cow, slice};

use adapter_postgres::Sealer;
use application::{
    commands::{CompleteTask, CompletionFields},
    page::{Cursor, CursorKey, PageRequest},
    ports::{Reads as _, Store as _},
    queries::{
        activities::{ActivityFilter, ActivityOrder},
        task_overview::Dimension,
        tasks::{TaskFilter, TaskOrder, TaskOrderField},
    },
};
use domain::{Activity, ActivityId, ActivityKind, NewActivity, SearchTerms, Task, TimeZone, text::TaskTitle};
use jiff::SignedDuration;
use support::{
    ways::{QUIET, Ways},
    world::World,
};
use testkit::builders::{an_activity, the_beginning};

/// A busy machine may interrupt whoever speaks, and makes one way look like two: the fewest of so many times count.
const TIMES: usize = 5;

async fn world() -> (World, Ways) {
    let ways = Ways::default();
    let through = ways.clone();
    let world = World::with(move |options| {
        options.size = 1;
        options.url = through.to(&options.url);
    });
    (world.await, ways)
}

impl World {
    /// So many entries, three in a minute and every other one with the word, in their order; only those are told.
    async fn recorded(&self, number: i64) -> Vec<ActivityId> {
        let entry = |number: i64| {
            let title = if number % 2 == 0 { "Drehkreuz" } else { "Anruf" };
            let moment = the_beginning() + SignedDuration::from_mins(number / 3);
            an_activity(ActivityKind::DealChanged, title, moment)
        };
        let mut entries: Vec<NewActivity> = (0..number).map(entry).collect();
        let mut unit = self.store.begin(self.admin.account).await.unwrap();
        unit.record(&entries).await.unwrap();
        unit.commit().await.unwrap();
        entries.retain(|entry| entry.activity.event.title.as_str() == "Drehkreuz");
        entries.sort_unstable_by_key(|entry| (entry.activity.occurred_at, entry.activity.id));
        entries.iter().map(|entry| entry.activity.id).collect()
    }

    async fn found(&self, order: ActivityOrder, page: &PageRequest) -> Vec<Activity> {
        let reading = self.store.open(self.admin.account);
        let filter = ActivityFilter {
            search: SearchTerms::parse("drehkreuz").unwrap(),
            ..ActivityFilter::default()
        };
        let found = reading.activities(&filter, order, page).await.unwrap();
        reading.close().await;
        found.items
    }
}

/// The fewest ways that some work waits for, and its statements, which were prepared before.
async fn spent(world: &World, ways: &Ways, mut work: impl AsyncFnMut()) -> (usize, u64) {
    work().await;
    let mut fewest = (usize::MAX, 0);
    for _ in 0..TIMES {
        tokio::time::sleep(QUIET).await;
        let before = (ways.taken(), world.pool.statements());
        work().await;
        let spent = (ways.taken() - before.0, world.pool.statements() - before.1);
        fewest = fewest.min(spent);
    }
    fewest
}

#[tokio::test(flavor = "multi_thread")]
async fn look_ups_that_are_asked_for_together_take_one_way_with_the_beginning() {
    let (world, ways) = world().await;
    let look_ups = async || {
        let reading = world.store.open(world.admin.account);
        let (users, types) = ([world.admin.user], [world.types[0].id]);
        let (contacts, deals) = ([world.contact.id], [world.deal.id]);
        let found = tokio::try_join!(
            reading.users_by_id(&users),
            reading.task_types_by_id(&types),
            reading.contacts_by_id(&contacts),
            reading.deals_by_id(&deals),
        );
        let (users, types, contacts, deals) = found.unwrap();
        assert_eq!([users.len(), types.len(), contacts.len(), deals.len()], [1; 4]);
        reading.close().await;
    };
    assert_eq!(
        spent(&world, &ways, look_ups).await,
        (1, 6),
        "there and back: for the beginning and four look-ups; nobody waits for the end"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_takes_three_ways_with_signing_in_and_what_it_refers_to() {
    let (world, ways) = world().await;
    let task = world.contact_task("Anruf").await;
    let page = async || {
        let reading = world.store.open(world.admin.account);
        reading.signed_in(&[0; 32], task.created_at).await.unwrap();
        let order = TaskOrder {
            field: TaskOrderField::DueAt,
            descending: false,
        };
        let (filter, page) = (TaskFilter::default(), PageRequest::first(50));
        let tasks = reading.tasks(&filter, order, &page).await.unwrap();
        assert_eq!(tasks.items, slice::from_ref(&task));
        let (users, contacts) = ([world.admin.user], [world.contact.id]);
        let found = tokio::try_join!(reading.users_by_id(&users), reading.contacts_by_id(&contacts));
        found.unwrap();
        reading.close().await;
    };
    assert_eq!(
        spent(&world, &ways, page).await,
        (3, 8),
        "the beginning with signing in, the list, two look-ups; how to plan goes along with each"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_and_a_report_begin_with_all_that_they_rest_on() {
    let (world, ways) = world().await;
    world.contact_task("Anruf").await;
    let search = async || {
        let reading = world.store.open(world.admin.account);
        let filter = ActivityFilter {
            search: SearchTerms::parse("anruf").unwrap(),
            ..ActivityFilter::default()
        };
        let (order, page) = (ActivityOrder::NewestFirst, PageRequest::first(50));
        let found = reading.activities(&filter, order, &page).await.unwrap();
        assert_eq!(found.items.len(), 1);
        reading.close().await;
    };
    assert_eq!(
        spent(&world, &ways, search).await,
        (2, 4),
        "the beginning with how far it is indexed, the entries"
    );
    let report = async || {
        let reading = world.store.open(world.admin.account);
        let zone = TimeZone::parse("Europe/Berlin").unwrap();
        let filter = TaskFilter::default();
        let groups = reading
            .task_overview_groups(&filter, Dimension::Owner, &zone)
            .await;
        assert_eq!(groups.unwrap(), []);
        reading.close().await;
    };
    assert_eq!(
        spent(&world, &ways, report).await,
        (2, 5),
        "the beginning with what is sealed and what outcomes count for, the completions"
    );
}

fn cursor(entry: &Activity) -> Cursor {
    Cursor {
        list: Cow::Borrowed("activities"),
        key: CursorKey::Time(entry.occurred_at),
        id: entry.id.uuid(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_entries_have_is_walked_for_at_once_when_it_is_looked_for_again() {
    let (world, ways) = world().await;
    let written = world.recorded(1_500).await;
    Sealer::new(world.pool.clone())
        .catch_up(world.admin.account)
        .await
        .unwrap();
    let page = PageRequest::first(50);
    assert_eq!(world.found(ActivityOrder::NewestFirst, &page).await.len(), 50);
    let search = async || drop(world.found(ActivityOrder::NewestFirst, &page).await);
    assert_eq!(
        spent(&world, &ways, search).await,
        (1, 3),
        "the beginning with the entries"
    );
    for order in [ActivityOrder::NewestFirst, ActivityOrder::OldestFirst] {
        let half = world.found(order, &PageRequest::first(375)).await;
        let after = PageRequest {
            after: half.last().map(cursor),
            ..page.clone()
        };
        let search = async || drop(world.found(order, &after).await);
        assert_eq!(
            spent(&world, &ways, search).await,
            (1, 3),
            "after a cursor, {order:?}"
        );
        let (mut page, mut found) = (page.clone(), Vec::new());
        loop {
            let next = world.found(order, &page).await;
            let Some(last) = next.last() else { break };
            page.after = Some(cursor(last));
            found.extend(next.iter().map(|entry| entry.id));
        }
        let mut all = written.clone();
        if order == ActivityOrder::NewestFirst {
            all.reverse();
        }
        assert!(found == all, "page by page, {order:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_completion_takes_three_ways() {
    let (world, ways) = world().await;
    let mut open: Vec<Task> = Vec::new();
    for number in 0..=TIMES {
        open.push(world.contact_task(&format!("Anruf {number}")).await);
    }
    let completion = async || {
        let task = open.pop().unwrap();
        let cmd = CompleteTask {
            how: CompletionFields {
                outcome: Some(world.outcomes[0].id),
                notes: Some("gut".to_owned()),
            },
            idempotency_key: Some(task.title.as_str().to_owned()),
            follow_up: None,
            task: task.id,
            expected_version: None,
        };
        world.commands.complete_task(&world.admin, cmd).await.unwrap();
    };
    assert_eq!(
        spent(&world, &ways, completion).await,
        (3, 6),
        "what it rests on, with the beginning before and the end behind it; the beginning with four changes; the end"
    );
}

#[tokio::test]
async fn what_is_put_off_is_all_done_however_much_it_is_and_however_often_the_same() {
    let world = World::new().await;
    let mut task = world.contact_task("Anruf").await;
    let mut entries: Vec<NewActivity> = Vec::new();
    for _ in 0..100 {
        entries.push(an_activity(
            ActivityKind::DealChanged,
            "Förderband",
            task.created_at,
        ));
    }
    let before = world.pool.statements();
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    for title in ["Brief", "Besuch"] {
        task.title = TaskTitle::parse(title).unwrap();
        task.version = task.version.next();
        unit.put_tasks(slice::from_ref(&task)).await.unwrap();
    }
    for entry in &entries {
        unit.record(slice::from_ref(entry)).await.unwrap();
    }
    unit.commit().await.unwrap();
    assert_eq!(
        world.pool.statements() - before,
        5,
        "the beginning, the first of two changes of a row, 64 changes, the other 37, the end"
    );
    let reading = world.store.open(world.admin.account);
    assert_eq!(reading.tasks_by_id(&[task.id]).await.unwrap(), [task]);
    let ids: Vec<ActivityId> = entries.iter().map(|entry| entry.activity.id).collect();
    assert_eq!(reading.activities_by_id(&ids).await.unwrap().len(), entries.len());
    reading.close().await;
}
