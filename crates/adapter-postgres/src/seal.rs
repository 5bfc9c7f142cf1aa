//! Seals what is older than a few minutes: packs and counts it beforehand, so that the report need not count it again.
//! Knows when that is safe; what is sealed is up to the modules within.

mod advance;
mod blocks;
mod bounds;
mod columns;
mod detail;
mod facts;
mod job;
mod lines;
mod members;
mod read;
mod renew;
mod verify;

pub(crate) use blocks::{Grain, Run, read as read_blocks};
pub(crate) use bounds::{Bounds, Span};
pub(crate) use columns::{Column, Lines};
pub(crate) use detail::Detail;
pub(crate) use facts::{Fact, Facts};
pub use job::{Sealer, Visit};
pub(crate) use members::{Members, Recorded};
pub(crate) use read::Seal;
