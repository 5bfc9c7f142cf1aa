//! What a serving installation does for itself now and then, beside the requests.

use std::sync::Arc;
use std::time::Duration;

use application::Commands;

use crate::background::{self, Background};
use crate::rate_limit::RateLimits;

/// Keys count for 24 hours, so a store never holds more than 25 hours of them.
const EVERY: Duration = Duration::from_hours(1);

/// Tidies up at once and then every hour, until it is cancelled. What fails is tried again the next time.
pub fn start(commands: Commands, rate_limits: Arc<RateLimits>) -> Background {
    background::spawn("housekeeping", async move {
        let mut turns = tokio::time::interval(EVERY);
        loop {
            turns.tick().await;
            rate_limits.forget_full();
            match commands.forget_old_keys().await {
                Ok(0) => (),
                Ok(forgotten) => tracing::info!(forgotten, "forgot old idempotency keys"),
                Err(error) => {
                    let error: &dyn std::error::Error = &error;
                    tracing::warn!(error, "old idempotency keys were not forgotten");
                }
            }
        }
    })
}
