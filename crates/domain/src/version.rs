//! Versions of aggregates, for optimistic locking.

/// Goes up by one with each real change of an aggregate; the first is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(i32);

impl Version {
    /// The version of something new.
    pub const FIRST: Self = Self(1);

    /// A version as it was stored or sent.
    pub const fn new(number: i32) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The version after one more change.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Fails when the caller read another version; a caller that names none accepts any.
    pub fn check(self, expected: Option<Self>) -> Result<(), Stale> {
        match expected {
            Some(expected) if expected != self => Err(Stale { current: self }),
            Some(_) | None => Ok(()),
        }
    }
}

/// Someone changed the object since the caller read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale {
    /// The version to send with the retry.
    pub current: Version,
}
