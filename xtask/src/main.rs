//! The developer's commands: knows files and processes, no business.

mod bench;
mod check;
mod cluster;
mod codegen;
mod contract;
mod database;
mod dev;
mod edges;
mod files;
mod fuzz;
mod load;
mod migrate;
mod process;
mod soak;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, checks and runs the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the generated files: those of `GraphiQL`, the SDL, the Diesel schema
    Codegen(codegen::Codegen),
    /// Prove that the API keeps what was promised
    Contract(contract::Contract),
    /// Prove that every numbered edge has a test
    Edges(edges::Edges),
    /// Make, run, revert and check migrations
    Migrate(migrate::Migrate),
    /// Run every test, on a throw-away PostgreSQL that is stopped afterwards
    Test(test::Test),
    /// Run many clients at once, and look for broken invariants
    Soak(soak::Soak),
    /// Try random documents and requests on what reads them
    Fuzz(fuzz::Fuzz),
    /// Fill a database with accounts full of work, to try things out with
    Load(load::Load),
    /// Measure what must be fast, and write docs/BENCHMARKS.md
    Bench(bench::Bench),
    /// Run all that CI runs
    Check(check::Check),
    /// Run the server with demo data, unoptimised
    Dev(dev::Dev),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let command = Cli::parse().command;
    let result = tokio::select! {
        result = run(command) => result,
        interrupted = process::interrupted() => interrupted,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Codegen(command) => command.run().await,
        Command::Contract(command) => command.run(),
        Command::Edges(command) => command.run(),
        Command::Migrate(command) => command.run().await,
        Command::Test(command) => command.run().await,
        Command::Soak(command) => command.run().await,
        Command::Fuzz(command) => command.run().await,
        Command::Bench(command) => command.run().await,
        Command::Load(command) => command.run().await,
        Command::Check(command) => command.run().await,
        Command::Dev(command) => command.run().await,
    }
}
