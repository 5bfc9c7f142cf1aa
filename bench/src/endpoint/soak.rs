//! What the server holds in memory while many clients ask for all of W6 for a long time.

use std::time::Duration;

use super::{Endpoint, completions::Completions, mix, pages::Pages};
use crate::rates::Load;

/// So few open tasks may not be enough for a minute.
const FEW: usize = 30_000;

/// What was seen at the end of a minute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minute {
    /// Which one, from 1.
    pub number: u16,
    /// Answers per second in it.
    pub rate: f64,
    /// Resident memory of the server in MiB.
    pub resident: Option<f64>,
}

impl Endpoint {
    /// Lets so many clients ask for all of it for so many minutes, and tells of each. An answer that is an error ends it.
    pub async fn soak(&self, clients: usize, minutes: u16, tell: impl Fn(Minute)) -> anyhow::Result<()> {
        let (bench, server) = self.start().await?;
        let pages = Pages::find(&bench).await?;
        let mut completions = Completions::prepare(&bench).await?;
        let mut all = mix::all(&bench, &pages, &completions);
        let load = Load {
            clients,
            lasts: Duration::from_mins(1),
        };
        for number in 1..=minutes {
            if completions.left() < FEW {
                completions = Completions::prepare(&bench).await?;
                all = mix::all(&bench, &pages, &completions);
            }
            let rate = all(load).await?;
            tell(Minute {
                number,
                rate,
                resident: server.resident(),
            });
        }
        Ok(())
    }
}
