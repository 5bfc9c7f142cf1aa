//! Telling in the history who took the report's tasks out as a file.

use domain::{ActivityAction, ActivityKind, Actor, Event};
use jiff::civil::Date;

use super::Commands;
use crate::{StoreError, queries::task_overview::Days};

impl Commands {
    /// Records that the tasks of these days are exported. Everyone of the account may export what they may read.
    pub async fn record_export(&self, actor: &Actor, days: Days) -> Result<(), StoreError> {
        self.in_unit(actor.account, async |unit| {
            let text = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
            let event = Event::new(ActivityKind::DataExported, ActivityAction::Exported, "");
            let event = event.gained(
                "completed_on",
                format!("{} – {}", text(days.first), text(days.last)),
            );
            let now = self.clock.now();
            self.record(unit, Some(actor.user), now, [event]).await
        })
        .await
    }
}
