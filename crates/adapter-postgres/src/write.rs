//! The write ports, one file per subject: one statement per step where that is possible, locks as the ports ask.

mod activities;
mod catalogue;
mod change;
mod commits;
mod completing;
mod erasure;
mod idempotency;
mod people;
mod prepared;
mod records;
mod settings;
mod tasks;

pub(crate) use change::{Change, Changes, missing_row};
pub(crate) use commits::{Commits, Ended, Steps, take_turns};
pub(crate) use completing::{Found, ToComplete};

/// How many rows go into one statement: far below the 65,535 parameters that one can have.
const ROWS_PER_STATEMENT: usize = 1_000;
