//! A database of its own for each test, in the throw-away cluster that `TEST_DATABASE_URL` names.

#[allow(dead_code, reason = "not every test file races")]
pub(crate) mod race;
#[allow(dead_code, reason = "not every test file counts")]
pub(crate) mod ways;
#[allow(dead_code, reason = "not every test file needs an account")]
pub(crate) mod world;

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use tokio_postgres::{Client, NoTls};

/// An empty database; the cluster is thrown away as a whole.
pub(crate) async fn empty_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "pg_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let cluster = cluster_url();
    client(&cluster)
        .await
        .batch_execute(&format!("create database {name}"))
        .await
        .unwrap();
    with_database(&cluster, &name)
}

/// A database with all migrations.
pub(crate) async fn migrated_database() -> String {
    let url = empty_database().await;
    adapter_postgres::migrate(&url).await.unwrap();
    url
}

/// A plain connection with the login of the URL.
#[expect(
    clippy::disallowed_methods,
    reason = "the connection of a test, which ends with it"
)]
pub(crate) async fn client(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Until so many wait for a lock.
#[allow(dead_code, reason = "not every test file holds something")]
pub(crate) async fn until_waiting(operator: &Client, number: i64) {
    let waits = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    for _ in 0..1_000 {
        if operator.query_one(waits, &[]).await.unwrap().get::<_, i64>(0) >= number {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
}

/// The same place with another login.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn with_login(url: &str, login: &str) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}user={login}&password={login}")
}

fn with_database(url: &str, database: &str) -> String {
    let (place, query) = url
        .split_once('?')
        .map_or((url, String::new()), |(p, q)| (p, format!("?{q}")));
    let (scheme, rest) = place.split_once("://").unwrap();
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
