//! Cuts pages out of lists by the places of their items, as an index would.

use std::cmp::Ordering;

use application::page::{Cursor, CursorKey, Page, PageRequest};

/// The page of what matched, in the order of its places.
pub(super) fn page<T>(
    items: Vec<T>,
    descending: bool,
    request: &PageRequest,
    cursor: impl Fn(&T) -> Cursor,
) -> Page<T> {
    let mut placed: Vec<(Cursor, T)> = items.into_iter().map(|item| (cursor(&item), item)).collect();
    placed.sort_by(|(a, _), (b, _)| compare(a, b, descending));
    placed.retain(|(place, _)| is_within(place, request, descending));
    if request.from_end {
        placed.reverse();
    }
    let read = placed.into_iter().map(|(_, item)| item);
    Page::of_read(read.take(request.limit + 1).collect(), request)
}

fn is_within(place: &Cursor, request: &PageRequest, descending: bool) -> bool {
    let is_after = |after: &Cursor| compare(place, after, descending) == Ordering::Greater;
    let is_before = |before: &Cursor| compare(place, before, descending) == Ordering::Less;
    request.after.as_ref().is_none_or(is_after) && request.before.as_ref().is_none_or(is_before)
}

/// The value, then the id, both in one direction; what has no value comes last in either.
fn compare(a: &Cursor, b: &Cursor, descending: bool) -> Ordering {
    let is_missing = |place: &Cursor| place.key == CursorKey::Missing;
    let in_order = (&a.key, a.id).cmp(&(&b.key, b.id));
    let in_order = if descending { in_order.reverse() } else { in_order };
    is_missing(a).cmp(&is_missing(b)).then(in_order)
}

/// How many items there are, as counts are told.
pub(super) fn count(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}

/// Whether a folded text has all words.
pub(super) fn has_all(folded: &str, words: &[String]) -> bool {
    words.iter().all(|word| folded.contains(word.as_str()))
}

/// Whether a condition that may not be set holds; an empty list matches nothing.
pub(super) fn is_any_of<T: PartialEq>(condition: Option<&Vec<T>>, value: &T) -> bool {
    condition.is_none_or(|accepted| accepted.contains(value))
}

/// The same for a value that may be missing, which no condition matches.
pub(super) fn some_is_any_of<T: PartialEq>(condition: Option<&Vec<T>>, value: Option<&T>) -> bool {
    condition.is_none_or(|accepted| value.is_some_and(|value| accepted.contains(value)))
}
