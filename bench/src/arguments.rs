//! What `bench` is told on its command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
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
pub(crate) struct Load {
    /// Tasks in all
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) tasks: u64,
    /// Accounts to make; the first gets half of the tasks
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) accounts: u32,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The database
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
}

#[derive(Args)]
pub(crate) struct Measure {
    /// The database, with a superuser's login
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: String,
    /// The table of growth
    #[arg(long)]
    pub(crate) growth: Option<PathBuf>,
    /// How often each side is asked
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u8).range(5..))]
    pub(crate) rounds: u8,
    /// The page
    #[arg(long)]
    pub(crate) output: PathBuf,
}

#[derive(Args)]
pub(crate) struct EndpointArgs {
    /// The database, with a superuser's login
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: String,
    /// The server's program
    #[arg(long)]
    pub(crate) server: PathBuf,
    /// pgbench
    #[arg(long, default_value = "pgbench")]
    pub(crate) pgbench: PathBuf,
    /// How many slices of time each side gets
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..))]
    pub(crate) rounds: u8,
    /// Seconds of a slice
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..))]
    pub(crate) slice: u8,
    /// The page
    #[arg(long)]
    pub(crate) output: PathBuf,
}

#[derive(Args)]
pub(crate) struct Soak {
    /// The database, with a superuser's login
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: String,
    /// The server's program
    #[arg(long)]
    pub(crate) server: PathBuf,
    /// How many ask at once
    #[arg(long, default_value_t = 64)]
    pub(crate) clients: u16,
    /// For how long
    #[arg(long, default_value_t = 60)]
    pub(crate) minutes: u16,
}

#[derive(Args)]
pub(crate) struct Handler {
    /// The database
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: String,
    /// Id of the account
    #[arg(long)]
    pub(crate) account: String,
    /// Where to listen
    #[arg(long)]
    pub(crate) listen: SocketAddr,
}

#[derive(Args)]
pub(crate) struct Grow {
    /// The database, with a superuser's login
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: String,
    /// How many tasks were loaded
    #[arg(long)]
    pub(crate) tasks: u64,
    /// How often each side is asked
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u8).range(5..))]
    pub(crate) rounds: u8,
    /// The table
    #[arg(long)]
    pub(crate) output: PathBuf,
}
