//! A clock and ids that a test can foresee.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use application::ports::{Clock, Ids};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// Stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// Shows this moment, in RFC 3339.
    pub fn at(moment: &str) -> Self {
        Self(Mutex::new(crate::builders::moment(moment)))
    }

    /// Moves it to this moment.
    pub fn set(&self, moment: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = crate::builders::moment(moment);
    }

    /// Moves it forward.
    pub fn advance(&self, by: SignedDuration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts: later ids sort after earlier ones.
#[derive(Debug)]
pub struct SequentialIds(AtomicU64);

impl SequentialIds {
    /// Begins with 1.
    pub const fn new() -> Self {
        Self::starting_at(1)
    }

    /// Begins with this number, so that two of them need not meet.
    pub const fn starting_at(first: u64) -> Self {
        Self(AtomicU64::new(first))
    }
}

impl Default for SequentialIds {
    fn default() -> Self {
        Self::new()
    }
}

impl Ids for SequentialIds {
    fn next(&self) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(number))
    }
}
