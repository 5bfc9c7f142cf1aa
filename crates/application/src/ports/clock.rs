//! Time and identity come from outside, so that tests and demo data can choose them.

use jiff::Timestamp;
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment, in whole microseconds (what the store can keep).
    fn now(&self) -> Timestamp;
}

/// Makes identities.
pub trait Ids: Send + Sync {
    /// A UUID that was never given out before; later ones sort after earlier ones where possible (version 7).
    fn next(&self) -> Uuid;
}
