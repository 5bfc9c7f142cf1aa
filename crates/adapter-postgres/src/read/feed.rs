//! Reads what was committed to the history since a place, each entry once: only what is below the oldest transaction that
//! still runs is read, because nothing can be committed there any more.

use std::collections::HashSet;

use application::{
    StoreError,
    page::{Cursor, CursorKey, PageRequest},
    ports::FeedEntry,
};
use diesel::{QueryableByName, prelude::*, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use domain::ActivityId;
use uuid::Uuid;

use super::keyset::Keyset;
use crate::{rows::activity::FeedRow, schema::activity, unit::Transaction};

/// The most entries that are read at a time.
const PORTION: usize = 1_000;

/// By the number of the transaction that wrote an entry, then its id: what was read lies up to here. Always that of an
/// entry: numbers of transactions that wrote nothing may come again after a crash, because nothing in PostgreSQL's log tells
/// of them, and entries that have them would be taken for read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    transaction: i64,
    id: Uuid,
}

/// What was read.
#[derive(Debug)]
pub(crate) struct Portion {
    /// The entries, in the order in which they happened.
    pub(crate) entries: Vec<FeedEntry>,
    /// Where to go on.
    pub(crate) until: Place,
    /// Whether there are more to be read at once.
    pub(crate) are_more: bool,
    /// Whether there are more, of transactions that an older one holds back.
    pub(crate) are_held_back: bool,
}

/// The place where a follower begins: behind all that was written by transactions of which none runs any more.
pub(crate) async fn here(tx: &mut Transaction) -> Result<Place, StoreError> {
    let last = sql_query(LAST)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .get_result(tx.connection())
        .await;
    let Last { transaction } = tx.noted(last)?;
    Ok(Place {
        transaction,
        id: Uuid::max(),
    })
}

/// The entries there are since a place.
pub(crate) async fn there_since(
    tx: &mut Transaction,
    place: Place,
) -> Result<HashSet<ActivityId>, StoreError> {
    let entries = sql_query(SINCE)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::BigInt, _>(place.transaction)
        .bind::<sql_types::Uuid, _>(place.id)
        .load(tx.connection())
        .await;
    let entries: Vec<Entry> = tx.noted(entries)?;
    Ok(entries
        .into_iter()
        .map(|entry| ActivityId::new(entry.id))
        .collect())
}

/// What was committed since. All statements read one snapshot.
pub(crate) async fn since(tx: &mut Transaction, place: Place) -> Result<Portion, StoreError> {
    let bounds = sql_query(BOUNDS)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::BigInt, _>(place.transaction)
        .bind::<sql_types::Uuid, _>(place.id)
        .get_result(tx.connection())
        .await;
    let bounds: Bounds = tx.noted(bounds)?;
    let mut portion = Portion {
        entries: Vec::new(),
        until: place,
        are_more: false,
        are_held_back: bounds.are_held_back,
    };
    if bounds.are_there {
        let mut rows = between(tx, place, bounds.below).await?;
        portion.are_more = rows.len() > PORTION;
        rows.truncate(PORTION);
        if let Some(last) = rows.last() {
            portion.until = last.place()?;
        }
        // Of two transactions that changed one thing, the later one may have the smaller number.
        rows.sort_by_key(FeedRow::happened);
        portion.entries = rows
            .into_iter()
            .map(FeedEntry::try_from)
            .collect::<Result<_, _>>()?;
    }
    Ok(portion)
}

async fn between(tx: &mut Transaction, place: Place, below: i64) -> Result<Vec<FeedRow>, StoreError> {
    let query = activity::table
        .filter(
            activity::account_id
                .eq(tx.account().uuid())
                .and(activity::written_by.lt(below)),
        )
        .select(FeedRow::as_select())
        .into_boxed();
    let page = PageRequest {
        after: Some(Cursor {
            list: "feed".into(),
            key: CursorKey::Number(place.transaction),
            id: place.id,
        }),
        before: None,
        from_end: false,
        limit: PORTION,
    };
    let rows = Keyset::ascending("written_by", "id").page(query, &page);
    let rows = rows.load(tx.connection()).await;
    tx.noted(rows)
}

impl FeedRow {
    fn place(&self) -> Result<Place, StoreError> {
        let transaction = self
            .written_by
            .ok_or_else(|| StoreError::broken("an entry of no transaction"))?;
        Ok(Place {
            transaction,
            id: self.id,
        })
    }
}

/// One probe of the index each.
const BOUNDS: &str = "
    select below,
        exists (select from activity where account_id = $1 and (written_by, id) > ($2, $3) and written_by < below) as are_there,
        exists (select from activity where account_id = $1 and written_by >= below) as are_held_back
    from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as below) as snapshot";

const LAST: &str = "
    select coalesce((
        select written_by from activity
        where account_id = $1 and written_by < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
        order by written_by desc limit 1), 0) as transaction";

/// By both columns, because a transaction may have written very many entries; the index is one of those that have a number,
/// which PostgreSQL does not conclude from comparing rows.
const SINCE: &str = "select id from activity where account_id = $1 and (written_by, id) > ($2, $3) and written_by is not null";

#[derive(QueryableByName)]
struct Entry {
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
}

#[derive(QueryableByName)]
struct Last {
    #[diesel(sql_type = sql_types::BigInt)]
    transaction: i64,
}

#[derive(QueryableByName)]
struct Bounds {
    #[diesel(sql_type = sql_types::BigInt)]
    below: i64,
    #[diesel(sql_type = sql_types::Bool)]
    are_there: bool,
    #[diesel(sql_type = sql_types::Bool)]
    are_held_back: bool,
}
