//! Brings a cluster to where it answers: takes a running one over, or starts it.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Child;
use tokio::time::{Instant, sleep};

use crate::binaries::Binaries;
use crate::data_directory::DataDirectory;
use crate::error::LocalPostgresError;
use crate::initialise::decisive_line;
use crate::local_postgres::SUPERUSER;
use crate::options::LocalPostgresOptions;
use crate::postmaster::{Postmaster, State};
use crate::process::Process;
use crate::runner::Runner;
use crate::socket::{PORT, SocketDirectory};
use crate::wire;

const STEP: Duration = Duration::from_millis(20);

/// A cluster that answers.
pub(crate) struct Running {
    pub(crate) process: Process,
    pub(crate) socket: SocketDirectory,
}

/// The cluster that an earlier, killed server left running, once it answers; `None` when there is none (any more).
pub(crate) async fn take_over(
    data: &DataDirectory,
    patience: Duration,
) -> Result<Option<Running>, LocalPostgresError> {
    let cluster = data.cluster();
    let deadline = Instant::now() + patience;
    while let Some(found) = Postmaster::read(&cluster) {
        let socket = SocketDirectory::of_running(data, &found.socket_directory);
        if !found.is_alive(&cluster) {
            found.forget(&cluster);
            socket.remove();
            return Ok(None);
        }
        let mut process = Process::taken_over(&found, cluster.clone());
        if found.state == State::Ready && wire::ping(&socket.socket(), SUPERUSER).await.is_ok() {
            tracing::info!(
                pid = process.number(),
                "took over the PostgreSQL that an earlier server left running"
            );
            return Ok(Some(Running { process, socket }));
        }
        if deadline < Instant::now() {
            // It runs, is ours, and cannot be reached: a fresh start is the way back.
            process.stop().await?;
            socket.remove();
            return Ok(None);
        }
        sleep(STEP).await;
    }
    Ok(None)
}

/// The cluster of another server that is at work, if it answers now.
pub(crate) async fn join(data: &DataDirectory) -> Option<Running> {
    let cluster = data.cluster();
    let found = Postmaster::read(&cluster).filter(|found| found.state == State::Ready)?;
    let socket = SocketDirectory::of_running(data, &found.socket_directory);
    wire::ping(&socket.socket(), SUPERUSER).await.ok()?;
    Some(Running {
        process: Process::taken_over(&found, cluster),
        socket,
    })
}

/// Starts the cluster and waits until it answers.
pub(crate) async fn launch(
    data: &DataDirectory,
    binaries: &Binaries,
    runner: &Runner,
    options: &LocalPostgresOptions,
) -> Result<Running, LocalPostgresError> {
    let deadline = Instant::now() + options.startup_timeout;
    runner.check_enter(&data.cluster()).await?;
    loop {
        let socket = SocketDirectory::create(data, runner)?;
        let child = spawn(data, binaries, runner, options, &socket)?;
        match until_ready(data, child, &socket, deadline).await {
            Ok(process) => return Ok(Running { process, socket }),
            Err(LocalPostgresError::Start { reason, .. })
                if still_dying(&reason) && Instant::now() < deadline =>
            {
                socket.remove();
                sleep(STEP * 10).await;
            }
            Err(failed) => {
                if matches!(failed, LocalPostgresError::Start { .. }) {
                    socket.remove();
                }
                return Err(failed);
            }
        }
    }
}

/// After `kill -9` of the postmaster its backends notice a moment later; until then PostgreSQL rightly refuses.
fn still_dying(reason: &str) -> bool {
    reason.contains("shared memory block")
}

fn spawn(
    data: &DataDirectory,
    binaries: &Binaries,
    runner: &Runner,
    options: &LocalPostgresOptions,
    socket: &SocketDirectory,
) -> Result<Child, LocalPostgresError> {
    let log = data.fresh_log()?;
    let copy = log
        .try_clone()
        .map_err(LocalPostgresError::file("write", &data.log()))?;
    let program = binaries.program("postgres");
    let mut command = runner.command(&program, &data.cluster());
    command
        .arg("-D")
        .arg(data.cluster())
        .args(["-p", PORT])
        .arg("-k")
        .arg(socket.path());
    for (name, value) in settings(options) {
        command.arg("-c").arg(format!("{name}={value}"));
    }
    // A group of its own: Ctrl-C in a terminal is for us, who stop it in order.
    command
        .process_group(0)
        .stdout(Stdio::from(log))
        .stderr(Stdio::from(copy));
    command
        .spawn()
        .map_err(|cause| LocalPostgresError::Run { program, cause })
}

/// On the command line they win over a `postgresql.conf` edited by hand.
fn settings(options: &LocalPostgresOptions) -> impl Iterator<Item = (&str, &str)> {
    let ours = [
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
        ("timezone", "UTC"),
        ("log_timezone", "UTC"),
        // What people typed stays out of the log: details and statements carry values.
        ("log_error_verbosity", "terse"),
        ("log_min_error_statement", "panic"),
    ];
    let fast = [
        ("fsync", "off"),
        ("synchronous_commit", "off"),
        ("full_page_writes", "off"),
    ];
    let fast = fast.into_iter().filter(|_| !options.durable);
    let further = options
        .settings
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    ours.into_iter().chain(fast).chain(further)
}

async fn until_ready(
    data: &DataDirectory,
    child: Child,
    socket: &SocketDirectory,
    deadline: Instant,
) -> Result<Process, LocalPostgresError> {
    let started = Instant::now();
    let mut unready = Unready(Process::of_child(child, data.cluster()));
    loop {
        if unready.has_ended() {
            return Err(failed(data));
        }
        let is_ready = Postmaster::read(&data.cluster()).is_some_and(|found| found.state == State::Ready);
        if is_ready && wire::ping(&socket.socket(), SUPERUSER).await.is_ok() {
            return unready.0.take().ok_or_else(|| failed(data));
        }
        if deadline < Instant::now() {
            // A long recovery goes on, rather than from its beginning again.
            unready.0 = None;
            let seconds = started.elapsed().as_secs();
            return Err(LocalPostgresError::StartTimeout {
                seconds,
                log: data.log(),
            });
        }
        sleep(STEP).await;
    }
}

/// A process on its way up; whoever stops waiting for it, at Ctrl-C for instance, does not leave it behind.
struct Unready(Option<Process>);

impl Unready {
    fn has_ended(&mut self) -> bool {
        self.0.as_mut().is_none_or(Process::has_ended)
    }
}

impl Drop for Unready {
    fn drop(&mut self) {
        if let Some(process) = &mut self.0 {
            process.ask_to_stop();
        }
    }
}

fn failed(data: &DataDirectory) -> LocalPostgresError {
    let log = data.log();
    let content = fs::read(&log).unwrap_or_default();
    LocalPostgresError::Start {
        reason: decisive_line(&String::from_utf8_lossy(&content)),
        log,
    }
}
