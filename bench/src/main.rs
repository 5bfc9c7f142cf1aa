//! What `cargo xtask load` and `cargo xtask bench` run.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Context as _;
use bench::{
    Site,
    endpoint::{Course, Endpoint, Minute, serve_handler},
    growth_row,
    harness::Rounds,
    load::{Loaded, Plan, load},
    report::{compare, drilled, grown, ninety_days, three_years},
    search, write_endpoint, write_page,
};
use clap::{Args, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

/// As the server does, whose store is measured here, and the yardsticks with it.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Load accounts full of work into a database
    Load(Load),
    /// Measure on databases that were loaded, and write a page about it
    Measure(Measure),
    /// Measure what the server answers over HTTP on a database that was loaded, and add it to the page; adds tasks
    Endpoint(EndpointArgs),
    /// Ask the server for all of it for a long time, and tell each minute how much memory it holds; adds tasks
    Soak(Soak),
    /// Answer over HTTP with the JSON of plain SQL: the yardstick, started by `endpoint`
    #[command(hide = true)]
    Handler(Handler),
    /// Measure a little on a database that was loaded, and add a row to the table of growth
    Grow(Grow),
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

#[derive(Args)]
struct Measure {
    /// The database, with a superuser's login
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// The table of growth
    #[arg(long)]
    growth: Option<PathBuf>,
    /// How often each side is asked
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u8).range(5..))]
    rounds: u8,
    /// The page
    #[arg(long)]
    output: PathBuf,
}

#[derive(Args)]
struct EndpointArgs {
    /// The database, with a superuser's login
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// The server's program
    #[arg(long)]
    server: PathBuf,
    /// pgbench
    #[arg(long, default_value = "pgbench")]
    pgbench: PathBuf,
    /// How many slices of time each side gets
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
    /// Seconds of a slice
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..))]
    slice: u8,
    /// The page
    #[arg(long)]
    output: PathBuf,
}

#[derive(Args)]
struct Soak {
    /// The database, with a superuser's login
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// The server's program
    #[arg(long)]
    server: PathBuf,
    /// How many ask at once
    #[arg(long, default_value_t = 64)]
    clients: u16,
    /// For how long
    #[arg(long, default_value_t = 60)]
    minutes: u16,
}

#[derive(Args)]
struct Handler {
    /// The database
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// Id of the account
    #[arg(long)]
    account: String,
    /// Where to listen
    #[arg(long)]
    listen: SocketAddr,
}

#[derive(Args)]
struct Grow {
    /// The database, with a superuser's login
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// How many tasks were loaded
    #[arg(long)]
    tasks: u64,
    /// How often each side is asked
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u8).range(5..))]
    rounds: u8,
    /// The table
    #[arg(long)]
    output: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Load(command) => command.run().await,
        Command::Measure(command) => command.run().await,
        Command::Endpoint(command) => command.run().await,
        Command::Soak(command) => command.run().await,
        Command::Handler(command) => {
            serve_handler(&command.database_url, command.account, command.listen).await
        }
        Command::Grow(command) => command.run().await,
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

impl Soak {
    async fn run(self) -> anyhow::Result<()> {
        let endpoint = Endpoint {
            url: self.database_url,
            server: self.server,
        };
        let tell = |minute: Minute| {
            let Minute {
                number,
                rate,
                resident,
            } = minute;
            let resident = resident.unwrap_or_default();
            println!("{number} min: {rate:.0} answers per second, {resident:.1} MiB resident");
        };
        endpoint.soak(self.clients.into(), self.minutes, tell).await
    }
}

impl Measure {
    async fn run(self) -> anyhow::Result<()> {
        let rounds = rounds(self.rounds);
        let site = Site::open(&self.database_url).await?;
        let parts = [
            (
                "W4a: the report over three years",
                compare(&site, three_years(&site)?, rounds).await?,
            ),
            (
                "W4b: the report over 90 days, filtered",
                compare(&site, ninety_days(&site)?, rounds).await?,
            ),
            (
                "Other questions, three years",
                compare(&site, drilled(&site)?, rounds).await?,
            ),
        ];
        let searched = search::compare(&site, self.rounds.into()).await?;
        let growth = self.growth.map(std::fs::read_to_string).transpose();
        let growth = growth
            .context("cannot read the table of growth")?
            .unwrap_or_default();
        let page = write_page(&site, &parts, &searched, &growth).await?;
        let written = std::fs::write(&self.output, page);
        written.with_context(|| format!("cannot write {}", self.output.display()))?;
        println!("wrote {}", self.output.display());
        Ok(())
    }
}

impl EndpointArgs {
    async fn run(self) -> anyhow::Result<()> {
        let endpoint = Endpoint {
            url: self.database_url,
            server: self.server,
        };
        let course = Course {
            pgbench: self.pgbench,
            slice: Duration::from_secs(self.slice.into()),
            rounds: self.rounds.into(),
        };
        let part = write_endpoint(&endpoint.measure(&course).await?);
        print!("{part}");
        let mut page = std::fs::read_to_string(&self.output).unwrap_or_default();
        page.push_str(&part);
        std::fs::write(&self.output, page).context("cannot write the page")
    }
}

impl Grow {
    async fn run(self) -> anyhow::Result<()> {
        let site = Site::open(&self.database_url).await?;
        let outcomes = compare(&site, grown(&site)?, rounds(self.rounds)).await?;
        let mut table = std::fs::read_to_string(&self.output).unwrap_or_default();
        table.push_str(&growth_row(self.tasks, site.tasks(), &outcomes, table.is_empty()));
        print!("{table}");
        std::fs::write(&self.output, table).context("cannot write the table of growth")
    }
}

fn rounds(counted: u8) -> Rounds {
    Rounds {
        warming: 2,
        counted: counted.into(),
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
