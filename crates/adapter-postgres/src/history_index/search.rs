//! Finds the places of entries that may fit a filter, newest or oldest first. May, because whoever asks checks each
//! entry anyway: a condition that the index knows nothing of, or too much, is left to that.

use std::{collections::HashMap, ops::Range};

use application::{StoreError, queries::activities::ActivityFilter};
use domain::SearchTerms;
use roaring::RoaringBitmap;

use super::{
    Bounds, Reach, SEGMENT, places,
    postings::{self, Posting, Postings},
    stored, terms,
};
use crate::unit::Transaction;

/// How many words may hold a part that is looked for, so that it narrows beside a condition that narrows more.
const MANY: usize = 1_000;
/// How many words may hold it at all.
const TOO_MANY: usize = 20_000;
/// Segments that are read first where what is looked for is dense: the last one may have just begun.
const DENSE: u32 = 2;
/// Bytes of bitmaps that are read at first; then so many times as many, and so on.
const FIRST_READ: i64 = 16 << 10;
const GROWTH: i64 = 16;
/// Bytes of bitmaps that are read at a time at most, and when all are counted.
const LARGEST_READ: i64 = 4 << 20;

/// A search under way.
#[derive(Debug)]
pub(crate) struct Search {
    conditions: Conditions,
    left: Range<u32>,
    bytes: i64,
    newest_first: bool,
    is_dense: bool,
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
        reach: &Reach,
        filter: &ActivityFilter,
        (bounds, newest_first, wanted): (Bounds, bool, u32),
    ) -> Result<Option<Self>, StoreError> {
        let conditions = Conditions::of(tx, reach, filter).await?.narrowed();
        if conditions.lists.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self {
            conditions,
            left: bounds.places(tx, &reach.state).await?,
            bytes: FIRST_READ,
            newest_first,
            is_dense: reach
                .one_of
                .is_some_and(|many| many.saturating_mul(wanted) <= SEGMENT),
            found: RoaringBitmap::new(),
        }))
    }

    /// The nearest segments, or all that are left.
    fn among(&self) -> Range<u32> {
        let Range { start, end } = self.left;
        match (self.is_dense, self.newest_first) {
            (false, _) => start..end,
            (true, true) => start.max((end.div_ceil(SEGMENT)).saturating_sub(DENSE) * SEGMENT)..end,
            (true, false) => start..end.min((start / SEGMENT + DENSE) * SEGMENT),
        }
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
            let nearest = (self.newest_first, self.bytes);
            let among = self.among();
            let matching = self.conditions.matching(tx, &among, nearest).await?;
            self.found = matching.places;
            self.left = if self.newest_first {
                self.left.start..matching.covered.start
            } else {
                matching.covered.end..self.left.end
            };
            self.bytes = self.bytes.saturating_mul(GROWTH).min(LARGEST_READ);
            self.is_dense = false;
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
}

/// How many indexed entries fit; `None` where the index cannot tell exactly.
pub(crate) async fn count(
    tx: &mut Transaction,
    reach: &Reach,
    filter: &ActivityFilter,
) -> Result<Option<u64>, StoreError> {
    let conditions = Conditions::of(tx, reach, filter).await?;
    if !conditions.is_whole {
        return Ok(None);
    }
    let mut counted = 0;
    let mut left = 0..reach.state.entries;
    while !left.is_empty() {
        let matching = conditions.matching(tx, &left, (false, LARGEST_READ)).await?;
        if !matching.is_exact {
            return Ok(None);
        }
        counted += matching.places.len();
        left = matching.covered.end..left.end;
    }
    Ok(Some(counted))
}

/// What is known of a part of the places that were asked for.
struct Matching {
    places: RoaringBitmap,
    /// Whether each of them fits for sure.
    is_exact: bool,
    covered: Range<u32>,
}

impl Conditions {
    async fn of(tx: &mut Transaction, reach: &Reach, filter: &ActivityFilter) -> Result<Self, StoreError> {
        let mut all = Self {
            lists: terms::facts(filter),
            is_whole: true,
        };
        let words = filter.search.as_ref().map_or(&[][..], SearchTerms::words);
        if words.is_empty() {
            return Ok(all);
        }
        let vocabulary = tx.memory().vocabularies.of(tx, &reach.state).await?;
        for word in words {
            match vocabulary.holding(word, TOO_MANY) {
                Some(holding) => {
                    let long = reach.has_long.then_some(terms::LONG);
                    let terms = holding.into_iter().chain(long);
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

    /// The places that fit among the nearest of some.
    async fn matching(
        &self,
        tx: &mut Transaction,
        among: &Range<u32>,
        nearest: (bool, i64),
    ) -> Result<Matching, StoreError> {
        let mut places_of = vec![RoaringBitmap::new(); self.lists.len()];
        let mut is_exact = true;
        let Postings { some, covered } = self.postings(tx, among, nearest).await?;
        let lists = self.lists_by_term();
        for Posting { term, places } in some {
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
        let mut places = all.unwrap_or_default();
        places.remove_range(..covered.start);
        places.remove_range(covered.end..);
        Ok(Matching {
            places,
            is_exact,
            covered,
        })
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

    /// Where a list is of no terms, nothing fits, and nothing need be asked.
    async fn postings(
        &self,
        tx: &mut Transaction,
        among: &Range<u32>,
        nearest: (bool, i64),
    ) -> Result<Postings, StoreError> {
        if self.lists.iter().any(Vec::is_empty) {
            return Ok(Postings {
                some: Vec::new(),
                covered: among.clone(),
            });
        }
        let terms: Vec<&str> = self.lists.iter().flatten().map(String::as_str).collect();
        postings::nearest(tx, &terms, among, nearest).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(left: Range<u32>, newest_first: bool, is_dense: bool) -> Search {
        Search {
            conditions: Conditions {
                lists: Vec::new(),
                is_whole: true,
            },
            left,
            bytes: FIRST_READ,
            newest_first,
            is_dense,
            found: RoaringBitmap::new(),
        }
    }

    #[test]
    fn what_is_dense_is_looked_for_in_the_nearest_segments() {
        let of = |left: Range<u32>, newest_first| search(left, newest_first, true).among();
        assert_eq!(of(0..70_000, true), 0..70_000);
        assert_eq!(of(0..200_000, true), 2 * SEGMENT..200_000);
        assert_eq!(of(140_000..200_000, true), 140_000..200_000);
        assert_eq!(of(0..4 * SEGMENT, true), 2 * SEGMENT..4 * SEGMENT);
        assert_eq!(of(10..200_000, false), 10..2 * SEGMENT);
        assert_eq!(of(70_000..140_000, false), 70_000..140_000);
        assert_eq!(search(0..200_000, true, false).among(), 0..200_000);
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
