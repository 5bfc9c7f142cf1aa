//! The feed over PostgreSQL: the order of commits, several processes on one database, lost connections, idle accounts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use adapter_postgres::{PgPool, PgStore, PoolOptions};
use application::{
    Unit,
    ports::{Feed as _, Following, Store as _, Unfollowed},
};
use domain::{AccountId, ActivityId, ActivityKind, NewActivity};
use futures_util::future::join_all;
use testkit::{
    builders::{an_activity, moment},
    contract::{
        StoreUnderTest,
        feed::{is_silent, told},
        town::Town,
    },
    postgres::{fresh_database, postgres_at},
};

/// Two processes' worth of adapters on one database, and an account.
async fn two() -> (PgStore, PgStore, AccountId, String) {
    let url = fresh_database().await;
    let (one, other) = (postgres_at(&url).await, postgres_at(&url).await);
    let town = Town::found(&StoreUnderTest::of(one.clone())).await.unwrap();
    (one, other, town.account.id, url)
}

fn an_entry() -> NewActivity {
    an_activity(
        ActivityKind::DealChanged,
        "Förderband",
        moment("2026-02-01T12:00:00Z"),
    )
}

/// A unit that has recorded something, and is not committed.
async fn recorded(store: &PgStore, account: AccountId) -> (Unit, ActivityId) {
    let entry = an_entry();
    let mut unit = store.begin(account).await.unwrap();
    unit.record(std::slice::from_ref(&entry)).await.unwrap();
    // What was recorded is put off until something is read.
    unit.outcomes().await.unwrap();
    (unit, entry.activity.id)
}

async fn record(store: &PgStore, account: AccountId) -> ActivityId {
    let (unit, id) = recorded(store, account).await;
    unit.commit().await.unwrap();
    id
}

