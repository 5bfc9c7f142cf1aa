//! Starts the log; what is logged is decided by `config`.

use std::io::{self, IsTerminal as _};

use anyhow::{Context as _, anyhow};
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Logging};

/// Sends everything that is traced from here on to standard error; once per process.
pub fn start(logging: &Logging) -> anyhow::Result<()> {
    let filter =
        EnvFilter::try_new(&logging.directives).context("the log's directives are no longer accepted")?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    let started = match logging.format {
        LogFormat::Human => log.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|_| anyhow!("the log has been started before"))
}
