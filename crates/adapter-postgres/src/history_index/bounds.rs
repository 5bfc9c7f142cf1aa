//! Where the entries of a span of time are.

use std::ops::Range;

use application::StoreError;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::{BLOCK, State, restored};
use crate::{rows::at, schema::history_blocks, unit::Transaction};

/// The span of time that entries must be of, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Bounds {
    pub(crate) from: Option<Timestamp>,
    pub(crate) to: Option<Timestamp>,
}

impl Bounds {
    /// Places that hold all indexed entries of this span, and few others.
    pub(super) async fn places(self, tx: &mut Transaction, state: &State) -> Result<Range<u32>, StoreError> {
        let start = match self.from {
            None => Some(0),
            Some(from) => block(tx, Ends::Before(from)).await?.map(|block| block * BLOCK),
        };
        let end = match self.to {
            None => Some(state.entries),
            Some(to) => block(tx, Ends::At(to)).await?.map(|block| (block + 1) * BLOCK),
        };
        Ok(start.unwrap_or(0)..end.unwrap_or(0).min(state.entries))
    }
}

enum Ends {
    Before(Timestamp),
    At(Timestamp),
}

/// The last block that begins before a moment, or at it.
async fn block(tx: &mut Transaction, ends: Ends) -> Result<Option<u32>, StoreError> {
    let query = history_blocks::table
        .filter(history_blocks::account_id.eq(tx.account().uuid()))
        .order((history_blocks::first_at.desc(), history_blocks::block.desc()))
        .select(history_blocks::block)
        .limit(1);
    let found: QueryResult<i32> = match ends {
        Ends::Before(moment) => {
            let query = query.filter(history_blocks::first_at.lt(at(moment)));
            query.first(tx.connection()).await
        }
        Ends::At(moment) => {
            let query = query.filter(history_blocks::first_at.le(at(moment)));
            query.first(tx.connection()).await
        }
    };
    tx.noted(found.optional())?.map(restored).transpose()
}
