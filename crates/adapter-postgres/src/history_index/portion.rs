//! Adds the next entries to the index of an account, in their order.

pub(super) mod entries;
mod postings;
pub(super) mod words;

use application::StoreError;
use diesel::{QueryableByName, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use self::{entries::Entry, postings::Postings};
use super::{SEGMENT, State, TICK, stored};
use crate::{
    rows::{At, at},
    unit::Transaction,
};

/// Entries of one portion at most, unless more happened at the same moment.
pub(crate) const PORTION: u32 = 20_000;

/// How many entries may have come late before all of them get their places anew.
const LATE: i64 = 5_000;

/// Places are given in the order of the arrays.
const BLOCKS: &str = "
insert into history_blocks (account_id, block, first_at, ids)
select $1, ((number - 1 + $2) / 64)::integer, min(occurred_at), array_agg(id order by number)
from unnest($3, $4) with ordinality as placed (id, occurred_at, number)
group by 2 order by 2
on conflict (account_id, block) do update set ids = history_blocks.ids || excluded.ids";

/// What was indexed at a time.
pub(crate) struct Portion {
    /// How many entries.
    pub(crate) entries: usize,
    /// Whether there are no more.
    pub(crate) is_all: bool,
}

/// Indexes the next entries before a moment, at most so many and no more than the segment has places: what is stored of it is
/// written again with each portion. The transaction has one snapshot, in which all entries before that moment are, but for
/// those that are noted as late.
pub(crate) async fn index_portion(
    tx: &mut Transaction,
    until: Timestamp,
    at_most: u32,
) -> Result<Portion, StoreError> {
    let mut state = State::lock(tx).await?;
    if late(tx, &state).await? > LATE {
        clear(tx).await?;
        state = State::lock(tx).await?;
    }
    let number = i64::from(at_most.min(SEGMENT - state.entries % SEGMENT));
    let entries = entries::next(tx, state.indexed_until, until, number).await?;
    let is_all = i64::try_from(entries.len()).is_ok_and(|read| read < number);
    let indexed_until = match entries.last() {
        Some(last) if !is_all => last.occurred_at + TICK,
        _ => until,
    };
    add(tx, &mut state, &entries).await?;
    forget_late(tx, state.indexed_until, indexed_until).await?;
    state.indexed_until = Some(indexed_until);
    state.put(tx).await?;
    Ok(Portion {
        entries: entries.len(),
        is_all,
    })
}

/// Takes the whole index of the account away.
pub(crate) async fn clear(tx: &mut Transaction) -> Result<(), StoreError> {
    let state = State::lock(tx).await?;
    let account = tx.account().uuid();
    for delete in [
        "delete from history_postings where account_id = $1",
        "delete from history_blocks where account_id = $1",
        "delete from history_words where account_id = $1",
        "delete from history_late where account_id = $1",
    ] {
        let delete = sql_query(delete).bind::<sql_types::Uuid, _>(account);
        let deleted = delete.execute(tx.connection()).await;
        tx.noted(deleted)?;
    }
    let empty = State {
        epoch: state.epoch + 1,
        ..State::default()
    };
    empty.put(tx).await
}

async fn add(tx: &mut Transaction, state: &mut State, entries: &[Entry]) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut postings = Postings::default();
    for (entry, place) in entries.iter().zip(state.entries..) {
        postings.add(entry, place);
    }
    let new = words::unknown(tx, postings.words()).await?;
    words::add(tx, state, &new).await?;
    postings.store(tx, state.entries).await?;
    let ids: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    let moments: Vec<At> = entries.iter().map(|entry| at(entry.occurred_at)).collect();
    let blocks = sql_query(BLOCKS)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::BigInt, _>(i64::from(state.entries))
        .bind::<sql_types::Array<sql_types::Uuid>, _>(ids)
        .bind::<sql_types::Array<sql_types::Timestamptz>, _>(moments);
    let placed = blocks.execute(tx.connection()).await;
    tx.noted(placed)?;
    let number = u32::try_from(entries.len()).map_err(StoreError::broken)?;
    state.entries = state.entries.saturating_add(number);
    stored(state.entries).map(|_| ())
}

/// How many entries have no place although their time is indexed; counted until there are too many.
async fn late(tx: &mut Transaction, state: &State) -> Result<i64, StoreError> {
    #[derive(QueryableByName)]
    struct Late {
        #[diesel(sql_type = sql_types::BigInt)]
        number: i64,
    }
    let query = sql_query(
        "select count(*) as number from (select from history_late \
         where account_id = $1 and occurred_at < $2 limit $3) late",
    )
    .bind::<sql_types::Uuid, _>(tx.account().uuid())
    .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(state.indexed_until.map(at))
    .bind::<sql_types::BigInt, _>(LATE + 1);
    let counted = query.get_result(tx.connection()).await;
    tx.noted(counted).map(|late: Late| late.number)
}

/// Entries that came late, but before their time was indexed, were in the portion as well.
async fn forget_late(
    tx: &mut Transaction,
    from: Option<Timestamp>,
    until: Timestamp,
) -> Result<(), StoreError> {
    let delete = sql_query(
        "delete from history_late where account_id = $1 and occurred_at >= coalesce($2, '-infinity') and occurred_at < $3",
    )
    .bind::<sql_types::Uuid, _>(tx.account().uuid())
    .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(from.map(at))
    .bind::<sql_types::Timestamptz, _>(at(until));
    let forgotten = delete.execute(tx.connection()).await;
    tx.noted(forgotten).map(|_| ())
}
