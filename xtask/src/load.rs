//! `cargo xtask load`: fills a database with accounts full of work, to try things out with.

use anyhow::Result;
use clap::Args;

use crate::process::{cargo, run};

/// Loads accounts beside whatever is in the database
#[derive(Args)]
pub(crate) struct Load {
    /// Tasks in all
    #[arg(long, default_value_t = 1_000_000)]
    tasks: u64,
    /// Accounts to make; the first gets half of the tasks
    #[arg(long, default_value_t = 20)]
    accounts: u32,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The database: without it the one that `DATABASE_URL` names
    #[arg(long)]
    database_url: Option<String>,
}

impl Load {
    pub(crate) async fn run(self) -> Result<()> {
        let build = ["run", "--quiet", "--release", "--package", "bench", "--", "load"];
        let mut load = cargo(build);
        load.args([
            format!("--tasks={}", self.tasks),
            format!("--accounts={}", self.accounts),
            format!("--seed={}", self.seed),
        ]);
        // Not as an argument: it may hold a password, and arguments are shown.
        if let Some(url) = self.database_url {
            load.env("DATABASE_URL", url);
        }
        run(load).await
    }
}
