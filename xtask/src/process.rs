//! Starts other programs, and ends with them: a failure is one sentence that names the command.

use std::ffi::OsStr;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
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
    let child = command
        .spawn()
        .with_context(|| format!("cannot start `{shown}`"))?;
    wait(child, &shown).await
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

/// Waits for the end of the child. Ctrl-C reaches it too, so it is given the time to end by itself; a SIGTERM is for
/// us alone and is passed on as a kill. Either way we return, so that the caller stops what it started.
async fn wait(mut child: Child, shown: &str) -> Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        status = child.wait() => {
            let status = status?;
            if status.success() { Ok(()) } else { bail!("`{shown}` failed ({status})") }
        }
        _ = interrupt.recv() => {
            child.wait().await?;
            bail!("`{shown}` was interrupted")
        }
        _ = terminate.recv() => {
            child.kill().await?;
            bail!("`{shown}` was ended")
        }
    }
}

fn show(command: &Command) -> String {
    let command = command.as_std();
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
