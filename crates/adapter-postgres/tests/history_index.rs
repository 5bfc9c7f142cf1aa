//! What is found by the index equals what is found by looking at every entry, whatever was written and whatever is
//! looked for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use adapter_memory::MemoryStore;
use std::time::Duration;

use adapter_postgres::{PgPool, PgStore, PoolOptions, Sealer, Visit};
use domain::{ActivityAction, ActivityKind, Event, Subject};
use support::{client, migrated_database, until_waiting};
use testkit::{
    builders::{an_activity_of, moment},
    contract::{StoreUnderTest, town::Town},
    random_histories::RandomHistories,
};
use tokio_postgres::Client;

/// 1,000 searches over a history that grows between them, indexed now and then, in which contacts are erased.
#[tokio::test]
async fn searches_find_what_is_there_in_any_history() {
    let url = migrated_database().await;
    let pool = PgPool::open(PoolOptions::new(url.as_str())).await.unwrap();
    let sealer = Sealer::new(pool.clone());
    let ours = StoreUnderTest::of(PgStore::new(pool));
    let theirs = StoreUnderTest::of(MemoryStore::new());
    let mut histories = RandomHistories::found(2026, [&ours, &theirs]).await.unwrap();
    let mut found = 0;
    for round in 0..100 {
        for _ in 0..10 {
            histories.live().await.unwrap();
        }
        match round % 4 {
            0 => sealer.catch_up(histories.account()).await.unwrap(),
            1 => drop(sealer.visit(histories.account()).await.unwrap()),
            2 if round % 12 == 2 => drop(sealer.rebuild(histories.account()).await.unwrap()),
            3 if round % 8 == 3 => histories.erase().await.unwrap(),
            _ => (),
        }
        for _ in 0..10 {
            found += histories.ask().await.unwrap();
        }
    }
    assert!(found > 5_000, "{found} entries were found");
    let client = client(&url).await;
    let counts = "select (select entries from history_index), (select count(*) from history_late),
        (select count(*) from activity where occurred_at >= (select indexed_until from history_index)),
        (select count(*) from history_postings where term = ':long')";
    let counts = client.query_one(counts, &[]).await.unwrap();
    assert!(counts.get::<_, i32>(0) > 1_000, "most are indexed");
    for (place, what) in [(1, "late"), (2, "young"), (3, "long")] {
        assert!(counts.get::<_, i64>(place) > 0, "some are {what}");
    }
    let none: Vec<String> = Vec::new();
    assert_eq!(sealer.verify(histories.account()).await.unwrap(), none);
    client
        .batch_execute("update activity set search_text = 'otherwise' where id = (select ids[1] from history_blocks limit 1)")
        .await
        .unwrap();
    assert!(sealer.verify(histories.account()).await.unwrap().len() > 1);
}

async fn is(client: &Client, query: &str) -> bool {
    client.query_one(query, &[]).await.unwrap().get(0)
}

/// The portion has its snapshot when the erasure commits: what it still reads there must not be indexed.
#[tokio::test]
async fn what_is_erased_while_it_is_being_indexed_is_found_nowhere() {
    let url = migrated_database().await;
    let pool = PgPool::open(PoolOptions::new(url.as_str())).await.unwrap();
    let (sealer, client) = (Sealer::new(pool.clone()), client(&url).await);
    let town = Town::found(&StoreUnderTest::of(PgStore::new(pool)))
        .await
        .unwrap();
    let said = Event::new(ActivityKind::TaskCreated, ActivityAction::Created, "Geheimwort")
        .about(Subject::Contact(town.clara.id));
    let entry = an_activity_of(said, None, moment("2026-02-02T12:00:00Z"));
    town.change(async |unit| unit.record(&[entry]).await)
        .await
        .unwrap();
    while sealer.visit(town.account.id).await.unwrap() != Visit::Sealed {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let begun = "insert into history_index (account_id) select account_id from accounts";
    client.batch_execute(begun).await.unwrap();

    let mut erasing = town.begin().await.unwrap();
    erasing.contact(town.clara.id).await.unwrap();
    erasing.open_tasks_about(town.clara.id).await.unwrap();
    erasing
        .erase_contact(town.clara.id, moment("2026-03-01T12:00:00Z"))
        .await
        .unwrap();
    let indexing = sealer.visit(town.account.id);
    let commit = async {
        until_waiting(&client, 1).await;
        erasing.commit().await.unwrap();
    };
    let (visit, ()) = tokio::join!(indexing, commit);
    assert_eq!(visit.unwrap(), Visit::Elsewhere);

    sealer.catch_up(town.account.id).await.unwrap();
    let known = "select exists (select from history_postings where term = 'geheimwort')
        or exists (select from history_words where words like '%geheimwort%')";
    assert!(!is(&client, known).await);
    assert!(
        is(&client, "select entries > 0 from history_index").await,
        "the entry itself stays"
    );
    let none: Vec<String> = Vec::new();
    assert_eq!(sealer.verify(town.account.id).await.unwrap(), none);
}
