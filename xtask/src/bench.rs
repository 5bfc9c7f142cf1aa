//! `cargo xtask bench`: loads a throw-away PostgreSQL, measures on it, and writes a page about it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use tokio::process::Command;

use crate::cluster::Cluster;
use crate::database::query;
use crate::files::root;
use crate::process::{cargo, command, run};

/// Nothing acknowledged may be lost here either; the rest is what an operator would set for such an amount. Parallel
/// plans are off, because both cores are needed for what measures and what is measured.
const SETTINGS: [(&str, &str); 7] = [
    ("fsync", "on"),
    ("synchronous_commit", "on"),
    ("full_page_writes", "on"),
    ("shared_buffers", "1GB"),
    ("max_wal_size", "4GB"),
    ("maintenance_work_mem", "256MB"),
    ("max_parallel_workers_per_gather", "0"),
];

/// Measures on as many tasks as you like; what counts are the ratios within one run
#[derive(Args)]
pub(crate) struct Bench {
    /// Tasks in all; one account has half of them
    #[arg(long, default_value_t = 1_000_000)]
    tasks: u64,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Also see it grow, by numbers of tasks with commas between; the biggest of the usual ones takes an hour and 25 GB
    #[arg(
        long,
        value_delimiter = ',',
        num_args = 0..=1,
        default_missing_value = "10000,100000,1000000,5000000"
    )]
    growth: Vec<u64>,
    /// Only see what the server holds in memory while 64 clients ask for everything, for so many minutes
    #[arg(long, num_args = 0..=1, default_missing_value = "60")]
    memory: Option<u16>,
    /// The page that is written
    #[arg(long, default_value = "docs/BENCHMARKS.md")]
    output: PathBuf,
}

impl Bench {
    pub(crate) async fn run(self) -> Result<()> {
        let programs = Programs::build().await?;
        let cluster = Cluster::start_with(&SETTINGS).await?;
        let measured = self.measure(&programs, &cluster).await;
        let stopped = cluster.stop().await;
        measured.and(stopped)
    }

    async fn measure(&self, programs: &Programs, cluster: &Cluster) -> Result<()> {
        if let Some(minutes) = self.memory {
            return self.soak(programs, cluster, minutes).await;
        }
        let directory = tempfile::tempdir()?;
        let table = directory.path().join("growth.md");
        for tasks in &self.growth {
            let database = format!("growth_{tasks}");
            let url = cluster.create_database(&database).await?;
            self.load(programs, &url, *tasks).await?;
            let mut grow = programs.bench("grow");
            grow.arg(format!("--tasks={tasks}"))
                .arg(argument("--output", &table))
                .env("DATABASE_URL", url);
            run(grow).await?;
            // Before the next one comes: the disk need hold only one of them.
            query(&cluster.url("postgres"), &format!("drop database {database}")).await?;
        }
        let url = cluster.create_database("measured").await?;
        self.load(programs, &url, self.tasks).await?;
        let mut measure = programs.bench("measure");
        measure
            .arg(argument("--output", &self.output))
            .env("DATABASE_URL", &url);
        if !self.growth.is_empty() {
            measure.arg(argument("--growth", &table));
        }
        run(measure).await?;
        // Last, because it completes tasks.
        let mut endpoint = programs.bench("endpoint");
        endpoint
            .arg(argument("--output", &self.output))
            .arg(argument("--server", &programs.server()))
            .arg(argument("--pgbench", &cluster.programs().join("pgbench")))
            .env("DATABASE_URL", url);
        run(endpoint).await
    }

    async fn soak(&self, programs: &Programs, cluster: &Cluster, minutes: u16) -> Result<()> {
        let url = cluster.create_database("measured").await?;
        self.load(programs, &url, self.tasks).await?;
        let mut soak = programs.bench("soak");
        soak.arg(format!("--minutes={minutes}"))
            .arg(argument("--server", &programs.server()))
            .env("DATABASE_URL", url);
        run(soak).await
    }

    async fn load(&self, programs: &Programs, url: &str, tasks: u64) -> Result<()> {
        let mut load = programs.bench("load");
        load.args([format!("--tasks={tasks}"), format!("--seed={}", self.seed)])
            .env("DATABASE_URL", url);
        run(load).await
    }
}

fn argument(name: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(name);
    argument.push("=");
    argument.push(path);
    argument
}

/// What measures and what is measured, optimised as for a release. Built in one go: each alone would be built with other
/// features of what they share.
struct Programs(PathBuf);

impl Programs {
    async fn build() -> Result<Self> {
        let build = [
            "build",
            "--quiet",
            "--release",
            "--package",
            "bench",
            "--package",
            "server",
        ];
        run(cargo(build)).await?;
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
        Ok(Self(target.join("release")))
    }

    /// A command of the package `bench`.
    fn bench(&self, name: &str) -> Command {
        command(self.0.join("bench"), [name])
    }

    fn server(&self) -> PathBuf {
        self.0.join("task-outcomes")
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        bench: Bench,
    }

    #[test]
    fn growth_is_seen_by_the_usual_numbers_or_by_those_that_are_named() {
        let growth = |arguments: &[&str]| Cli::parse_from(arguments).bench.growth;
        assert!(growth(&["bench"]).is_empty());
        assert_eq!(
            growth(&["bench", "--growth"]),
            [10_000, 100_000, 1_000_000, 5_000_000]
        );
        assert_eq!(growth(&["bench", "--growth", "5,70"]), [5, 70]);
    }

    #[test]
    fn memory_is_seen_for_an_hour_or_as_many_minutes_as_are_named() {
        let minutes = |arguments: &[&str]| Cli::parse_from(arguments).bench.memory;
        assert_eq!(minutes(&["bench"]), None);
        assert_eq!(minutes(&["bench", "--memory"]), Some(60));
        assert_eq!(minutes(&["bench", "--memory", "5"]), Some(5));
    }
}
