//! Seals what is older than a few minutes: counts it beforehand, so that the report need not count it again. Knows
//! when that is safe; what is sealed is up to the modules within.

mod bounds;
mod job;
mod read;
mod sums;

pub(crate) use bounds::{Bounds, Span};
pub use job::{Sealer, Visit};
pub(crate) use read::Seal;
