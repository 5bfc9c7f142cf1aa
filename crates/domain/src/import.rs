//! Imports: many records at once, known by the ids that another system gave them.

use crate::activity::{ActivityAction, ActivityKind, Event};

/// What the entry of an import of contacts is called.
pub const CONTACTS: &str = "CONTACTS";
/// What the entry of an import of deals is called.
pub const DEALS: &str = "DEALS";

/// How many records one import can have.
pub const MAXIMUM_ROWS: usize = 1_000;

/// What an import did to how many records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportCounts {
    /// That were not known before.
    pub created: usize,
    /// That were known and differed.
    pub updated: usize,
    /// That were known as they are.
    pub unchanged: usize,
}

impl ImportCounts {
    /// What the history tells of the import as a whole: only counts; `None` when nothing differs.
    pub fn event(self, of: &'static str) -> Option<Event> {
        if self.created + self.updated == 0 {
            return None;
        }
        let counted = [
            ("created", self.created),
            ("updated", self.updated),
            ("unchanged", self.unchanged),
        ];
        let event = Event::new(ActivityKind::DataImported, ActivityAction::Imported, of);
        Some(counted.into_iter().fold(event, |event, (field, count)| {
            event.changed(field, None, Some(count.to_string()))
        }))
    }
}
