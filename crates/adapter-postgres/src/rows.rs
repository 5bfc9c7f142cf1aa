//! Rows as they are stored, and how each becomes a value of the domain and back.
//!
//! Rows are inserted with a bound null where a value is missing (`treat_none_as_default_value = false`), so that the
//! statement is the same each time and stays prepared.

pub(crate) mod activity;
pub(crate) mod catalogue;
pub(crate) mod changes;
pub(crate) mod columns;
pub(crate) mod idempotency;
pub(crate) mod people;
pub(crate) mod records;
pub(crate) mod settings;
pub(crate) mod task_change;
pub(crate) mod tasks;

use jiff_diesel::ToDiesel;

/// A moment as Diesel wants it.
pub(crate) type At = jiff_diesel::Timestamp;

pub(crate) fn at(moment: jiff::Timestamp) -> At {
    moment.to_diesel()
}
