//! What planning makes and writing takes: tasks, with people and records named by their places in the plans.

use jiff::{Timestamp, civil::Date};

use super::kinds::Kind;

/// A task; people, contacts and deals are named by their places in their lists.
#[derive(Debug, Clone)]
pub(super) struct PlannedTask {
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) kind: Kind,
    pub(super) subject: PlannedSubject,
    pub(super) creator: usize,
    pub(super) owner: Option<usize>,
    pub(super) due: PlannedDue,
    pub(super) created_at: Timestamp,
    /// How it was completed; all but the last were reopened.
    pub(super) completions: Vec<PlannedCompletion>,
}

/// What a task is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum PlannedSubject {
    /// A contact.
    Contact(usize),
    /// A deal.
    Deal(usize),
}

/// When a task is due.
#[derive(Debug, Clone, Copy)]
pub(super) enum PlannedDue {
    /// Some time.
    Never,
    /// On a day.
    On(Date),
    /// At a moment.
    At(Timestamp),
}

/// One act of completing.
#[derive(Debug, Clone)]
pub(super) struct PlannedCompletion {
    pub(super) at: Timestamp,
    pub(super) by: usize,
    /// Its place in the list of outcomes.
    pub(super) outcome: Option<usize>,
    pub(super) notes: Option<String>,
    pub(super) reopening: Option<Reopening>,
}

/// Opening it again, by whoever completed it.
#[derive(Debug, Clone)]
pub(super) struct Reopening {
    pub(super) at: Timestamp,
    pub(super) reason: &'static str,
}
