//! Finds the places of entries that may fit a filter, newest or oldest first. May, because whoever asks checks each
//! entry anyway: a condition that the index knows nothing of, or too much, is left to that.

use std::{collections::HashMap, ops::Range};

use application::{StoreError, queries::activities::ActivityFilter};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::SearchTerms;
use jiff::Timestamp;
use roaring::RoaringBitmap;

use super::{BLOCK, SEGMENT, State, places, restored, stored, terms};
use crate::{
    rows::at,
    schema::{history_blocks, history_postings},
    unit::Transaction,
};

/// How many words may hold a part that is looked for, so that it narrows beside a condition that narrows more.
const MANY: usize = 1_000;
/// How many words may hold it at all.
const TOO_MANY: usize = 20_000;
/// Segments that are looked at first; then so many times as many, and so on.
const FIRST_WINDOW: u32 = 2;
const GROWTH: u32 = 16;
/// Segments that are counted at a time.
const COUNTED: u32 = 16;

/// The span of time that entries must be of, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Bounds {
    pub(crate) from: Option<Timestamp>,
    pub(crate) to: Option<Timestamp>,
}

/// A search under way.
#[derive(Debug)]
pub(crate) struct Search {
    conditions: Conditions,
    left: Range<u32>,
    window: u32,
    newest_first: bool,
    found: RoaringBitmap,
}

/// Any term of each list, which must hold for all lists.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Conditions {
    lists: Vec<Vec<String>>,
    is_whole: bool,
}

impl Search {
    /// `None` where the index does not narrow what is looked for.
    pub(crate) async fn begin(
        tx: &mut Transaction,
        state: &State,
        filter: &ActivityFilter,
        (bounds, newest_first): (Bounds, bool),
    ) -> Result<Option<Self>, StoreError> {
        let conditions = Conditions::of(tx, state, filter).await?.narrowed();
        if conditions.lists.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self {
            conditions,
            left: within(tx, state, bounds).await?,
            window: FIRST_WINDOW,
            newest_first,
            found: RoaringBitmap::new(),
        }))
    }

    /// Whether very many words hold what is looked for.
    pub(crate) fn is_broad(&self) -> bool {
        self.conditions.lists.iter().all(|terms| terms.len() > MANY)
    }

    /// The next places, at most as many as asked for; none when there are no more.
    pub(crate) async fn next(
        &mut self,
        tx: &mut Transaction,
        at_most: usize,
    ) -> Result<Vec<i32>, StoreError> {
        while self.found.is_empty() && !self.left.is_empty() {
            let window = self.next_window();
            self.found = self.conditions.matching(tx, window).await?.0;
        }
        let places: Vec<u32> = if self.newest_first {
            self.found.iter().rev().take(at_most).collect()
        } else {
            self.found.iter().take(at_most).collect()
        };
        for place in &places {
            self.found.remove(*place);
        }
        places.into_iter().map(stored).collect()
    }

    /// Whole segments, but for the ends of what is looked at.
    fn next_window(&mut self) -> Range<u32> {
        let Range { start, end } = self.left.clone();
        let length = self.window.saturating_mul(SEGMENT);
        self.window = self.window.saturating_mul(GROWTH);
        if self.newest_first {
            let from = (end - 1) / SEGMENT * SEGMENT;
            let from = from.saturating_sub(length - SEGMENT).max(start);
            self.left.end = from;
            from..end
        } else {
            let until = (start / SEGMENT * SEGMENT).saturating_add(length).min(end);
            self.left.start = until;
            start..until
        }
    }
}

/// How many indexed entries fit; `None` where the index cannot tell exactly.
pub(crate) async fn count(
    tx: &mut Transaction,
    state: &State,
    filter: &ActivityFilter,
) -> Result<Option<u64>, StoreError> {
    let conditions = Conditions::of(tx, state, filter).await?;
    if !conditions.is_whole {
        return Ok(None);
    }
    let mut counted = 0;
    let mut from = 0;
    while from < state.entries {
        let until = from.saturating_add(COUNTED * SEGMENT).min(state.entries);
        let (matching, is_exact) = conditions.matching(tx, from..until).await?;
        if !is_exact {
            return Ok(None);
        }
        counted += matching.len();
        from = until;
    }
    Ok(Some(counted))
}

impl Conditions {
    async fn of(tx: &mut Transaction, state: &State, filter: &ActivityFilter) -> Result<Self, StoreError> {
        let mut all = Self {
            lists: terms::facts(filter),
            is_whole: true,
        };
        let words = filter.search.as_ref().map_or(&[][..], SearchTerms::words);
        if words.is_empty() {
            return Ok(all);
        }
        let vocabulary = tx.vocabularies().of(tx, state).await?;
        for word in words {
            match vocabulary.holding(word, TOO_MANY) {
                Some(holding) => {
                    let terms = holding.into_iter().chain([terms::LONG]);
                    all.lists.push(terms.map(str::to_owned).collect());
                }
                None => all.is_whole = false,
            }
        }
        Ok(all)
    }

