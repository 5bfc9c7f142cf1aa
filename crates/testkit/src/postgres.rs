//! A database of its own for each test: a clone of a template that is migrated once per cluster.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

pub use adapter_postgres::check::INVARIANTS;
use adapter_postgres::{PgPool, PgStore, PoolOptions};
use tokio_postgres::{Client, NoTls};

const TEMPLATE: &str = "testkit_template";
/// Whoever holds this lock of the cluster makes the template; any number that nobody else uses would do.
const LOCK: i64 = 7_265_112;

/// Connections of a store under test: few, because many tests run at once.
const POOL_SIZE: u32 = 6;

/// A store in a fresh database, on which no rows are.
///
/// # Panics
///
/// Where `TEST_DATABASE_URL` names no throw-away cluster: run `cargo xtask test`.
pub async fn fresh_postgres() -> PgStore {
    postgres_at(&fresh_database().await).await
}

/// A store over this database, as a process of its own would have it: it tells its followers what all of them commit.
///
/// # Panics
///
/// Where the URL leads to no migrated database.
#[expect(clippy::disallowed_methods, reason = "the feed of a test, which ends with it")]
pub async fn postgres_at(url: &str) -> PgStore {
    let mut options = PoolOptions::new(url);
    options.size = POOL_SIZE;
    let store = PgStore::new(PgPool::open(options).await.expect("a database for this test"));
    let (feed, url) = (store.feed().clone(), url.to_owned());
    tokio::spawn(async move { feed.run(&url).await });
    store
}

/// The URL of a fresh database with all tables and no rows. The login is a superuser's, as for an operator.
///
/// # Panics
///
/// Where `TEST_DATABASE_URL` names no throw-away cluster: run `cargo xtask test`.
pub async fn fresh_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let cluster = cluster_url();
    let client = connect(&cluster).await;
    make_template(&client, &cluster).await;
    let name = format!(
        "test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    patiently(
        &client,
        &format!("create database {name} template {TEMPLATE} strategy file_copy"),
    )
    .await;
    with_database(&cluster, &name)
}

async fn make_template(client: &Client, cluster: &str) {
    client
        .execute("select pg_advisory_lock($1)", &[&LOCK])
        .await
        .expect("a lock");
    let exists = client
        .query_opt("select from pg_database where datname = $1", &[&TEMPLATE])
        .await;
    if exists.expect("an answer").is_none() {
        // Renamed when whole, so that a run that was broken off leaves nothing that looks like a template.
        let unfinished = format!("{TEMPLATE}_unfinished");
        patiently(client, &format!("drop database if exists {unfinished}")).await;
        patiently(client, &format!("create database {unfinished}")).await;
        adapter_postgres::migrate(&with_database(cluster, &unfinished))
            .await
            .expect("migrations that run");
        patiently(
            client,
            &format!("alter database {unfinished} rename to {TEMPLATE}"),
        )
        .await;
    }
    client
        .execute("select pg_advisory_unlock($1)", &[&LOCK])
        .await
        .expect("an unlock");
}

/// A database cannot be copied or renamed while a connection to it is just being closed.
async fn patiently(client: &Client, sql: &str) {
    let mut tries = 0;
    while let Err(error) = client.batch_execute(sql).await {
        tries += 1;
        assert!(tries < 100, "{sql}: {error}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the connection of a test, which ends with it"
)]
async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("the cluster of TEST_DATABASE_URL");
    tokio::spawn(connection);
    client
}

/// The same cluster, another database.
fn with_database(url: &str, database: &str) -> String {
    let (place, query) = url
        .split_once('?')
        .map_or((url, String::new()), |(place, query)| {
            (place, format!("?{query}"))
        });
    let (scheme, rest) = place.split_once("://").expect("a URL");
    let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
    format!("{scheme}://{authority}/{database}{query}")
}

#[expect(
    clippy::disallowed_methods,
    reason = "`cargo xtask test` hands its cluster to the tests in this variable"
)]
fn cluster_url() -> String {
    std::env::var("TEST_DATABASE_URL").expect("TEST_DATABASE_URL names no cluster: run `cargo xtask test`")
}
