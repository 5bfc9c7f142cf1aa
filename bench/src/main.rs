//! What `cargo xtask load` and `cargo xtask bench` run.

mod arguments;

use std::{process::ExitCode, time::Duration};

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
use clap::Parser as _;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::runtime::Builder;

use crate::arguments::{Cli, Command, EndpointArgs, Grow, Load, Measure, Soak};

/// As the server does, whose store is measured here, and the yardsticks with it.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whoever asks over HTTP does so from one thread: several would spend time on waking each other, which they take from whom
/// they ask.
fn run(command: Command) -> anyhow::Result<()> {
    let mut threads = match command {
        Command::Endpoint(_) | Command::Soak(_) => Builder::new_current_thread(),
        Command::Load(_) | Command::Measure(_) | Command::Handler(_) | Command::Grow(_) => {
            Builder::new_multi_thread()
        }
    };
    threads.enable_all().build()?.block_on(async {
        match command {
            Command::Load(command) => command.run().await,
            Command::Measure(command) => command.run().await,
            Command::Endpoint(command) => command.run().await,
            Command::Soak(command) => command.run().await,
            Command::Handler(command) => {
                serve_handler(&command.database_url, command.account, command.listen).await
            }
            Command::Grow(command) => command.run().await,
        }
    })
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
