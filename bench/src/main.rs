//! What `cargo xtask load` and `cargo xtask bench` run.

use std::{process::ExitCode, time::Duration};

use anyhow::Context as _;
use bench::load::{Loaded, Plan, load};
use clap::{Args, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Load accounts full of work into a database
    Load(Load),
}

#[derive(Args)]
struct Load {
    /// Tasks in all
    #[arg(long, default_value_t = 1_000_000)]
    tasks: u64,
    /// Accounts to make; the first gets half of the tasks
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    accounts: u32,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The database
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Load(command) => command.run().await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Load {
    async fn run(self) -> anyhow::Result<()> {
        let url = self.database_url.filter(|url| !url.is_empty()).context(
            "which database? name it with --database-url or DATABASE_URL, such as postgres://user@host:5432/database; \
             new accounts are made in it beside whatever is there",
        )?;
        let plan = Plan {
            tasks: self.tasks,
            accounts: self.accounts,
            seed: self.seed,
        };
        let progress = progress_bar(plan.tasks)?;
        let loaded = load(&url, &plan, &progress).await?;
        progress.finish_and_clear();
        print(&loaded, progress.elapsed());
        Ok(())
    }
}

fn progress_bar(tasks: u64) -> anyhow::Result<ProgressBar> {
    let style = ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} tasks, {elapsed} {msg}")?;
    let progress = ProgressBar::new(tasks).with_style(style);
    progress.enable_steady_tick(Duration::from_millis(200));
    Ok(progress)
}

fn print(loaded: &[Loaded], took: Duration) {
    println!("{:36}  {:>9}  {:36}  name", "account", "tasks", "an admin");
    for Loaded {
        id,
        name,
        tasks,
        admin,
    } in loaded
    {
        println!("{}  {tasks:>9}  {}  {name}", id.uuid(), admin.uuid());
    }
    println!("loaded in {} s", took.as_secs());
    if let Some(Loaded { id, admin, .. }) = loaded.first() {
        let (account, user) = (id.uuid(), admin.uuid());
        println!("a token for the first: task-outcomes token create --account {account} --user {user}");
    }
}
