//! What is logged, and how.

use tracing_subscriber::EnvFilter;

use super::cli::{LogFormat, LoggingArgs};
use super::faults::Faults;

/// What is logged, and how.
#[derive(Debug, Clone)]
pub struct Logging {
    /// The form of a line.
    pub format: LogFormat,
    /// Directives that [`EnvFilter`] has accepted.
    pub directives: String,
}

pub(super) fn check(args: &LoggingArgs, long_running: bool, faults: &mut Faults) -> Option<Logging> {
    let default = if long_running { "info" } else { "warn" };
    let directives = args
        .log_level
        .as_deref()
        .filter(|level| !level.is_empty())
        .unwrap_or(default);
    if EnvFilter::try_new(directives).is_err() {
        faults.add(format!(
            "--log-level (LOG_LEVEL) is {directives:?}, which is no level such as info and no list such as info,server=debug"
        ));
        return None;
    }
    Some(Logging {
        format: args.log_format,
        directives: directives.to_owned(),
    })
}
