//! What a local cluster refuses, and how it says so.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::path::Path;

use local_postgres::{LocalPostgres, LocalPostgresError, LocalPostgresOptions};
use tempfile::TempDir;

mod common;

use common::{start, throw_away};

#[tokio::test]
async fn two_servers_on_one_data_directory_are_one_too_many() {
    let home = TempDir::new().unwrap();
    let first = start(home.path()).await;
    let refused = LocalPostgres::start(throw_away(home.path()))
        .await
        .unwrap_err()
        .to_string();
    let process = std::process::id();
    assert!(
        refused.contains(&format!("in use by another running server (process {process})")),
        "{refused}"
    );
    first.stop().await.unwrap();
}

#[tokio::test]
async fn the_programs_of_another_major_do_not_touch_a_cluster() {
    let home = TempDir::new().unwrap();
    start(home.path()).await.stop().await.unwrap();
    let version = home.path().join("postgres/PG_VERSION");
    let major = std::fs::read_to_string(&version).unwrap();
    std::fs::write(version, "12\n").unwrap();
    let mut options = throw_away(home.path());
    // Found rather than named: what was found is told.
    if let Some(named) = options.search.pg_bin.take() {
        options.search.path = named.into();
    }
    let refused = LocalPostgres::start(options).await.unwrap_err().to_string();
    assert!(
        refused.starts_with("no PostgreSQL 12, which made the cluster in the data directory, was found"),
        "{refused}"
    );
    assert!(
        refused.contains(&format!("holds version {}", major.trim())),
        "{refused}"
    );
}

#[tokio::test]
async fn a_foreign_directory_in_the_clusters_place_is_left_alone() {
    let home = TempDir::new().unwrap();
    let place = home.path().join("postgres");
    std::fs::create_dir(&place).unwrap();
    std::fs::write(place.join("letters.txt"), "dear").unwrap();
    let refused = LocalPostgres::start(throw_away(home.path())).await.unwrap_err();
    assert!(
        matches!(refused, LocalPostgresError::NotACluster { .. }),
        "{refused}"
    );
    assert!(place.join("letters.txt").exists());
}

#[tokio::test]
async fn a_start_that_fails_says_why() {
    let home = TempDir::new().unwrap();
    let wrong = vec![("shared_buffers".to_owned(), "a lot".to_owned())];
    let options = LocalPostgresOptions {
        settings: wrong,
        ..throw_away(home.path())
    };
    let refused = LocalPostgres::start(options).await.unwrap_err().to_string();
    assert!(
        refused.contains("PostgreSQL did not start: invalid value for parameter"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_data_directory_that_cannot_be_made_is_one_clear_sentence() {
    let refused = LocalPostgres::start(throw_away(Path::new("/proc/nowhere")))
        .await
        .unwrap_err()
        .to_string();
    assert!(
        refused.starts_with("cannot create the directory /proc/nowhere: "),
        "{refused}"
    );
}
