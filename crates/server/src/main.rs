//! The program `task-outcomes`: reads the configuration and starts what it asks for.

use std::process::ExitCode;

use server::config::Config;
use server::{run, telemetry};

/// An answer is hundreds of futures and values that live for a moment, which the allocator of the C library is slow with.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let config = match Config::load() {
        Ok(config) => config,
        Err(faults) => {
            faults.iter().for_each(|fault| eprintln!("error: {fault}"));
            return ExitCode::from(2);
        }
    };
    let done = telemetry::start(&config.logging).and_then(|()| run::run(config.action));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
