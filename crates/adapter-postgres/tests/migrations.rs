//! The migrations: there and back again, by several at once, by logins with and without powers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::process::Command;

use adapter_postgres::{
    PgPool, PoolOptions,
    migrate::{MigrateError, analyze, migrate, pending, revert_all},
};
use support::{client, empty_database, migrated_database, with_login};

#[tokio::test]
async fn up_down_up_gives_the_same_dump_and_down_leaves_no_table() {
    let url = empty_database().await;
    let up = migrate(&url).await.unwrap().done;
    let first = dump(&url).await;
    assert!(first.contains("CREATE TABLE public.tasks"));
    assert_eq!(revert_all(&url).await.unwrap().done.len(), up.len());
    assert_eq!(
        dump(&url).await.matches("CREATE TABLE ").count(),
        1,
        "only the list of migrations is left"
    );
    assert_eq!(pending(&url).await.unwrap(), up);
    assert_eq!(migrate(&url).await.unwrap().done, up);
    assert_eq!(dump(&url).await, first);
    assert_eq!(migrate(&url).await.unwrap().done, Vec::<String>::new());
    analyze(&url).await.unwrap();
}

#[tokio::test]
async fn servers_that_start_together_take_turns() {
    let url = empty_database().await;
    let (a, b, c) = tokio::join!(migrate(&url), migrate(&url), migrate(&url));
    let mut done = [a, b, c].map(|report| report.unwrap().done.len());
    done.sort_unstable();
    assert_eq!([done[0], done[1]], [0, 0], "one of them did it all");
    assert!(done[2] > 0);
}

#[tokio::test]
async fn a_database_that_knows_more_than_the_program_is_refused() {
    let url = migrated_database().await;
    let later = "insert into __diesel_schema_migrations (version) values ('29991231000001')";
    client(&url).await.batch_execute(later).await.unwrap();
    let error = migrate(&url).await.unwrap_err();
    assert!(matches!(&error, MigrateError::NewerDatabase { migration } if migration == "29991231000001"));
    assert!(error.to_string().contains("newer than this program"));
}

#[tokio::test]
async fn a_login_without_powers_is_told_what_an_administrator_has_to_run_and_then_serves() {
    let url = empty_database().await;
    let admin = client(&url).await;
    let login = format!("weak_{}", std::process::id());
    admin
        .batch_execute(&format!("create role {login} login password '{login}'"))
        .await
        .unwrap();
    let weak = with_login(&url, &login);
    let error = migrate(&weak).await.unwrap_err();
    let MigrateError::NeedsAdministrator { sql, .. } = error else {
        panic!("{error}")
    };
    assert!(
        sql.contains(&format!("grant task_outcomes_owner to \"{login}\"")),
        "{sql}"
    );
    admin.batch_execute(&sql).await.unwrap();
    assert!(!migrate(&weak).await.unwrap().done.is_empty());
    PgPool::open(PoolOptions::new(weak)).await.unwrap();
}

/// Without the lines that differ from run to run; by the program that belongs to the server.
async fn dump(url: &str) -> String {
    let query = "select setting from pg_config where name = 'BINDIR'";
    let directory: String = client(url).await.query_one(query, &[]).await.unwrap().get(0);
    let output = Command::new(format!("{directory}/pg_dump"))
        .args(["--schema-only", url])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .filter(|line| !line.contains("restrict "))
        .collect::<Vec<_>>()
        .join("\n")
}
