//! The read port: one snapshot per reading, one file per subject. Changes nothing.

mod activities;
pub(crate) mod catalogue;
pub(crate) mod conditions;
mod counted;
pub(crate) mod feed;
mod keyset;
pub(crate) mod people;
mod reading;
mod records;
pub(crate) mod settings;
mod task_overview;
mod tasks;

use diesel::{define_sql_function, sql_types};

pub(crate) use people::SignsIn;
pub(crate) use reading::PgReading;
pub(crate) use task_overview::Today;

define_sql_function! {
    /// Where a word begins in a text, from 1; 0 where it does not occur. Unlike `LIKE` it knows no wildcards.
    fn strpos(text: sql_types::Text, word: sql_types::Text) -> sql_types::Integer;
}

/// The UUIDs of typed ids.
pub(crate) fn uuids<I: Copy>(ids: &[I], uuid: impl Fn(I) -> uuid::Uuid) -> Vec<uuid::Uuid> {
    ids.iter().map(|id| uuid(*id)).collect()
}

/// A count as the ports want it.
fn count(number: i64) -> Result<u64, application::StoreError> {
    u64::try_from(number).map_err(application::StoreError::broken)
}
