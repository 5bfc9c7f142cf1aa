//! What `postmaster.pid` tells about a cluster that runs, or ran.

use std::fs;
use std::path::{Path, PathBuf};

use rustix::process::{Pid, test_kill_process};

/// A server process as its cluster's lock file describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Postmaster {
    pub(crate) pid: Pid,
    pub(crate) socket_directory: PathBuf,
    pub(crate) state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Starting,
    Ready,
    Stopping,
}

impl Postmaster {
    pub(crate) fn read(cluster: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(file(cluster)).ok()?)
    }

    fn parse(content: &str) -> Option<Self> {
        // pid, data directory, start time, port, socket directory, address, shared memory key, state
        let mut lines = content.lines().map(str::trim);
        // A negative number is a single-user process, which `initdb` runs and which never serves anybody.
        let pid = lines
            .next()?
            .parse()
            .ok()
            .filter(|pid| *pid > 0)
            .and_then(Pid::from_raw)?;
        let socket_directory = PathBuf::from(lines.nth(3).unwrap_or_default());
        let state = match lines.nth(2).unwrap_or_default() {
            "ready" => State::Ready,
            "stopping" => State::Stopping,
            _ => State::Starting,
        };
        Some(Self {
            pid,
            socket_directory,
            state,
        })
    }

    /// Whether it really runs: the number may have gone to another process since, or to a dead one nobody waits for.
    pub(crate) fn is_alive(&self, cluster: &Path) -> bool {
        exists(self.pid)
            && command_line(self.pid).is_none_or(|line| line.contains(&*cluster.to_string_lossy()))
    }

    /// PostgreSQL would refuse to start as long as a process with this number exists, whoever it is; only for one that
    /// [`Self::is_alive`] has shown not to be the cluster's.
    pub(crate) fn forget(&self, cluster: &Path) {
        if exists(self.pid) {
            tracing::warn!(
                pid = self.pid.as_raw_nonzero().get(),
                "the lock of a dead PostgreSQL names another process; removed"
            );
            let _ = fs::remove_file(file(cluster));
        }
    }
}

fn file(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

fn exists(pid: Pid) -> bool {
    // «Not permitted» is an answer about a process that exists.
    !matches!(test_kill_process(pid), Err(rustix::io::Errno::SRCH))
}

/// Empty for a dead process nobody has waited for; `None` where the system does not tell.
fn command_line(pid: Pid) -> Option<String> {
    let number = pid.as_raw_nonzero().get().to_string();
    if Path::new("/proc/self/cmdline").exists() {
        let raw = fs::read(Path::new("/proc").join(number).join("cmdline")).ok()?;
        return Some(String::from_utf8_lossy(&raw).into_owned());
    }
    let mut ps = std::process::Command::new("ps");
    let output = ps.args(["-ww", "-o", "command=", "-p", &number]).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const READY: &str = "4711\n/data\n1700000000\n5432\n/run/x\n\n  123 456\nready   \n";

    #[test]
    fn a_ready_server_is_described() {
        let found = Postmaster::parse(READY).unwrap();
        assert_eq!(found.pid, Pid::from_raw(4711).unwrap());
        assert_eq!(
            (found.socket_directory.as_path(), found.state),
            (Path::new("/run/x"), State::Ready)
        );
    }

    #[test]
    fn an_unfinished_file_is_a_starting_server() {
        assert_eq!(Postmaster::parse("4711\n/data\n").unwrap().state, State::Starting);
    }

    #[test]
    fn a_single_user_process_and_rubbish_are_no_server() {
        assert_eq!(Postmaster::parse("-4711\n/data\n"), None);
        assert_eq!(Postmaster::parse(""), None);
    }

    #[test]
    fn a_number_that_went_to_another_process_is_not_alive() {
        let pid = i32::try_from(std::process::id()).unwrap();
        let found = Postmaster::parse(&READY.replace("4711", &pid.to_string())).unwrap();
        assert!(!found.is_alive(Path::new("/nowhere/postgres")));
    }
}
