//! `cargo xtask migrate`: makes, runs, reverts and checks migrations, through the adapter that serves them.

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};

use crate::cluster::Cluster;
use crate::database;
use crate::files::{self, root};
use crate::process::{cargo, command, output};

/// Needs `DATABASE_URL`, except for `new` and `check`.
#[derive(Args)]
pub(crate) struct Migrate {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Make the directory of a new migration
    New {
        /// What it does, in snake case: `outcomes_description`
        what: String,
    },
    /// Run what is missing
    Run(Database),
    /// Revert the latest one
    Revert(Database),
    /// Revert the latest one and run it again
    Redo(Database),
    /// Prove on a throw-away database that all can be undone: up, down, up again give the same dump
    Check,
}

#[derive(Args)]
struct Database {
    /// The database; its user owns it
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

impl Migrate {
    pub(crate) async fn run(self) -> Result<()> {
        match self.action {
            Action::New { what } => new(&what).await,
            Action::Run(database) => migrate(&database.database_url, "up").await,
            Action::Revert(database) => migrate(&database.database_url, "revert").await,
            Action::Redo(database) => migrate(&database.database_url, "redo").await,
            Action::Check => check().await,
        }
    }
}

/// Runs the adapter's own harness, in a process of its own so that `cargo xtask` need not build the adapter to start.
pub(crate) async fn migrate(url: &str, action: &str) -> Result<()> {
    let mut harness = cargo([
        "run",
        "--quiet",
        "--package",
        "adapter-postgres",
        "--example",
        "migrate",
        "--",
    ]);
    harness.args([url, action]).stdout(std::process::Stdio::null());
    if harness.status().await.context("cannot start cargo")?.success() {
        return Ok(());
    }
    bail!("migrating ({action}) failed")
}

/// Up, all down, up again: the second dump of each state equals the first.
pub(crate) async fn check() -> Result<()> {
    let cluster = Cluster::start().await?;
    let checked = up_down_up(&cluster).await;
    let stopped = cluster.stop().await;
    checked.and(stopped)?;
    println!("migrations: up, down, up again give the same dump");
    Ok(())
}

async fn up_down_up(cluster: &Cluster) -> Result<()> {
    let url = cluster.create_database("migrate_check").await?;
    // What comes before all migrations, such as roles and their place in the schema, stays when they are reverted.
    migrate(&url, "pending").await?;
    let empty = dump(&url).await?;
    migrate(&url, "up").await?;
    let migrated = dump(&url).await?;
    migrate(&url, "down").await?;
    same(
        "reverting all migrations does not lead back",
        &empty,
        &dump(&url).await?,
    )?;
    migrate(&url, "up").await?;
    same(
        "running all migrations a second time ends elsewhere",
        &migrated,
        &dump(&url).await?,
    )
}

/// The schema as statements, by the `pg_dump` that belongs to the server.
async fn dump(url: &str) -> Result<String> {
    let rows = database::query(url, "select setting from pg_config() where name = 'BINDIR'").await?;
    let directory: String = rows
        .first()
        .context("the server does not say where its programs are")?
        .try_get(0)?;
    let program = format!("{directory}/pg_dump");
    let dump = output(command(program, ["--schema-only", "--dbname", url])).await?;
    let text = String::from_utf8(dump)?;
    // Newer dumps begin and end with a key of their own, made by chance.
    Ok(text
        .split_inclusive('\n')
        .filter(|line| !is_dump_key(line))
        .collect())
}

fn is_dump_key(line: &str) -> bool {
    line.starts_with("\\restrict ") || line.starts_with("\\unrestrict ")
}

fn same(fault: &str, expected: &str, found: &str) -> Result<()> {
    let differs = |(one, other): &(&str, &str)| one != other;
    if expected == found {
        return Ok(());
    }
    let first = expected.lines().zip(found.lines()).find(differs);
    let (expected, found) = first.unwrap_or(("the end of one dump", "more lines in the other"));
    bail!("{fault}; first difference:\n  expected: {expected}\n  found:    {found}")
}

async fn new(what: &str) -> Result<()> {
    if what.is_empty()
        || !what
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    {
        bail!("a migration's name is in snake case, such as `outcomes_description`");
    }
    let stamp = output(command("date", ["-u", "+%Y-%m-%d-%H%M%S"])).await?;
    let directory = root()
        .join("migrations")
        .join(format!("{}_{what}", String::from_utf8(stamp)?.trim()));
    files::write(
        &directory.join("up.sql"),
        b"-- what it does, and why it is safe while the previous version serves\n",
    )?;
    files::write(&directory.join("down.sql"), b"-- undoes exactly that\n")?;
    println!("made {}", directory.display());
    println!("write up.sql and down.sql, then run `cargo xtask migrate check` and `cargo xtask codegen`");
    Ok(())
}

/// A migrated database for the code generator.
pub(crate) async fn migrated(cluster: &Cluster, name: &str) -> Result<String> {
    let url = cluster.create_database(name).await?;
    migrate(&url, "up").await?;
    Ok(url)
}
