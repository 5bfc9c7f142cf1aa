//! Pages of lists: keyset cursors, both directions, the same sequence for every page size.

use std::{borrow::Cow, ops::Range};

use jiff::Timestamp;
use uuid::Uuid;

/// The place of an item in one order of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Which list in which order it belongs to; a cursor of another one is refused.
    pub list: Cow<'static, str>,
    /// The value the list is ordered by.
    pub key: CursorKey,
    /// The tie-break.
    pub id: Uuid,
}

/// A value that lists are ordered by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CursorKey {
    /// A moment.
    Time(Timestamp),
    /// A folded text, compared by code points.
    Text(String),
    /// A place.
    Number(i64),
    /// No value; such items come last in both directions of the order.
    Missing,
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// How many items at most, 1 to 100.
    pub limit: usize,
    /// Whether they are taken from the end of the list.
    pub from_end: bool,
    /// Only items after this one.
    pub after: Option<Cursor>,
    /// Only items before this one.
    pub before: Option<Cursor>,
}

impl PageRequest {
    /// The first `limit` items.
    pub fn first(limit: usize) -> Self {
        Self {
            limit,
            from_end: false,
            after: None,
            before: None,
        }
    }
}

/// A part of a list, in the order of the list whichever end it was taken from.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Whether items follow.
    pub has_next_page: bool,
    /// Whether items precede.
    pub has_previous_page: bool,
}

impl<T> Page<T> {
    /// Makes a page of what an adapter read: up to `limit + 1` items, in reading direction (backwards for
    /// [`PageRequest::from_end`]).
    pub fn of_read(mut items: Vec<T>, request: &PageRequest) -> Self {
        let more = items.len() > request.limit;
        items.truncate(request.limit);
        if request.from_end {
            items.reverse();
            Self {
                items,
                has_next_page: request.before.is_some(),
                has_previous_page: more,
            }
        } else {
            Self {
                items,
                has_next_page: more,
                has_previous_page: request.after.is_some(),
            }
        }
    }

    /// Cuts a page out of a whole list that is in memory; `place` tells which items a cursor stands for: one, or for one
    /// that is gone none, between two others. Where nobody can tell that the page is empty.
    pub fn of_whole(
        items: Vec<T>,
        request: &PageRequest,
        place: impl Fn(&[T], &Cursor) -> Option<Range<usize>>,
    ) -> Self {
        let place = |wanted: &Cursor| place(&items, wanted);
        let start = request
            .after
            .as_ref()
            .map_or(0, |after| place(after).map_or(items.len(), |place| place.end));
        let end = request
            .before
            .as_ref()
            .map_or(items.len(), |before| place(before).map_or(0, |place| place.start))
            .max(start);
        let limit = request.limit.min(end - start);
        let (from, until) = if request.from_end {
            (end - limit, end)
        } else {
            (start, start + limit)
        };
        let has_next_page = until < items.len();
        let items = items.into_iter().skip(from).take(until - from).collect();
        Self {
            items,
            has_next_page,
            has_previous_page: from > 0,
        }
    }
}
