//! The machine's clock, set back: so that what is tested has a past, and goes on in it.

use std::sync::{Mutex, PoisonError};

use application::ports::Clock;
use jiff::{SignedDuration, Timestamp};
use server::clock::SystemClock;

/// Goes as the machine's clock does, but is late.
#[derive(Debug)]
pub struct LateClock(Mutex<SignedDuration>);

impl LateClock {
    /// Late by this much.
    pub const fn by(late: SignedDuration) -> Self {
        Self(Mutex::new(late))
    }

    /// Is late by another time from now on.
    pub fn set(&self, late: SignedDuration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = late;
    }
}

impl Clock for LateClock {
    fn now(&self) -> Timestamp {
        SystemClock.now() - *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
