//! PostgreSQL crashes and recovers, more than once, while some write and others follow.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "support/cluster.rs"]
mod cluster;

use std::{
    collections::BTreeSet,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use adapter_postgres::PgStore;
use application::{
    StoreError,
    ports::{Feed as _, Store as _},
};
use domain::{AccountId, ActivityId, ActivityKind};
use futures_util::future::{join, join_all};
use tempfile::TempDir;
use testkit::{
    builders::{an_activity, moment},
    contract::{
        StoreUnderTest,
        feed::{is_silent, told},
        town::Town,
    },
    postgres::postgres_at,
};
use tokio::time::sleep;
use tokio_postgres::{Client, NoTls};

const CRASHES: usize = 3;
/// What each writer still does after the last one.
const AFTERWARDS: usize = 5;

const TITLE: &str = "Förderband";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_crashes_and_is_told_once() {
    let home = TempDir::new().unwrap();
    let cluster = cluster::start(&home, true).await;
    let url = cluster.database_url("task_outcomes");
    adapter_postgres::migrate(&url).await.unwrap();
    let (one, other) = (postgres_at(&url).await, postgres_at(&url).await);
    let account = Town::found(&StoreUnderTest::of(one.clone()))
        .await
        .unwrap()
        .account
        .id;
    let mut following = other.follow(account).await.unwrap();
    let over = AtomicUsize::new(0);
    let operator = async {
        for _ in 0..CRASHES {
            sleep(Duration::from_millis(300)).await;
            crash(&url).await;
            over.fetch_add(1, Ordering::Relaxed);
        }
    };
    let writers = join_all((0..4).map(|_| write(&one, account, &over)));
    let (acknowledged, ()) = join(writers, operator).await;
    let stored = stored(&url).await;
    assert!(acknowledged.concat().iter().all(|id| stored.contains(id)));
    let mut ids = Vec::new();
    while !stored.iter().all(|id| ids.contains(id)) {
        ids.push(told(&mut following).await.id);
    }
    assert!(is_silent(&mut following).await);
    ids.retain(|id| stored.contains(id));
    assert_eq!(ids.len(), stored.len(), "each once");
    cluster.stop().await.unwrap();
}

/// Transactions that change nothing commit without waiting for the log; after a crash their numbers come again.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_after_a_crash_is_told_although_its_number_is_not_new() {
    let home = TempDir::new().unwrap();
    let cluster = cluster::start(&home, true).await;
    let url = cluster.database_url("task_outcomes");
    adapter_postgres::migrate(&url).await.unwrap();
    let store = postgres_at(&url).await;
    let town = Town::found(&StoreUnderTest::of(store.clone())).await.unwrap();
    let account = town.account.id;
    let mut following = store.follow(account).await.unwrap();
    let before = record(&store, account).await.unwrap();
    assert_eq!(told(&mut following).await.id, before);

    let client = connect(&url).await;
    let late_log = "alter system set wal_writer_delay = '10s'";
    client.batch_execute(late_log).await.unwrap();
    client.batch_execute("select pg_reload_conf()").await.unwrap();
    sleep(Duration::from_millis(500)).await;
    for _ in 0..50 {
        client.batch_execute("select pg_current_xact_id()").await.unwrap();
    }
    let wake = format!("select pg_notify('task_outcomes_activity', '{}')", account.uuid());
    client.batch_execute(&wake).await.unwrap();
    sleep(Duration::from_millis(500)).await;
    crash(&url).await;

    let after = loop {
        match record(&store, account).await {
            Ok(after) => break after,
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    };
    assert_eq!(told(&mut following).await.id, after);
    cluster.stop().await.unwrap();
}

/// Writes until it has written some more after the last crash; gives what was acknowledged.
async fn write(store: &PgStore, account: AccountId, over: &AtomicUsize) -> Vec<ActivityId> {
    let (mut acknowledged, mut afterwards) = (Vec::new(), 0);
    while afterwards < AFTERWARDS {
        let is_last = over.load(Ordering::Relaxed) == CRASHES;
        match record(store, account).await {
            Ok(id) => {
                acknowledged.push(id);
                afterwards += usize::from(is_last);
            }
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
    acknowledged
}

async fn record(store: &PgStore, account: AccountId) -> Result<ActivityId, StoreError> {
    let entry = an_activity(ActivityKind::DealChanged, TITLE, moment("2026-02-01T12:00:00Z"));
    let mut unit = store.begin(account).await?;
    unit.record(std::slice::from_ref(&entry)).await?;
    unit.commit().await?;
    Ok(entry.activity.id)
}

/// Kills a process of the server, after which it ends all others, and starts anew from its log. Ends when it has.
async fn crash(url: &str) {
    let client = connect(url).await;
    let process: i32 = client
        .query_one("select pg_backend_pid()", &[])
        .await
        .unwrap()
        .get(0);
    let killed = Command::new("kill").args(["-9", &process.to_string()]).status();
    assert!(killed.unwrap().success());
    while client.batch_execute("select").await.is_ok() {}
    connect(url).await;
}

async fn stored(url: &str) -> BTreeSet<ActivityId> {
    let entries = "select id::text from activity where title = $1";
    let rows = connect(url).await.query(entries, &[&TITLE]).await.unwrap();
    let id = |row: &tokio_postgres::Row| row.get::<_, &str>(0).parse().map(ActivityId::new).unwrap();
    rows.iter().map(id).collect()
}

/// Waits for a server that is starting.
#[expect(
    clippy::disallowed_methods,
    reason = "the connection of a test, which ends with it"
)]
async fn connect(url: &str) -> Client {
    for _ in 0..500 {
        if let Ok((client, connection)) = tokio_postgres::connect(url, NoTls).await {
            tokio::spawn(connection);
            return client;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("the server does not come back");
}
