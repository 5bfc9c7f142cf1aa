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
use adapter_postgres::{PgPool, PgStore, PoolOptions, Sealer};
use support::{client, migrated_database};
use testkit::{contract::StoreUnderTest, random_histories::RandomHistories};

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
