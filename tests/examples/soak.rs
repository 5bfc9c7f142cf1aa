//! `cargo xtask soak` runs this: many clients, many steps, and what is left must be whole.

use std::process::ExitCode;

use acceptance::soak::{Plan, run};
use clap::Parser;

/// Random commands by several clients at once; needs `TEST_DATABASE_URL`.
#[derive(Parser)]
struct Arguments {
    /// Commands and questions in all
    #[arg(long, default_value_t = 20_000)]
    steps: usize,
    /// Clients at once
    #[arg(long, default_value_t = 8)]
    clients: usize,
    /// Where chance starts
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { steps, clients, seed } = Arguments::parse();
    let report = run(&Plan { steps, clients, seed }).await;
    println!("{report}");
    if report.violations.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