/// What is told until all of these are.
async fn told_until(following: &mut Following, all: &BTreeSet<ActivityId>) -> Vec<ActivityId> {
    let mut ids = Vec::new();
    while !all.iter().all(|id| ids.contains(id)) {
        ids.push(told(following).await.id);
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_transaction_that_commits_late_is_not_lost_and_makes_no_other_come_twice() {
    let (one, other, account, _) = two().await;
    let (mut here, mut there) = (
        one.follow(account).await.unwrap(),
        other.follow(account).await.unwrap(),
    );
    let (older, late) = recorded(&one, account).await;
    let early = record(&other, account).await;
    assert!(
        is_silent(&mut here).await && is_silent(&mut there).await,
        "what an older transaction may still commit comes first"
    );
    let between = record(&one, account).await;
    older.commit().await.unwrap();
    let after = record(&other, account).await;
    let all = BTreeSet::from([late, early, between, after]);
    for following in [&mut here, &mut there] {
        let ids = told_until(following, &all).await;
        let position = |id| ids.iter().position(|one| *one == id);
        assert!(position(early) < position(after));
        let ours: Vec<_> = ids.iter().filter(|id| all.contains(id)).collect();
        assert_eq!(ours.len(), all.len(), "each once: {ids:?}");
        assert!(is_silent(following).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_committed_before_is_not_told_to_who_comes_later_however_long_it_is_held_back() {
    let (one, other, account, _) = two().await;
    let mut first = one.follow(account).await.unwrap();
    let (older, late) = recorded(&one, account).await;
    let before = record(&other, account).await;
    let mut joined = one.follow(account).await.unwrap();
    let mut begun = other.follow(account).await.unwrap();
    let after = record(&one, account).await;
    older.commit().await.unwrap();
    let ids = told_until(&mut first, &BTreeSet::from([late, before, after])).await;
    assert!(ids.contains(&before));
    for following in [&mut joined, &mut begun] {
        let ids = told_until(following, &BTreeSet::from([late, after])).await;
        assert_eq!(ids.len(), 2, "{ids:?}");
        assert!(is_silent(following).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_transaction_that_is_undone_holds_nothing_back() {
    let (one, other, account, _) = two().await;
    let mut following = other.follow(account).await.unwrap();
    let (older, undone) = recorded(&one, account).await;
    let id = record(&one, account).await;
    assert!(is_silent(&mut following).await);
    older.rollback().await;
    let ids = told_until(&mut following, &BTreeSet::from([id])).await;
    assert!(!ids.contains(&undone));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_eight_writers_commit_is_told_once_each() {
    let (one, other, account, _) = two().await;
    let mut followings = [
        one.follow(account).await.unwrap(),
        other.follow(account).await.unwrap(),
    ];
    let writer = |number: u64| {
        let store = if number.is_multiple_of(2) {
            one.clone()
        } else {
            other.clone()
        };
        async move {
            let mut committed = Vec::new();
            for turn in 0..12_u64 {
                let (unit, id) = recorded(&store, account).await;
                // Longer and shorter transactions overlap, so that they commit in another order than they began.
                tokio::time::sleep(Duration::from_millis((number * 7 + turn * 5) % 13)).await;
                if (number + turn).is_multiple_of(5) {
                    unit.rollback().await;
                } else {
                    unit.commit().await.unwrap();
                    committed.push(id);
                }
            }
            committed
        }
    };
    // Fewer than the pools have connections for: the readers need some.
    let committed = join_all((0..8).map(writer)).await.concat();
    let all: BTreeSet<ActivityId> = committed.iter().copied().collect();
    for following in &mut followings {
        let mut ids = told_until(following, &all).await;
        assert!(is_silent(following).await);
        ids.retain(|id| all.contains(id));
        assert_eq!(ids.len(), all.len(), "each once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_tell_each_other_what_they_commit() {
    let (one, other, account, _) = two().await;
    let mut following = other.follow(account).await.unwrap();
    let mut fastest = Duration::MAX;
    for _ in 0..6 {
        let since = Instant::now();
        let id = record(&one, account).await;
        while told(&mut following).await.id != id {}
        fastest = fastest.min(since.elapsed());
    }
    // Who only looks every three seconds finds the next one three seconds after the last.
    assert!(fastest < Duration::from_secs(2), "{fastest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_is_opened_again_and_nothing_is_missed_meanwhile() {
    let (one, other, account, url) = two().await;
    let mut following = other.follow(account).await.unwrap();
    let before = record(&one, account).await;
    while told(&mut following).await.id != before {}
    let operator = support::client(&url).await;
    let listening = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and query like '%pg_notify%'";
    // The pools of both stores and what they listen with.
    let ended = format!("select count(pg_terminate_backend(pid)) {listening}");
    let ended: i64 = operator.query_one(&ended, &[]).await.unwrap().get(0);
    assert_eq!(ended, 2, "one connection listens for each process");
    let meanwhile = record(&one, account).await;
    while told(&mut following).await.id != meanwhile {}
    let again = format!("select count(*) {listening}");
    let mut tries = 0;
    while operator.query_one(&again, &[]).await.unwrap().get::<_, i64>(0) != 2 {
        tries += 1;
        assert!(tries < 100, "nobody listens again");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let after = record(&one, account).await;
    while told(&mut following).await.id != after {}
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_outlive_their_connections() {
    let (one, other, account, url) = two().await;
    let mut following = other.follow(account).await.unwrap();
    let operator = support::client(&url).await;
    let all = "select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    operator.execute(all, &[]).await.unwrap();
    let id = loop {
        let entry = an_entry();
        let Ok(mut unit) = one.begin(account).await else {
            continue;
        };
        if unit.record(std::slice::from_ref(&entry)).await.is_ok() && unit.commit().await.is_ok() {
            break entry.activity.id;
        }
    };
    while told(&mut following).await.id != id {}
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_read_for_accounts_that_nobody_follows() {
    let url = fresh_database().await;
    let writer = postgres_at(&url).await;
    let town = Town::found(&StoreUnderTest::of(writer.clone())).await.unwrap();
    let account = town.account.id;
    let pool = PgPool::open(PoolOptions::new(url.as_str())).await.unwrap();
    let store = PgStore::new(pool.clone());
    let feed = store.feed().clone();
    tokio::select! {
        () = feed.run(&url) => unreachable!("it ends when it is dropped"),
        () = async {
            let mut following = store.follow(account).await.unwrap();
            let id = record(&writer, account).await;
            while told(&mut following).await.id != id {}
            assert!(pool.statements() > 0, "somebody follows");
            drop(following);
            // The next look finds that nobody does.
            record(&writer, account).await;
            tokio::time::sleep(Duration::from_millis(500)).await;
            let before = pool.statements();
            record(&writer, account).await;
            tokio::time::sleep(Duration::from_secs(4)).await;
            assert_eq!(pool.statements(), before);
        } => (),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn followers_learn_that_the_feed_has_ended() {
    let url = fresh_database().await;
    let pool = PgPool::open(PoolOptions::new(url.as_str())).await.unwrap();
    let store = PgStore::new(pool);
    let town = Town::found(&StoreUnderTest::of(store.clone())).await.unwrap();
    let feed = store.feed().clone();
    let mut following = tokio::select! {
        () = feed.run(&url) => unreachable!("it ends when it is dropped"),
        following = store.follow(town.account.id) => following.unwrap(),
    };
    let end = loop {
        if let Err(end) = following.next().await {
            break end;
        }
    };
    assert_eq!(end, Unfollowed::Ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_entries_of_one_transaction_are_told_to_whoever_takes_them() {
    let (one, other, account, _) = two().await;
    let mut following = other.follow(account).await.unwrap();
    let entries: Vec<NewActivity> = (0..3_000).map(|_| an_entry()).collect();
    let mut unit = one.begin(account).await.unwrap();
    unit.record(&entries).await.unwrap();
    unit.commit().await.unwrap();
    let mut left: BTreeSet<ActivityId> = entries.iter().map(|entry| entry.activity.id).collect();
    while !left.is_empty() {
        left.remove(&told(&mut following).await.id);
    }
    assert!(is_silent(&mut following).await, "each once");
}
