//! Starts other programs, and ends with them: a failure is one sentence that names the command.

use std::ffi::OsStr;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use std::{io, thread};

use anyhow::{Context as _, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};

use crate::files::root;

/// `cargo` in the root of the workspace: the one that runs us.
pub(crate) fn cargo<I: AsRef<OsStr>>(arguments: impl IntoIterator<Item = I>) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command(cargo, arguments)
}

/// A program in the root of the workspace, without standard input.
pub(crate) fn command<I: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    arguments: impl IntoIterator<Item = I>,
) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Prints the command, runs it, and fails unless it succeeds.
pub(crate) async fn run(mut command: Command) -> Result<()> {
    let shown = show(&command);
    eprintln!("$ {shown}");
    let mut group = Group::spawn(&mut command).with_context(|| format!("cannot start `{shown}`"))?;
    let status = group.wait().await?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// What the command prints on standard output; its standard error is ours.
pub(crate) async fn output(mut command: Command) -> Result<Vec<u8>> {
    let shown = show(&command);
    let output = command.stderr(Stdio::inherit()).output().await;
    let output = output.with_context(|| format!("cannot start `{shown}`"))?;
    if !output.status.success() {
        bail!("`{shown}` failed ({})", output.status);
    }
    Ok(output.stdout)
}

/// Whether the command can be started and succeeds; it prints nothing.
pub(crate) async fn succeeds(mut command: Command) -> bool {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().await;
    status.is_ok_and(|status| status.success())
}

/// Waits for SIGINT or SIGTERM. Whoever drops its work then stops what it started: see [`Group`] and `Cluster`.
pub(crate) async fn interrupted() -> Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => bail!("interrupted"),
        _ = terminate.recv() => bail!("ended by a signal"),
    }
}

/// A running command with all that it started: `cargo nextest` is three generations of processes.
struct Group {
    child: Child,
    leader: Option<Pid>,
}

impl Group {
    fn spawn(command: &mut Command) -> io::Result<Self> {
        let child = command.process_group(0).spawn()?;
        let leader = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw);
        Ok(Self { child, leader })
    }

    async fn wait(&mut self) -> io::Result<ExitStatus> {
        let status = self.child.wait().await?;
        self.leader = None;
        Ok(status)
    }
}

impl Drop for Group {
    /// Asks all of them to end, and makes them when they have not after ten seconds.
    fn drop(&mut self) {
        let Some(leader) = self.leader else { return };
        // An error says that nobody is left, which is what is wanted.
        let _ = kill_process_group(leader, Signal::TERM);
        for _ in 0..100 {
            let _ = self.child.try_wait(); // an ended leader counts as alive until it was waited for
            if test_kill_process_group(leader).is_err() {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        let _ = kill_process_group(leader, Signal::KILL);
    }
}

fn show(command: &Command) -> String {
    let command = command.as_std();
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
