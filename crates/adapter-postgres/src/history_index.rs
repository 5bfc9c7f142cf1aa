//! Indexes the history for its search: which entries hold a word or share a fact. What is written and what is found stay
//! in agreement here; when something is indexed is up to `seal`, and what is asked to `read`.
//!
//! Entries have places, from 0, in the order of time and id. A term has one bitmap of places for each 65,536 of them.

mod bounds;
mod forget;
mod frequent;
mod guess;
mod placed;
mod places;
mod portion;
mod postings;
mod search;
mod state;
mod terms;
mod verify;
mod vocabulary;

pub(crate) use bounds::Bounds;
pub(crate) use forget::forget_contact;
pub(crate) use guess::Guess;
pub(crate) use placed::Placed;
pub(crate) use portion::{PORTION, clear, index_portion};
pub(crate) use search::{Search, count};
pub(crate) use state::{Reach, State};
pub(crate) use verify::differences;

use jiff::SignedDuration;

use self::{frequent::Frequent, vocabulary::Vocabularies};

/// Entries of one block, whose ids stand in one row.
pub(crate) const BLOCK: u32 = 64;
/// Places of one segment.
pub(crate) const SEGMENT: u32 = 65_536;

/// What searches of one server share; all of it may be lost, or old.
#[derive(Debug, Clone)]
pub(crate) struct Memory {
    vocabularies: Vocabularies,
    frequent: Frequent,
}

impl Memory {
    /// Of nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            vocabularies: Vocabularies::new(),
            frequent: Frequent::new(),
        }
    }
}

/// Entries are told apart by the microsecond.
const TICK: SignedDuration = SignedDuration::from_micros(1);

/// A place, or what is counted by places, as it is stored.
fn stored(place: u32) -> Result<i32, application::StoreError> {
    i32::try_from(place).map_err(application::StoreError::broken)
}

/// And back.
fn restored(place: i32) -> Result<u32, application::StoreError> {
    u32::try_from(place).map_err(application::StoreError::broken)
}
