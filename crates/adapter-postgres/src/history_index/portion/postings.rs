//! Which of the new entries hold a term, and how that joins what is stored.

use std::{borrow::Cow, collections::BTreeMap};

use application::StoreError;
use diesel::{QueryResult, QueryableByName, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use roaring::RoaringBitmap;

use super::entries::Entry;
use crate::{
    history_index::{SEGMENT, places, stored},
    unit::Transaction,
};

/// Rows that go into one statement.
const ROWS: usize = 5_000;

const STORED: &str = "select term, places from history_postings \
    where account_id = $1 and segment = $2 and term = any($3::text[])";

const STORE: &str = "insert into history_postings (account_id, term, segment, places) \
    select $1, term, $2, places from unnest($3::text[], $4::bytea[]) as placed (term, places) \
    on conflict (account_id, term, segment) do update set places = excluded.places";

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = sql_types::Text)]
    term: String,
    #[diesel(sql_type = sql_types::Binary)]
    places: Vec<u8>,
}

/// Places by term.
#[derive(Default)]
pub(super) struct Postings<'a>(BTreeMap<Cow<'a, str>, RoaringBitmap>);

impl<'a> Postings<'a> {
    /// Adds an entry; places come in ascending order.
    pub(super) fn add(&mut self, entry: &'a Entry, place: u32) {
        for term in entry.terms() {
            self.0.entry(term).or_default().insert(place);
        }
    }

    /// The parts of a segment, in the order of their terms.
    fn of(&self, segment: u32) -> impl Iterator<Item = (&str, RoaringBitmap)> {
        let of = segment * SEGMENT..=segment * SEGMENT + (SEGMENT - 1);
        self.0.iter().filter_map(move |(term, places)| {
            let part: RoaringBitmap = places.range(of.clone()).collect();
            (!part.is_empty()).then_some((&**term, part))
        })
    }

    /// All words among the terms.
    pub(super) fn words(&self) -> Vec<String> {
        let terms = self.0.keys().filter(|term| !term.starts_with(':'));
        terms.map(|term| (**term).to_owned()).collect()
    }

    /// Stores them, with what is there already of the segment that goes on.
    pub(super) async fn store(&self, tx: &mut Transaction, first_place: u32) -> Result<(), StoreError> {
        let last = self
            .0
            .values()
            .filter_map(RoaringBitmap::max)
            .max()
            .unwrap_or(first_place);
        for segment in first_place / SEGMENT..=last / SEGMENT {
            let parts: Vec<_> = self.of(segment).collect();
            for mut some in parts.chunks(ROWS).map(<[_]>::to_vec) {
                if segment == first_place / SEGMENT {
                    join_stored(tx, segment, &mut some).await?;
                }
                store_rows(tx, segment, &some).await?;
            }
        }
        Ok(())
    }
}

async fn join_stored(
    tx: &mut Transaction,
    segment: u32,
    parts: &mut [(&str, RoaringBitmap)],
) -> Result<(), StoreError> {
    let terms: Vec<&str> = parts.iter().map(|(term, _)| *term).collect();
    let query = sql_query(STORED)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Integer, _>(stored(segment)?)
        .bind::<sql_types::Array<sql_types::Text>, _>(terms);
    let rows: QueryResult<Vec<Stored>> = query.load(tx.connection()).await;
    for row in tx.noted(rows)? {
        let place = parts.binary_search_by(|(term, _)| (*term).cmp(&row.term));
        if let Some((_, part)) = place.ok().and_then(|place| parts.get_mut(place)) {
            *part |= places::read(&row.places)?;
        }
    }
    Ok(())
}

async fn store_rows(
    tx: &mut Transaction,
    segment: u32,
    parts: &[(&str, RoaringBitmap)],
) -> Result<(), StoreError> {
    let terms: Vec<&str> = parts.iter().map(|(term, _)| *term).collect();
    let bytes: Result<Vec<_>, _> = parts.iter().map(|(_, part)| places::write(part)).collect();
    let store = sql_query(STORE)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Integer, _>(stored(segment)?)
        .bind::<sql_types::Array<sql_types::Text>, _>(terms)
        .bind::<sql_types::Array<sql_types::Binary>, _>(bytes?);
    let stored = store.execute(tx.connection()).await;
    tx.noted(stored).map(|_| ())
}
