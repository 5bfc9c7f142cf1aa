//! The programs that answer over HTTP, each in a process of its own as in earnest: the server, and the yardstick.

use std::{net::SocketAddr, path::Path, process::Stdio, time::Duration};

use anyhow::{Context as _, bail, ensure};
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    time::{sleep, timeout},
};

/// How long a program may take until it listens.
const PATIENCE: Duration = Duration::from_mins(1);

/// A program that runs until this is dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) socket: SocketAddr,
}

impl Program {
    /// Starts it with a free port of this machine and waits until it listens there.
    pub(crate) async fn start(
        program: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> anyhow::Result<Self> {
        let socket = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
        let child = Command::new(program)
            .args(arguments)
            .arg(format!("--listen={socket}"))
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} does not run", program.display()))?;
        let mut started = Self { child, socket };
        let listens = timeout(PATIENCE, started.listens()).await;
        listens.with_context(|| format!("{} does not listen", program.display()))??;
        Ok(started)
    }

    async fn listens(&mut self) -> anyhow::Result<()> {
        while TcpStream::connect(self.socket).await.is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("ended at once: {status}");
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Its resident memory in MiB, as Linux tells it.
    pub(crate) fn resident(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()?)).ok()?;
        let told = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kib: f64 = told.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kib / 1024.0)
    }
}

/// What a command of the server prints.
pub(crate) async fn printed(
    program: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> anyhow::Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .envs(variables.iter().copied())
        .output()
        .await
        .with_context(|| format!("{} does not run", program.display()))?;
    let faults = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{}: {faults}", program.display());
    Ok(String::from_utf8(output.stdout)?)
}
