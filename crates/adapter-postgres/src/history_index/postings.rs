//! Reads which places hold terms, as many segments at a time as their bitmaps are small: those of rare words all at once,
//! of frequent ones the nearest only.

use std::ops::Range;

use application::StoreError;
use diesel::{
    QueryResult,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{self, Array, BigInt, Binary, Integer, Text},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{SEGMENT, restored, stored};
use crate::unit::Transaction;

/// The bitmap of a term in one segment, as it is stored.
pub(super) struct Posting {
    pub(super) term: String,
    pub(super) places: Vec<u8>,
}

/// Some of the postings that were asked for, and the places they tell all of.
pub(super) struct Postings {
    pub(super) some: Vec<Posting>,
    pub(super) covered: Range<u32>,
}

/// Segments from the newest (or the oldest) on, until their bitmaps come to so many bytes; the nearest in any case. The
/// length of a bitmap is known without reading it.
struct Nearest<'a> {
    account: Uuid,
    terms: &'a [&'a str],
    first: i32,
    last: i32,
    newest_first: bool,
    bytes: i64,
}

impl QueryFragment<Pg> for Nearest<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let order = if self.newest_first { " desc" } else { "" };
        for part in [
            "select term, segment, places, number from (select term, segment, places, count(*) over () as number, \
             coalesce(sum(octet_length(places)) over (order by segment",
            order,
            " range between unbounded preceding and current row exclude group), 0) as nearer \
             from history_postings where account_id = ",
        ] {
            out.push_sql(part);
        }
        out.push_bind_param::<sql_types::Uuid, _>(&self.account)?;
        out.push_sql(" and term = any(");
        out.push_bind_param::<Array<Text>, _>(&self.terms)?;
        out.push_sql(") and segment between ");
        out.push_bind_param::<Integer, _>(&self.first)?;
        out.push_sql(" and ");
        out.push_bind_param::<Integer, _>(&self.last)?;
        out.push_sql(") of_terms where nearer < ");
        out.push_bind_param::<BigInt, _>(&self.bytes)
    }
}

impl Query for Nearest<'_> {
    type SqlType = (Text, Integer, Binary, BigInt);
}

/// The term, the segment, its bitmap, and how many rows there are of all segments.
type Row = (String, i32, Vec<u8>, i64);

/// Its text is one of two, so statements are recognised by it.
impl QueryId for Nearest<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// Reads postings of terms among some places.
pub(super) async fn nearest(
    tx: &mut Transaction,
    terms: &[&str],
    among: &Range<u32>,
    (newest_first, bytes): (bool, i64),
) -> Result<Postings, StoreError> {
    let nearest = Nearest {
        account: tx.account().uuid(),
        terms,
        first: stored(among.start / SEGMENT)?,
        last: stored(among.end.saturating_sub(1) / SEGMENT)?,
        newest_first,
        bytes,
    };
    let rows: QueryResult<Vec<Row>> = nearest.load(tx.connection()).await;
    let rows = tx.noted(rows)?;
    let number = rows.as_slice().first().map_or(0, |(.., number)| *number);
    let segments = rows.iter().map(|(_, segment, ..)| *segment);
    let farthest = if newest_first {
        segments.min()
    } else {
        segments.max()
    };
    let is_all = i64::try_from(rows.len()).is_ok_and(|read| read == number);
    let covered = match farthest.filter(|_| !is_all).map(restored).transpose()? {
        None => among.clone(),
        Some(segment) if newest_first => (segment * SEGMENT).max(among.start)..among.end,
        Some(segment) => among.start..((segment + 1) * SEGMENT).min(among.end),
    };
    let posting = |(term, _, places, _)| Posting { term, places };
    Ok(Postings {
        some: rows.into_iter().map(posting).collect(),
        covered,
    })
}
