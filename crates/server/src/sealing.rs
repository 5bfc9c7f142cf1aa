//! Counts and indexes beforehand what is old enough, account by account, while the server serves. Any number of servers may do so
//! at once, and none has to: report and search are right either way.

use std::time::Duration;

use adapter_postgres::{Sealer, Visit};

use crate::background::{self, Background};

/// How often it looks which accounts are due.
const EVERY: Duration = Duration::from_secs(10);
/// How many accounts it visits at a time, at most.
const AT_ONCE: u16 = 500;

/// Visits accounts until it is cancelled. What fails is tried again the next time.
pub fn start(sealer: Sealer) -> Background {
    background::spawn("sealing", async move {
        let mut turns = tokio::time::interval_at(tokio::time::Instant::now() + EVERY, EVERY);
        turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            turns.tick().await;
            if let Err(error) = visit_all(&sealer).await {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(error, "what is old was not counted and indexed beforehand");
            }
        }
    })
}

async fn visit_all(sealer: &Sealer) -> Result<(), application::StoreError> {
    for account in sealer.due(AT_ONCE).await? {
        while let Visit::Sealed | Visit::Indexed = sealer.visit(account).await? {}
    }
    Ok(())
}
