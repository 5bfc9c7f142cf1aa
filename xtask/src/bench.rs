//! `cargo xtask bench`: loads a throw-away PostgreSQL, measures on it, and writes docs/BENCHMARKS.md.

use anyhow::Result;
use clap::Args;

use crate::cluster::Cluster;
use crate::process::{cargo, run};

/// Nothing acknowledged may be lost here either; the rest is what an operator would set for such an amount. Parallel
/// plans are off, because both cores are needed for what measures and what is measured.
const SETTINGS: [(&str, &str); 7] = [
    ("fsync", "on"),
    ("synchronous_commit", "on"),
    ("full_page_writes", "on"),
    ("shared_buffers", "1GB"),
    ("max_wal_size", "8GB"),
    ("maintenance_work_mem", "256MB"),
    ("max_parallel_workers_per_gather", "0"),
];

/// The page that is written.
const PAGE: &str = "docs/BENCHMARKS.md";

/// Tasks of the other databases that growth is seen by.
const GROWTH: [u64; 4] = [10_000, 100_000, 1_000_000, 5_000_000];

/// Measures on as many tasks as you like; what counts are the ratios within one run
#[derive(Args)]
pub(crate) struct Bench {
    /// Tasks in all; one account has half of them
    #[arg(long, default_value_t = 1_000_000)]
    tasks: u64,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Also measure on 10,000 to 5,000,000 tasks: takes an hour and 20 GB
    #[arg(long)]
    growth: bool,
}

impl Bench {
    pub(crate) async fn run(self) -> Result<()> {
        let cluster = Cluster::start_with(&SETTINGS).await?;
        let measured = self.measure(&cluster).await;
        let stopped = cluster.stop().await;
        measured.and(stopped)
    }

    async fn measure(&self, cluster: &Cluster) -> Result<()> {
        let url = self.load(cluster, self.tasks).await?;
        let mut measure = program("measure");
        measure.arg(format!("--output={PAGE}"));
        if self.growth {
            for tasks in GROWTH {
                let grown = if tasks == self.tasks {
                    url.clone()
                } else {
                    self.load(cluster, tasks).await?
                };
                measure.arg(format!("--growth={tasks}={grown}"));
            }
        }
        measure.env("DATABASE_URL", url);
        run(measure).await
    }

    async fn load(&self, cluster: &Cluster, tasks: u64) -> Result<String> {
        let url = cluster.create_database(&format!("tasks_{tasks}")).await?;
        let mut load = program("load");
        load.args([format!("--tasks={tasks}"), format!("--seed={}", self.seed)])
            .env("DATABASE_URL", &url);
        run(load).await?;
        Ok(url)
    }
}

/// A command of the package `bench`, optimised.
pub(crate) fn program(command: &str) -> tokio::process::Command {
    let build = ["run", "--quiet", "--release", "--package", "bench", "--", command];
    cargo(build)
}
