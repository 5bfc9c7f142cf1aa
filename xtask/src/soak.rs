//! `cargo xtask soak`: random commands by many clients on a throw-away PostgreSQL, then every invariant.

use anyhow::Result;
use clap::Args;

use crate::cluster::Cluster;
use crate::process::{cargo, run};
use crate::test::{DATABASE_URL, SETTINGS};

/// Fails when an invariant is broken, or when a client got an error that nobody can act on.
#[derive(Args)]
pub(crate) struct Soak {
    /// Commands and questions in all
    #[arg(long, default_value_t = 20_000)]
    steps: u32,
    /// Clients at once
    #[arg(long, default_value_t = 8)]
    clients: u32,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Soak {
    pub(crate) async fn run(self) -> Result<()> {
        let cluster = Cluster::start_with(&SETTINGS).await?;
        let mut clients = cargo([
            "run",
            "--quiet",
            "--package",
            "acceptance",
            "--example",
            "soak",
            "--",
        ]);
        clients
            .args([
                format!("--steps={}", self.steps),
                format!("--clients={}", self.clients),
            ])
            .arg(format!("--seed={}", self.seed))
            .env(DATABASE_URL, cluster.url("postgres"));
        let soaked = run(clients).await;
        let stopped = cluster.stop().await;
        soaked.and(stopped)
    }
}
