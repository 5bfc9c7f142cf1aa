//! Readings: one moment, one account, everything as it was stored.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::time::Duration;

use application::{
    page::PageRequest,
    ports::Reads,
    queries::{
        activities::{ActivityFilter, ActivityOrder},
        tasks::TaskFilter,
    },
};
use domain::{AccountId, SearchTerms};
use support::{
    client,
    world::{World, account},
};

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
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    session.close().await;
    assert_eq!(world.pool.usage(), (1, 1));
}

/// Nobody waits for its end, and nothing is asked on the connection afterwards.
#[tokio::test]
async fn a_reading_that_was_closed_holds_nothing() {
    let world = World::with(|options| options.size = 1).await;
    let session = world.queries.session(world.admin);
    session.settings().await.unwrap();
    let client = client(&world.url).await;
    let open = "select count(*) from pg_stat_activity where datname = current_database()
        and pid <> pg_backend_pid() and backend_type = 'client backend' and xact_start is not null";
    let open = async || client.query_one(open, &[]).await.unwrap().get::<_, i64>(0);
    assert_eq!(open().await, 1);
    session.close().await;
    while open().await > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
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
        std::slice::from_ref(&world.contact)
    );
    assert_eq!(
        session.deals_by_id(&[world.deal.id]).await.unwrap(),
        std::slice::from_ref(&world.deal)
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
        let deal = application::commands::CreateDeal {
            idempotency_key: None,
            fields,
        };
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
        std::slice::from_ref(entry)
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
