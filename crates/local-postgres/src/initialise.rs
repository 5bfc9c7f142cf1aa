//! Makes a new cluster, whole or not at all.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use crate::binaries::Binaries;
use crate::data_directory::DataDirectory;
use crate::error::LocalPostgresError;
use crate::local_postgres::SUPERUSER;
use crate::runner::Runner;

/// Made beside its place and moved there when complete, so that an interrupted first start leaves no half cluster.
pub(crate) async fn initialise(
    data: &DataDirectory,
    binaries: &Binaries,
    runner: &Runner,
    durable: bool,
) -> Result<(), LocalPostgresError> {
    let (staging, cluster) = (data.staging(), data.cluster());
    if staging.exists() {
        fs::remove_dir_all(&staging).map_err(LocalPostgresError::file("remove", &staging))?;
    }
    DirBuilder::new()
        .mode(0o700)
        .create(&staging)
        .map_err(LocalPostgresError::file("create", &staging))?;
    runner.own(&staging)?;
    runner.check_enter(&staging).await?;
    initdb(&staging, binaries, runner, durable).await?;
    fs::rename(&staging, &cluster).map_err(LocalPostgresError::file("create", &cluster))?;
    if durable { sync(data.root()) } else { Ok(()) }
}

async fn initdb(
    staging: &Path,
    binaries: &Binaries,
    runner: &Runner,
    durable: bool,
) -> Result<(), LocalPostgresError> {
    let program = binaries.program("initdb");
    let mut command = runner.command(&program, staging);
    command
        .arg("--pgdata")
        .arg(staging)
        .args(["--username", SUPERUSER]);
    // The same order of texts on every machine; whoever can reach the socket's directory is the owner.
    command.args([
        "--encoding",
        "UTF8",
        "--locale",
        "C",
        "--auth-local",
        "trust",
        "--auth-host",
        "reject",
    ]);
    if !durable {
        command.arg("--no-sync");
    }
    let output = command
        .output()
        .await
        .map_err(|cause| LocalPostgresError::Run { program, cause })?;
    if output.status.success() {
        return Ok(());
    }
    let reason = decisive_line(&String::from_utf8_lossy(&output.stderr));
    Err(LocalPostgresError::Initialise {
        path: staging.to_owned(),
        reason,
    })
}

fn sync(directory: &Path) -> Result<(), LocalPostgresError> {
    let synced = File::open(directory).and_then(|directory| directory.sync_all());
    synced.map_err(LocalPostgresError::file("write", directory))
}

/// The line that says why, among those of a program of PostgreSQL.
pub(crate) fn decisive_line(output: &str) -> String {
    let marks = ["FATAL: ", "PANIC: ", "error: "];
    let marked = output.lines().rev().find_map(|line| {
        let (_, reason) = marks.iter().find_map(|mark| line.split_once(mark))?;
        Some(reason.trim())
    });
    let last = || output.lines().rev().map(str::trim).find(|line| !line.is_empty());
    marked.or_else(last).unwrap_or("it gave no reason").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_the_last_fatal_line() {
        let log = "x LOG:  starting\nx FATAL:  could not write lock file: No space left on device\nx LOG:  shut down\n";
        assert_eq!(
            decisive_line(log),
            "could not write lock file: No space left on device"
        );
        assert_eq!(decisive_line("initdb: error: no\n\n"), "no");
        assert_eq!(decisive_line(""), "it gave no reason");
    }
}
