//! The program `task-outcomes`: reads the configuration and starts what it asks for; the one place that knows all rooms.

use std::process::ExitCode;

use server::config::Config;
use server::telemetry;

fn main() -> ExitCode {
    let config = match Config::load() {
        Ok(config) => config,
        Err(faults) => {
            faults.iter().for_each(|fault| eprintln!("error: {fault}"));
            return ExitCode::from(2);
        }
    };
    if let Err(fault) = telemetry::start(&config.logging) {
        eprintln!("error: {fault}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
