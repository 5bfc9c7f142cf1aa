//! Holds the index of an account against its history.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use application::StoreError;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use roaring::RoaringBitmap;
use uuid::Uuid;

use super::{SEGMENT, State, places, portion::entries, stored};
use crate::{
    rows::at,
    schema::{history_blocks, history_late, history_postings, history_words},
    unit::Transaction,
};

/// Entries that are read at a time.
const AT_ONCE: i64 = 20_000;

/// What the index should hold.
#[derive(Default)]
struct Expected {
    ids: Vec<Uuid>,
    places: BTreeMap<String, RoaringBitmap>,
}

/// What differs, in a sentence each.
pub(crate) async fn differences(tx: &mut Transaction) -> Result<Vec<String>, StoreError> {
    let state = State::read(tx).await?;
    let expected = Expected::of(tx, &state).await?;
    let mut found = Vec::new();
    if usize::try_from(state.entries).is_ok_and(|entries| entries != expected.ids.len()) {
        found.push(format!(
            "the index counts {} entries, and there are {}",
            state.entries,
            expected.ids.len()
        ));
    }
    if expected.ids != ids(tx).await? {
        found.push("the index has entries at other places than the history".to_owned());
    }
    for segment in 0..=state.entries / SEGMENT {
        let number = expected.differing_terms(tx, segment).await?;
        if number > 0 {
            found.push(format!("{number} terms of segment {segment} are at other places"));
        }
    }
    if expected.words() != words(tx).await? {
        found.push("the vocabulary is not that of the history".to_owned());
    }
    Ok(found)
}

impl Expected {
    async fn of(tx: &mut Transaction, state: &State) -> Result<Self, StoreError> {
        let mut expected = Self::default();
        let Some(until) = state.indexed_until else {
            return Ok(expected);
        };
        let late: QueryResult<Vec<Uuid>> = history_late::table
            .filter(
                history_late::account_id
                    .eq(tx.account().uuid())
                    .and(history_late::occurred_at.lt(at(until))),
            )
            .select(history_late::id)
            .load(tx.connection())
            .await;
        let late: HashSet<Uuid> = tx.noted(late)?.into_iter().collect();
        let mut from = None;
        loop {
            let some = entries::next(tx, from, until, AT_ONCE).await?;
            let Some(last) = some.last() else {
                return Ok(expected);
            };
            from = Some(last.occurred_at + super::TICK);
            for entry in some.iter().filter(|entry| !late.contains(&entry.id)) {
                expected.add(entry)?;
            }
        }
    }

    fn add(&mut self, entry: &entries::Entry) -> Result<(), StoreError> {
        let place = u32::try_from(self.ids.len()).map_err(StoreError::broken)?;
        self.ids.push(entry.id);
        for term in entry.terms() {
            match self.places.get_mut(&*term) {
                Some(places) => drop(places.insert(place)),
                None => drop(
                    self.places
                        .insert(term.into_owned(), RoaringBitmap::from([place])),
                ),
            }
        }
        Ok(())
    }

    /// How many terms of a segment are stored otherwise.
    async fn differing_terms(&self, tx: &mut Transaction, segment: u32) -> Result<usize, StoreError> {
        let of = segment * SEGMENT..=segment * SEGMENT + (SEGMENT - 1);
        let rows: QueryResult<Vec<(String, Vec<u8>)>> = history_postings::table
            .filter(
                history_postings::account_id
                    .eq(tx.account().uuid())
                    .and(history_postings::segment.eq(stored(segment)?)),
            )
            .select((history_postings::term, history_postings::places))
            .load(tx.connection())
            .await;
        let mut seen = HashSet::new();
        let mut differing = 0;
        for (term, bytes) in tx.noted(rows)? {
            let expected: Option<RoaringBitmap> = self
                .places
                .get(&term)
                .map(|places| places.range(of.clone()).collect());
            differing += usize::from(expected != Some(places::read(&bytes)?));
            seen.insert(term);
        }
        let missing = self.places.iter().filter(|(term, places)| {
            places.range(of.clone()).next().is_some() && !seen.contains(term.as_str())
        });
        Ok(differing + missing.count())
    }

    fn words(&self) -> BTreeSet<String> {
        let words = self.places.keys().filter(|term| !term.starts_with(':'));
        words.cloned().collect()
    }
}

async fn ids(tx: &mut Transaction) -> Result<Vec<Uuid>, StoreError> {
    let blocks: QueryResult<Vec<Vec<Uuid>>> = history_blocks::table
        .filter(history_blocks::account_id.eq(tx.account().uuid()))
        .order(history_blocks::block)
        .select(history_blocks::ids)
        .load(tx.connection())
        .await;
    Ok(tx.noted(blocks)?.concat())
}

/// A word that stands twice makes a difference too.
async fn words(tx: &mut Transaction) -> Result<BTreeSet<String>, StoreError> {
    let chunks: QueryResult<Vec<String>> = history_words::table
        .filter(history_words::account_id.eq(tx.account().uuid()))
        .select(history_words::words)
        .load(tx.connection())
        .await;
    let chunks = tx.noted(chunks)?;
    let mut words = BTreeSet::new();
    for word in chunks
        .iter()
        .flat_map(|chunk| chunk.split(' '))
        .filter(|word| !word.is_empty())
    {
        if !words.insert(word.to_owned()) {
            words.insert(format!("{word} {word}"));
        }
    }
    Ok(words)
}
