//! One running `postgres`: our child or one taken over; signals, and the end.

use std::path::PathBuf;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Child;
use tokio::time::{Instant, sleep};

use crate::error::LocalPostgresError;
use crate::postmaster::Postmaster;

const STEP: Duration = Duration::from_millis(10);
/// Five seconds; what ends later ends without us.
const BLOCKING_STEPS: u32 = 500;

/// PostgreSQL's words for the three ways down, each with the patience it is given.
const WAYS_DOWN: [(Signal, Duration); 3] = [
    (Signal::INT, Duration::from_secs(30)), // fast: transactions are rolled back, a checkpoint is written
    (Signal::QUIT, Duration::from_secs(10)), // immediate: recovery at the next start
    (Signal::KILL, Duration::from_secs(5)),
];

#[derive(Debug)]
pub(crate) struct Process {
    pid: Pid,
    child: Option<Child>,
    cluster: PathBuf,
}

impl Process {
    pub(crate) fn taken_over(postmaster: &Postmaster, cluster: PathBuf) -> Self {
        Self {
            pid: postmaster.pid,
            child: None,
            cluster,
        }
    }

    /// `None` when the child is gone already.
    pub(crate) fn of_child(child: Child, cluster: PathBuf) -> Option<Self> {
        let pid = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw)?;
        Some(Self {
            pid,
            child: Some(child),
            cluster,
        })
    }

    pub(crate) fn number(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        match &mut self.child {
            // A child we cannot ask about is one nobody can wait for any more.
            Some(child) => child.try_wait().map_or(true, |status| status.is_some()),
            None => Postmaster::read(&self.cluster)
                .is_none_or(|found| found.pid != self.pid || !found.is_alive(&self.cluster)),
        }
    }

    /// Asks for a fast shutdown and does not wait for it.
    pub(crate) fn ask_to_stop(&mut self) {
        if !self.has_ended() {
            // The only failure is that it has just gone.
            let _ = kill_process(self.pid, Signal::INT);
        }
    }

    /// A fast shutdown without a runtime, for `drop`; gives up after a while, and says whether it has ended.
    pub(crate) fn stop_blocking(&mut self) -> bool {
        self.ask_to_stop();
        for _ in 0..BLOCKING_STEPS {
            if self.has_ended() {
                return true;
            }
            std::thread::sleep(STEP);
        }
        false
    }

    pub(crate) async fn stop(&mut self) -> Result<(), LocalPostgresError> {
        for (signal, patience) in WAYS_DOWN {
            if self.has_ended() {
                return Ok(());
            }
            let _ = kill_process(self.pid, signal);
            if self.ends_within(patience).await {
                return Ok(());
            }
            tracing::warn!(pid = self.number(), ?signal, "PostgreSQL does not end");
        }
        Err(LocalPostgresError::Stop { pid: self.number() })
    }

    async fn ends_within(&mut self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        while Instant::now() < deadline {
            if self.has_ended() {
                return true;
            }
            sleep(STEP).await;
        }
        false
    }
}