    /// Without those that would take longer to look up than they spare, unless nothing were left.
    fn narrowed(mut self) -> Self {
        if self.lists.iter().any(|terms| terms.len() <= MANY) {
            self.lists.retain(|terms| terms.len() <= MANY);
        }
        self
    }

    /// The places that fit among some, and whether each of them does for sure.
    async fn matching(
        &self,
        tx: &mut Transaction,
        among: Range<u32>,
    ) -> Result<(RoaringBitmap, bool), StoreError> {
        let mut places_of = vec![RoaringBitmap::new(); self.lists.len()];
        let mut is_exact = true;
        let lists = self.lists_by_term();
        for (term, places) in self.postings(tx, &among).await? {
            is_exact &= term != terms::LONG;
            let places = places::read(&places)?;
            for list in lists.get(term.as_str()).into_iter().flatten() {
                if let Some(of_list) = places_of.get_mut(*list) {
                    *of_list |= &places;
                }
            }
        }
        places_of.sort_unstable_by_key(RoaringBitmap::len);
        let all = places_of.into_iter().reduce(|all, of_list| all & of_list);
        let mut all = all.unwrap_or_default();
        all.remove_range(..among.start);
        all.remove_range(among.end..);
        Ok((all, is_exact))
    }

    fn lists_by_term(&self) -> HashMap<&str, Vec<usize>> {
        let mut lists: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, terms) in self.lists.iter().enumerate() {
            for term in terms {
                lists.entry(term).or_default().push(place);
            }
        }
        lists
    }

    async fn postings(
        &self,
        tx: &mut Transaction,
        among: &Range<u32>,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let (first, last) = (stored(among.start / SEGMENT)?, stored((among.end - 1) / SEGMENT)?);
        let terms: Vec<&str> = self.lists.iter().flatten().map(String::as_str).collect();
        let rows = history_postings::table
            .filter(
                history_postings::account_id
                    .eq(tx.account().uuid())
                    .and(history_postings::term.eq_any(terms))
                    .and(history_postings::segment.between(first, last)),
            )
            .select((history_postings::term, history_postings::places))
            .load(tx.connection())
            .await;
        tx.noted(rows)
    }
}

/// Places that hold all indexed entries within the bounds, and few others.
async fn within(tx: &mut Transaction, state: &State, bounds: Bounds) -> Result<Range<u32>, StoreError> {
    let start = match bounds.from {
        None => Some(0),
        Some(from) => block(tx, Ends::Before(from)).await?.map(|block| block * BLOCK),
    };
    let end = match bounds.to {
        None => Some(state.entries),
        Some(to) => block(tx, Ends::At(to)).await?.map(|block| (block + 1) * BLOCK),
    };
    Ok(start.unwrap_or(0)..end.unwrap_or(0).min(state.entries))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(left: Range<u32>, newest_first: bool) -> Vec<Range<u32>> {
        let conditions = Conditions {
            lists: Vec::new(),
            is_whole: true,
        };
        let mut search = Search {
            conditions,
            left,
            window: FIRST_WINDOW,
            newest_first,
            found: RoaringBitmap::new(),
        };
        let mut windows = Vec::new();
        while !search.left.is_empty() {
            windows.push(search.next_window());
        }
        windows
    }

    #[test]
    fn windows_grow_and_leave_nothing_out() {
        let segment = |number: u32| number * SEGMENT;
        let end = segment(40) + 5;
        assert_eq!(
            windows(7..end, true),
            [segment(39)..end, segment(7)..segment(39), 7..segment(7)]
        );
        assert_eq!(
            windows(7..end, false),
            [7..segment(2), segment(2)..segment(34), segment(34)..end]
        );
        assert_eq!(windows(3..9, true), vec![3..9; 1]);
        assert!(windows(3..3, true).is_empty());
    }

    #[test]
    fn a_part_of_very_many_words_is_left_out_where_another_condition_narrows() {
        let terms = |number: usize| vec!["x".to_owned(); number];
        let of = |lists: &[usize]| Conditions {
            lists: lists.iter().map(|number| terms(*number)).collect(),
            is_whole: true,
        };
        assert_eq!(of(&[MANY + 1, 2]).narrowed(), of(&[2]));
        assert_eq!(of(&[MANY + 1, MANY + 2]).narrowed(), of(&[MANY + 1, MANY + 2]));
    }
}
