//! A server's role that row-level security would not bind is refused. Roles belong to the whole cluster, so this test
//! has a cluster of its own.

#![allow(clippy::unwrap_used, reason = "tests")]

use adapter_postgres::{ConnectError, PgPool, PoolOptions};
use local_postgres::{BinarySearch, LocalPostgres, LocalPostgresOptions};

fn surroundings() -> BinarySearch {
    let pg_bin = std::env::var_os("PG_BIN").map(Into::into);
    BinarySearch::new(pg_bin, std::env::var_os("PATH").unwrap_or_default())
}

#[tokio::test]
async fn a_role_that_row_level_security_would_not_bind_is_refused() {
    let home = tempfile::TempDir::new().unwrap();
    let cluster = LocalPostgres::start(LocalPostgresOptions::throw_away(home.path(), surroundings()))
        .await
        .unwrap();
    let url = cluster.database_url("task_outcomes");
    adapter_postgres::migrate(&url).await.unwrap();
    let cases = [
        ("bypassrls", Some("has BYPASSRLS")),
        ("nobypassrls superuser", Some("is a superuser")),
        ("nosuperuser", None),
    ];
    for (power, fault) in cases {
        let alter = format!("alter role task_outcomes_server {power}");
        cluster.execute("task_outcomes", &alter).await.unwrap();
        let opened = PgPool::open(PoolOptions::new(url.as_str())).await.map(|_| ());
        let expected = fault.map_or(Ok(()), |fault| Err(ConnectError::Privileged { fault }));
        assert_eq!(opened, expected, "{power}");
    }
    cluster.stop().await.unwrap();
}
