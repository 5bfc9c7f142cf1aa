//! What logins and roles with more powers and with fewer do. Roles belong to the whole cluster, so each test has a
//! cluster of its own.

#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/cluster.rs"]
mod cluster;

use adapter_postgres::{ConnectError, PgPool, PoolOptions};
use tempfile::TempDir;

#[tokio::test]
async fn a_role_that_row_level_security_would_not_bind_is_refused() {
    let home = TempDir::new().unwrap();
    let cluster = cluster::start(&home, false).await;
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

/// The first one in its cluster: from PostgreSQL 16 on a login may only grant the roles that it has made itself.
#[tokio::test]
async fn a_login_that_may_create_roles_and_owns_the_database_needs_no_administrator() {
    let home = TempDir::new().unwrap();
    let cluster = cluster::start(&home, false).await;
    for statement in [
        "create role maker login createrole",
        "alter database task_outcomes owner to maker",
    ] {
        cluster.execute("task_outcomes", statement).await.unwrap();
    }
    let maker = format!("{}&user=maker", cluster.database_url("task_outcomes"));
    let report = adapter_postgres::migrate(&maker).await.unwrap();
    assert!(!report.done.is_empty());
    PgPool::open(PoolOptions::new(maker)).await.unwrap();
    cluster.stop().await.unwrap();
}
