//! First starts, second starts, and starts at the same time.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use local_postgres::{BinarySearch, LocalPostgres, LocalPostgresOptions};
use tokio_postgres::{Config, NoTls};

use crate::archive::{self, Extent};
use crate::bench::{Bench, bare_machine};
use crate::site::Manner;

async fn answer(cluster: &LocalPostgres) -> String {
    let config: Config = cluster.database_url("task_outcomes").parse().unwrap();
    let (client, connection) = config.connect(NoTls).await.unwrap();
    let query = async {
        let row = client.query_one(
            "select 'answered by ' || current_setting('server_version_num')",
            &[],
        );
        let answer: String = row.await.unwrap().get(0);
        drop(client);
        answer
    };
    tokio::join!(connection, query).1
}

#[tokio::test]
async fn a_first_start_fetches_a_server_that_answers_and_a_second_one_asks_nobody() {
    let bench = Bench::with(Extent::Server, &[]).await;
    let options = || LocalPostgresOptions::throw_away(bench.home.path(), bench.search());
    let first = LocalPostgres::start(options()).await.unwrap();
    assert!(answer(&first).await.starts_with("answered by 1"));
    first.stop().await.unwrap();
    let path = format!(
        "/releases/{version}/postgresql-{version}-this-machine.tar.gz",
        version = bench.release.version
    );
    let seen = bench.site.seen();
    assert_eq!((seen.len(), seen[0].path.as_str()), (1, path.as_str()));
    assert!(
        !bench.part().exists(),
        "an archive that was unpacked is of no use"
    );

    let second = LocalPostgres::start(options()).await.unwrap();
    assert!(answer(&second).await.starts_with("answered by 1"));
    second.stop().await.unwrap();
    assert_eq!(bench.site.seen().len(), 1, "nothing more was asked for");
}

#[tokio::test]
async fn what_is_installed_wins_over_what_could_be_fetched() {
    let bench = Bench::new(&[]).await;
    let installed = archive::installed().await;
    let search = BinarySearch {
        path: installed.clone().into(),
        ..bench.search()
    };
    assert_eq!(search.programs().await.unwrap(), installed);
    bench.fetch().await.unwrap();
    assert_eq!(search.programs().await.unwrap(), installed, "fetched or not");
    assert_eq!(bench.site.seen().len(), 1);
}

#[tokio::test]
async fn what_was_fetched_is_found_by_a_program_that_would_fetch_another_version() {
    let bench = Bench::new(&[]).await;
    let programs = bench.fetch().await.unwrap();
    let mut search = bench.search();
    search.fetch.as_mut().unwrap().release.as_mut().unwrap().version = "99.0.0".to_owned();
    assert_eq!(search.programs().await.unwrap(), programs);
    search.fetch.as_mut().unwrap().release = None;
    assert_eq!(search.programs().await.unwrap(), programs);
    assert_eq!(bench.site.seen().len(), 1);
}

#[tokio::test]
async fn every_user_of_the_machine_can_read_what_was_fetched() {
    let mut archive = archive::empty();
    archive::append_file(
        &mut archive,
        "top/bin/postgres",
        0o700,
        b"#!/bin/sh\necho 'postgres (PostgreSQL) 16.1'\n",
    );
    archive::append_file(&mut archive, "top/bin/initdb", 0o700, b"#!/bin/sh\n");
    archive::append_file(&mut archive, "top/share/words", 0o600, b"dear");
    let bytes = archive::finish(archive);
    let bench = Bench::of(archive::release("16.1.0", &bytes), bytes, &[]);
    let programs = bench.fetch().await.unwrap();
    let mode = |path| fs::metadata(programs.join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode("postgres"), mode("../share/words"), mode("..")),
        (0o755, 0o644, 0o755)
    );
}

#[tokio::test]
async fn two_that_start_at_once_fetch_once() {
    let bench = Bench::new(&[]).await;
    let others: Vec<_> = (0..3).map(|_| bench.spawn()).collect();
    let (one, two) = tokio::join!(bench.fetch(), bench.fetch());
    assert_eq!(one.unwrap(), two.unwrap());
    for mut other in others {
        assert!(other.wait().unwrap().success());
    }
    assert_eq!(bench.site.seen().len(), 1);
}

#[tokio::test]
async fn a_killed_process_leaves_its_part_to_the_next_one() {
    let bench = Bench::new(&[Manner::FallsSilent(300_000)]).await;
    let mut killed = bench.spawn();
    let deadline = Instant::now() + Duration::from_secs(20);
    while fs::metadata(bench.part()).map_or(0, |known| known.len()) < 300_000 {
        assert!(Instant::now() < deadline, "the other process does not fetch");
        std::thread::sleep(Duration::from_millis(5));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    bench.fetch().await.unwrap();
    assert_eq!(bench.site.ranges(), [None, Some("bytes=300000-".to_owned())]);
    assert_eq!(bench.site.sent(), [300_000, bench.length - 300_000]);
}

#[tokio::test]
async fn what_was_left_half_unpacked_is_thrown_away() {
    let bench = Bench::new(&[]).await;
    let home = bench.programs().parent().unwrap().to_owned();
    let half = home.with_file_name(format!("{}.new", home.file_name().unwrap().to_str().unwrap()));
    fs::create_dir_all(half.join("top/bin")).unwrap();
    fs::write(half.join("top/bin/postgres"), "half").unwrap();
    bench.fetch().await.unwrap();
    assert!(!half.exists());
}

#[tokio::test]
async fn who_does_not_wait_for_it_ends_it_and_the_next_one_goes_on() {
    let bench = Bench::new(&[Manner::FallsSilent(200_000)]).await;
    let patience = tokio::time::timeout(Duration::from_millis(700), bench.fetch());
    assert!(patience.await.is_err());
    bench.fetch().await.unwrap();
    assert_eq!(bench.site.ranges()[1], Some("bytes=200000-".to_owned()));
}

#[tokio::test]
async fn nothing_is_fetched_for_a_cluster_that_it_could_not_run() {
    let bench = Bench::new(&[]).await;
    let cluster = bench.home.path().join("postgres");
    fs::create_dir(&cluster).unwrap();
    fs::write(cluster.join("PG_VERSION"), "12\n").unwrap();
    let options = LocalPostgresOptions::throw_away(bench.home.path(), bench.search());
    let refused = LocalPostgres::start(options).await.unwrap_err().to_string();
    assert!(
        refused.starts_with("no PostgreSQL 12, which made the cluster in the data directory, was found"),
        "{refused}"
    );
    assert_eq!(bench.site.seen(), []);
}

#[tokio::test]
async fn nothing_is_fetched_unless_it_is_asked_for() {
    let refused = bare_machine().programs().await.unwrap_err().to_string();
    assert!(
        refused.starts_with("no PostgreSQL 15 or newer was found (tried PG_BIN, PATH"),
        "{refused}"
    );
    assert!(!refused.contains("/usr/lib/postgresql"), "{refused}");
}
