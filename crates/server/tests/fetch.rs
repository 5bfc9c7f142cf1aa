//! The first start of the program on a machine without PostgreSQL, against a server that plays the release site.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in tests a panic is the message"
)]

#[expect(
    dead_code,
    reason = "shared with the tests of local-postgres, which use all of it"
)]
#[path = "../../local-postgres/tests/fetch/archive.rs"]
mod archive;
#[expect(
    dead_code,
    reason = "shared with the tests of local-postgres, which use all of it"
)]
#[path = "../../local-postgres/tests/fetch/site.rs"]
mod site;

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use archive::Extent;
use local_postgres::{Fetch, Release};
use rustix::process::{Pid, Signal, kill_process};
use server::config::{Action, Config, DatabaseSource, Surroundings};
use server::{run, telemetry};
use site::ReleaseSite;
use tempfile::TempDir;

/// What the program is asked to do; the PostgreSQL of this machine is hidden from it.
fn arguments(data_dir: &Path, site: &ReleaseSite) -> Vec<OsString> {
    let words = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--pg-fetch",
        "always",
        "--pg-releases-url",
    ];
    let mut arguments: Vec<OsString> = words.map(OsString::from).to_vec();
    arguments.extend([site.url().into(), "--data-dir".into(), data_dir.into()]);
    arguments
}

/// In an environment without anything.
fn spawn(mut command: Command) -> Serving {
    let mut child = command
        .env("PATH", "/nowhere")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let log = BufReader::new(child.stderr.take().unwrap());
    Serving { child, log }
}

fn program(data_dir: &Path, site: &ReleaseSite) -> Serving {
    let mut command = Command::new(env!("CARGO_BIN_EXE_task-outcomes"));
    command.env_clear().args(arguments(data_dir, site));
    spawn(command)
}

struct Serving {
    child: Child,
    log: BufReader<ChildStderr>,
}

impl Serving {
    /// Everything it logged until it serves, and its answer to a question about its health.
    fn answer(&mut self) -> (String, String) {
        let (mut log, mut line) = (String::new(), String::new());
        let address = loop {
            line.clear();
            assert_ne!(self.log.read_line(&mut line).unwrap(), 0, "it ended: {log}");
            log.push_str(&line);
            if let Some((_, address)) = plain(&line).split_once("serving address=") {
                break address.trim().to_owned();
            }
        };
        let mut connection = TcpStream::connect(address).unwrap();
        write!(
            connection,
            "GET /readyz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        (plain(&log), answer)
    }

    fn stop(mut self) {
        let pid = Pid::from_raw(self.child.id().try_into().unwrap()).unwrap();
        kill_process(pid, Signal::TERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

/// Without the colours of a log.
fn plain(line: &str) -> String {
    let mut pieces = line.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        text + piece.split_once('m').map_or("", |(_, rest)| rest)
    })
}

/// Set for the process that [`serves_when_told`] is.
const CHILD: [&str; 5] = [
    "TEST_DATA_DIR",
    "TEST_SITE",
    "TEST_VERSION",
    "TEST_TARGET",
    "TEST_SHA256",
];

/// The program as it is, but for the release that it fetches: no option of the program chooses that.
#[test]
fn serves_when_told() {
    let values: Vec<String> = CHILD
        .iter()
        .filter_map(|name| std::env::var_os(name)?.into_string().ok())
        .collect();
    let [data_dir, site, version, target, sha256] = values.as_slice() else {
        return;
    };
    let words = [
        "task-outcomes",
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--pg-releases-url",
        site,
        "--data-dir",
        data_dir,
    ];
    let mut config = Config::from_args(words, &Surroundings::default()).unwrap();
    let Action::Serve(serve) = &mut config.action else {
        panic!("not serve")
    };
    let DatabaseSource::Local { search, .. } = &mut serve.database.source else {
        panic!("not ours")
    };
    search.usual_places = false;
    search.fetch.as_mut().unwrap().release = Some(Release {
        version: version.clone(),
        target: target.clone(),
        sha256: sha256.clone(),
    });
    telemetry::start(&config.logging).unwrap();
    run::run(config.action).unwrap();
}

fn with_release(data_dir: &Path, site: &ReleaseSite, release: &Release) -> Serving {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .env_clear()
        .args(["--exact", "serves_when_told", "--nocapture"]);
    let url = site.url();
    let Release {
        version,
        target,
        sha256,
    } = release;
    let values: [&Path; 5] = [
        data_dir,
        url.as_ref(),
        version.as_ref(),
        target.as_ref(),
        sha256.as_ref(),
    ];
    command.envs(CHILD.into_iter().zip(values));
    spawn(command)
}

#[tokio::test]
async fn a_first_start_fetches_and_serves_and_a_second_one_of_the_program_itself_asks_nobody() {
    let (release, bytes) = archive::of_this_machine(Extent::Server).await;
    let (home, site) = (TempDir::new().unwrap(), ReleaseSite::start(bytes, &[]));
    let mut first = with_release(home.path(), &site, &release);
    let (log, answer) = first.answer();
    first.stop();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let begin = format!(
        "fetching PostgreSQL {} from {}, once",
        release.version,
        site.host()
    );
    assert!(log.contains(&begin), "{log}");
    assert!(
        log.contains(&format!("fetched PostgreSQL {} (", release.version)),
        "{log}"
    );

    let mut second = program(home.path(), &site);
    let (log, answer) = second.answer();
    second.stop();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(!log.contains("fetch"), "{log}");
    assert_eq!(site.seen().len(), 1);
}

#[tokio::test]
async fn the_program_asks_for_the_pinned_release_and_refuses_another_file_in_one_sentence() {
    let (_, bytes) = archive::of_this_machine(Extent::Programs).await;
    let (home, site) = (TempDir::new().unwrap(), ReleaseSite::start(bytes, &[]));
    let mut refused = program(home.path(), &site);
    let mut said = String::new();
    refused.log.read_to_string(&mut said).unwrap();
    assert_eq!(refused.child.wait().unwrap().code(), Some(1));
    let error = said.lines().last().unwrap();
    assert!(
        error.starts_with("error: no PostgreSQL 15 or newer was found, and "),
        "{said}"
    );
    assert!(
        error.contains("has the wrong checksum and was thrown away"),
        "{said}"
    );
    let pinned = Fetch::into_data_dir(home.path()).release.unwrap();
    let Release { version, target, .. } = pinned;
    let path = format!("/releases/{version}/postgresql-{version}-{target}.tar.gz");
    assert_eq!(site.seen()[0].path, path);
}
