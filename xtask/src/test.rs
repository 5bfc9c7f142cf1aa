//! `cargo xtask test`: starts what the tests need, runs them, stops what it started.

use std::fs;
use std::path::Path;

use anyhow::Result;
use clap::Args;
use tokio::process::Command;

use crate::cluster::Cluster;
use crate::files::{root, rust_sources};
use crate::process::{cargo, run, succeeds};

/// The superuser's address of the cluster for this run; the tests make databases of their own in it.
pub(crate) const DATABASE_URL: &str = "TEST_DATABASE_URL";

/// The store of the servers that tests start.
const STORE: &str = "TEST_STORE";

/// The directory of that cluster's programs, for tests that start one of their own.
const PG_BIN: &str = "PG_BIN";

/// More connections than the default of 100: tests run in parallel, each with a server and its pool.
pub(crate) const SETTINGS: [(&str, &str); 1] = [("max_connections", "400")];

/// Runs `cargo nextest`, or `cargo test` where it is not installed, and then the examples of the documentation.
#[derive(Args, Default)]
pub(crate) struct Test {
    /// Only the acceptance tests, over memory: without PostgreSQL. All tests end with them anyway
    #[arg(long)]
    memory: bool,
    /// What to pass on, such as `-- --package domain`
    #[arg(last = true)]
    arguments: Vec<String>,
}

impl Test {
    pub(crate) async fn run(self) -> Result<()> {
        if self.memory {
            return self.over_memory(&["--package", "acceptance"]).await;
        }
        let cluster = Cluster::start_with(&SETTINGS).await?;
        let tests = self.tests(&cluster).await;
        let stopped = cluster.stop().await;
        tests.and(stopped)
    }

    async fn tests(&self, cluster: &Cluster) -> Result<()> {
        let url = cluster.url("postgres");
        let (mut tests, _) = runner(&self.arguments).await;
        tests
            .args(&self.arguments)
            .env(DATABASE_URL, &url)
            .env(PG_BIN, cluster.programs());
        run(tests).await?;
        if self.arguments.is_empty() && has_documentation_tests(&root().join("crates"))? {
            let mut examples = cargo(["test", "--workspace", "--doc", "--quiet"]);
            examples.env(DATABASE_URL, url);
            run(examples).await?;
        }
        if self.arguments.is_empty() {
            // All packages are built: to choose one would build it once more, with the features that it alone needs.
            self.over_memory(&["--workspace"]).await?;
        }
        Ok(())
    }

    /// The acceptance tests but those that look into PostgreSQL. Only nextest can choose them among all packages.
    async fn over_memory(&self, packages: &[&str]) -> Result<()> {
        let (mut tests, is_nextest) = runner(&["--package".to_owned()]).await;
        if is_nextest {
            tests
                .args(packages)
                .args([
                    "-E",
                    "package(acceptance) and kind(test) and not test(on_postgres)",
                ])
                .args(&self.arguments);
        } else {
            tests
                .args([
                    "--package",
                    "acceptance",
                    "--test",
                    "*",
                    "--",
                    "--skip",
                    "on_postgres",
                ])
                .args(&self.arguments);
        }
        tests.env(STORE, "memory");
        run(tests).await
    }
}

/// All packages, unless the arguments choose some; and whether it is nextest.
async fn runner(arguments: &[String]) -> (Command, bool) {
    let is_nextest = succeeds(cargo(["nextest", "--version"])).await;
    let mut tests = if is_nextest {
        let mut tests = cargo(["nextest", "run"]);
        if std::env::var_os("CI").is_some() {
            tests.args(["--profile", "ci"]);
        }
        tests
    } else {
        eprintln!("cargo-nextest is not installed; falling back to `cargo test`");
        cargo(["test", "--all-targets"])
    };
    let chosen = |argument: &String| argument == "-p" || argument.starts_with("--package");
    if !arguments.iter().any(chosen) {
        tests.arg("--workspace");
    }
    (tests, is_nextest)
}

/// Whether some documentation comment holds a block that rustdoc would run.
fn has_documentation_tests(directory: &Path) -> Result<bool> {
    for path in rust_sources(directory)? {
        if has_runnable_block(&fs::read_to_string(&path)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn has_runnable_block(source: &str) -> bool {
    let comments = source.lines().map(str::trim_start);
    let blocks = comments.filter_map(|line| line.strip_prefix("///").or_else(|| line.strip_prefix("//!")));
    blocks
        .map(str::trim)
        .any(|line| line == "```" || line == "```rust" || line == "```no_run")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_other_languages_are_no_tests() {
        assert!(has_runnable_block("//! ```\n//! let a = 1;\n//! ```"));
        assert!(!has_runnable_block("let block = \"```\";"));
    }
}
