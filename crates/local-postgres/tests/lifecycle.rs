//! The life of a local cluster, on the PostgreSQL of this machine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use local_postgres::{LocalPostgres, LocalPostgresError, LocalPostgresOptions};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tempfile::TempDir;
use tokio_postgres::{Client, Config, NoTls};

mod common;

use common::{search, start, throw_away};

/// Set for the process that [`a_killed_server_leaves_its_cluster_to_the_next_one`] kills.
const HOLD: &str = "LOCAL_POSTGRES_TEST_HOLD";

async fn connect(cluster: &LocalPostgres, database: &str) -> Client {
    let config: Config = cluster.database_url(database).parse().unwrap();
    let (client, connection) = config.connect(NoTls).await.unwrap();
    #[expect(
        clippy::disallowed_methods,
        reason = "a test has no background of its own; its runtime ends with it"
    )]
    tokio::spawn(connection);
    client
}

async fn value(client: &Client, sql: &str) -> String {
    client.query_one(sql, &[]).await.unwrap().get(0)
}

fn pid(cluster: &LocalPostgres) -> Pid {
    Pid::from_raw(cluster.process_id()).unwrap()
}

fn wait_for(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !condition() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[tokio::test]
async fn a_first_start_creates_and_a_second_one_keeps() {
    let home = TempDir::new().unwrap();
    let first = start(home.path()).await;
    first
        .execute("task_outcomes", "create table kept (id int)")
        .await
        .unwrap();
    let process = pid(&first);
    first.stop().await.unwrap();
    assert!(test_kill_process(process).is_err(), "stopped means gone");

    let second = start(home.path()).await;
    let client = connect(&second, "task_outcomes").await;
    assert_eq!(value(&client, "select count(*)::text from kept").await, "0");
    second.stop().await.unwrap();
}

#[tokio::test]
async fn a_cluster_is_the_same_everywhere_and_reachable_by_its_socket_only() {
    let home = TempDir::new().unwrap();
    let cluster = start(home.path()).await;
    let client = connect(&cluster, "task_outcomes").await;
    let shown = |name: &str| format!("select current_setting('{name}')");
    assert_eq!(value(&client, &shown("listen_addresses")).await, "");
    assert_eq!(value(&client, &shown("server_encoding")).await, "UTF8");
    assert_eq!(value(&client, &shown("TimeZone")).await, "UTC");
    let collation = "select datcollate::text from pg_database where datname = 'task_outcomes'";
    assert_eq!(value(&client, collation).await, "C");
    let directory = value(&client, &shown("unix_socket_directories")).await;
    let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(directory).unwrap());
    assert_eq!(mode & 0o777, 0o700, "nobody else may enter");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn settings_of_the_caller_win() {
    let home = TempDir::new().unwrap();
    let further = vec![("max_connections".to_owned(), "17".to_owned())];
    let options = LocalPostgresOptions {
        settings: further,
        ..throw_away(home.path())
    };
    let cluster = LocalPostgres::start(options).await.unwrap();
    let client = connect(&cluster, "postgres").await;
    assert_eq!(
        value(&client, "select current_setting('max_connections')").await,
        "17"
    );
    assert_eq!(value(&client, "select current_setting('fsync')").await, "off");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_database_is_created_once_under_any_name() {
    let home = TempDir::new().unwrap();
    let cluster = start(home.path()).await;
    let name = "a \"quoted\" näme?&";
    cluster.create_database(name).await.unwrap();
    cluster.create_database(name).await.unwrap();
    let client = connect(&cluster, name).await;
    assert_eq!(value(&client, "select current_database()::text").await, name);
    cluster.execute(name, "create table data ()").await.unwrap();
    cluster.recreate_database(name).await.unwrap();
    cluster.execute(name, "create table data ()").await.unwrap();
    let refused = cluster.execute("postgres", "select 1/0").await.unwrap_err();
    assert!(matches!(refused, LocalPostgresError::Refused { sqlstate } if sqlstate == "22012"));
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_command_beside_a_server_joins_its_cluster_and_leaves_it_running() {
    let home = TempDir::new().unwrap();
    let server = start(home.path()).await;
    let guest = LocalPostgres::start_or_join(throw_away(home.path()))
        .await
        .unwrap();
    assert_eq!(guest.process_id(), server.process_id());
    assert_eq!(
        guest.database_url("task_outcomes"),
        server.database_url("task_outcomes")
    );
    guest.stop().await.unwrap();
    connect(&server, "task_outcomes").await;
    server.stop().await.unwrap();

    let alone = LocalPostgres::start_or_join(throw_away(home.path()))
        .await
        .unwrap();
    let process = pid(&alone);
    alone.stop().await.unwrap();
    assert!(test_kill_process(process).is_err(), "what it started it stops");
}

#[tokio::test]
async fn a_killed_server_leaves_its_cluster_to_the_next_one() {
    let home = TempDir::new().unwrap();
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "hold_until_killed", "--nocapture"])
        .env(HOLD, home.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let note = home.path().join("held");
    wait_for("the other server starts", || note.exists());
    let left_running: i32 = std::fs::read_to_string(&note).unwrap().parse().unwrap();
    holder.kill().unwrap(); // SIGKILL
    holder.wait().unwrap();

    let cluster = start(home.path()).await;
    assert_eq!(cluster.process_id(), left_running, "taken over, not started anew");
    let client = connect(&cluster, "task_outcomes").await;
    assert_eq!(value(&client, "select count(*)::text from held").await, "0");
    let process = pid(&cluster);
    cluster.stop().await.unwrap();
    assert!(
        !home.path().join("postgres/postmaster.pid").exists(),
        "process {process:?} ended in order"
    );
}

/// The server that gets killed; does nothing as a test.
#[tokio::test]
async fn hold_until_killed() {
    let Some(home) = std::env::var_os(HOLD).map(PathBuf::from) else {
        return;
    };
    let cluster = start(&home).await;
    cluster
        .execute("task_outcomes", "create table held ()")
        .await
        .unwrap();
    std::fs::write(home.join("held.new"), cluster.process_id().to_string()).unwrap();
    std::fs::rename(home.join("held.new"), home.join("held")).unwrap();
    std::thread::sleep(Duration::from_mins(1));
}

#[tokio::test]
async fn a_crashed_cluster_recovers_at_the_next_start() {
    let home = TempDir::new().unwrap();
    // Durable: recovery is what is tried.
    let options = || LocalPostgresOptions::new(home.path(), search());
    let crashed = LocalPostgres::start(options()).await.unwrap();
    crashed
        .execute("task_outcomes", "create table recovered (id int)")
        .await
        .unwrap();
    crashed
        .execute("task_outcomes", "insert into recovered values (1)")
        .await
        .unwrap();
    kill_process(pid(&crashed), Signal::KILL).unwrap();
    drop(crashed);

    let cluster = LocalPostgres::start(options()).await.unwrap();
    let client = connect(&cluster, "task_outcomes").await;
    assert_eq!(value(&client, "select id::text from recovered").await, "1");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_dropped_handle_stops_its_cluster() {
    let home = TempDir::new().unwrap();
    let cluster = start(home.path()).await;
    drop(cluster);
    assert!(!home.path().join("postgres/postmaster.pid").exists());
    start(home.path()).await.stop().await.unwrap();
}

#[tokio::test]
async fn a_long_data_directory_gets_a_short_socket_elsewhere_and_leaves_nothing_there() {
    let home = TempDir::new().unwrap();
    let long = home.path().join("x".repeat(120)).join("y y");
    std::fs::create_dir_all(&long).unwrap();
    let cluster = start(&long).await;
    let client = connect(&cluster, "task_outcomes").await;
    let directory = value(&client, "select current_setting('unix_socket_directories')").await;
    assert!(directory.len() < 60, "{directory}");
    cluster.stop().await.unwrap();
    assert!(!Path::new(&directory).exists());
}

#[tokio::test]
async fn a_start_that_is_given_up_leaves_no_process_behind() {
    let home = TempDir::new().unwrap();
    start(home.path()).await.stop().await.unwrap();
    let lock = home.path().join("postgres/postmaster.pid");
    tokio::select! {
        _ = start(home.path()) => panic!("it was ready before its lock was seen"),
        () = async { while !lock.exists() { tokio::time::sleep(Duration::from_millis(1)).await } } => (),
    }
    wait_for("PostgreSQL ends", || !lock.exists());
    start(home.path()).await.stop().await.unwrap();
}
