//! Spans of local time as moments. They are cut here and not by PostgreSQL, whose time zones may be of another year.

use application::{
    StoreError,
    queries::task_overview::{Dimension, GroupKey},
};
use domain::TimeZone;
use jiff::{Span, Timestamp, civil::Date};

use super::grouped::GroupedValue;
use crate::codes::contradiction;

/// Spans side by side, each with its first day and its first moment.
pub(super) struct Spans(Vec<(Date, Timestamp)>);

impl Spans {
    /// All spans from that of `first` to that of `last`.
    pub(super) fn covering(
        by: Dimension,
        length: Span,
        zone: &TimeZone,
        first: Timestamp,
        last: Timestamp,
    ) -> Self {
        let last = zone.date_of(last);
        let starts = std::iter::successors(Some(by.span_start(zone.date_of(first))), |day| {
            day.checked_add(length).ok()
        });
        let within = starts.take_while(|day| *day <= last);
        Self(
            within
                .filter_map(|day| Some((day, zone.start_of(day)?)))
                .collect(),
        )
    }

    /// The first moments, ascending.
    pub(super) fn moments(&self) -> Vec<Timestamp> {
        self.0.iter().map(|(_, from)| *from).collect()
    }

    /// The span that a row belongs to: the n-th, from 1.
    pub(super) fn key(&self, value: &GroupedValue) -> Result<GroupKey, StoreError> {
        let place = value
            .number
            .and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
        let span = place.and_then(|place| self.0.get(place));
        span.map(|(day, _)| GroupKey::Date(*day))
            .ok_or_else(|| contradiction("a completion outside all spans"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(by: Dimension, first: &str, last: &str) -> Vec<String> {
        let zone = TimeZone::parse("Europe/Berlin").unwrap();
        let length = by.span_length().unwrap();
        let spans = Spans::covering(by, length, &zone, first.parse().unwrap(), last.parse().unwrap());
        spans
            .0
            .iter()
            .map(|(day, from)| format!("{day} {from}"))
            .collect()
    }

    #[test]
    fn edge_50_spans_begin_at_local_midnight_and_weeks_on_monday() {
        assert_eq!(
            days(Dimension::Day, "2026-03-28T12:00:00Z", "2026-03-29T22:00:00Z"),
            [
                "2026-03-28 2026-03-27T23:00:00Z",
                "2026-03-29 2026-03-28T23:00:00Z",
                "2026-03-30 2026-03-29T22:00:00Z"
            ]
        );
        let new_year = "2026-01-01T10:00:00Z";
        assert_eq!(
            days(Dimension::Week, new_year, new_year),
            ["2025-12-29 2025-12-28T23:00:00Z"]
        );
        assert_eq!(
            days(Dimension::Quarter, new_year, new_year),
            ["2026-01-01 2025-12-31T23:00:00Z"]
        );
    }
}
