//! Runs or reverts the migrations of a database: `cargo run -p adapter-postgres --example migrate -- <url> up|down|redo|pending|revert`.

use std::{error::Error, process::ExitCode};

use adapter_postgres::migrate::{MigrateError, migrate, pending, revert, revert_all};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(url), Some(command)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: migrate <database URL> up|down|redo|pending|revert");
        return ExitCode::from(2);
    };
    match run(&url, &command).await {
        Ok(lines) => {
            for line in lines {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            if let Some(detail) = error
                .downcast_ref::<MigrateError>()
                .and_then(MigrateError::detail)
            {
                eprintln!("{detail}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(url: &str, command: &str) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(match command {
        "up" => migrate(url).await?.done,
        "down" => revert_all(url).await?.done,
        "revert" => revert(url).await?.done,
        "redo" => redo(url).await?,
        "pending" => pending(url).await?,
        other => return Err(format!("unknown command {other}").into()),
    })
}

async fn redo(url: &str) -> Result<Vec<String>, MigrateError> {
    let mut done = revert(url).await?.done;
    done.extend(migrate(url).await?.done);
    Ok(done)
}
