//! Where weeks, months and years of an account begin. The moments are kept beside the sums, so that both stay true to
//! each other whatever becomes of the rules of a time zone.

use application::queries::task_overview::Dimension;
use domain::TimeZone;
use jiff::Timestamp;

/// A length that sums are kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    Week,
    Month,
    Year,
    /// The months that are over of the year that is not.
    YearSoFar,
}

impl Span {
    /// What sums are made of comes before them.
    pub(crate) const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Year, Self::YearSoFar];
}

/// Spans that are over, side by side, by their ends, ascending: each begins where the one before ends. Nothing is cut
/// where there is no end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Bounds {
    pub(crate) weeks: Vec<Timestamp>,
    pub(crate) months: Vec<Timestamp>,
    pub(crate) years: Vec<Timestamp>,
    /// The two ends of the year so far, or none.
    pub(crate) year_so_far: Vec<Timestamp>,
}

impl Bounds {
    /// The ends of the spans of a length.
    pub(crate) fn of(&self, span: Span) -> &[Timestamp] {
        match span {
            Span::Week => &self.weeks,
            Span::Month => &self.months,
            Span::Year => &self.years,
            Span::YearSoFar => &self.year_so_far,
        }
    }

    /// The same with all spans that are over by `until`. Where there are none yet, they begin with that of `first`.
    pub(crate) fn reaching(mut self, zone: &TimeZone, first: Timestamp, until: Timestamp) -> Self {
        for (ends, by) in [
            (&mut self.weeks, Dimension::Week),
            (&mut self.months, Dimension::Month),
            (&mut self.years, Dimension::Year),
        ] {
            extend(ends, by, zone, first, until);
        }
        self.with_year_so_far()
    }

    /// The same with the year so far, which months make up.
    pub(crate) fn with_year_so_far(mut self) -> Self {
        let ends = self.years.last().zip(self.months.last());
        let ends = ends.filter(|(start, end)| start < end && self.months.binary_search(start).is_ok());
        self.year_so_far = ends.map_or_else(Vec::new, |(start, end)| vec![*start, *end]);
        self
    }
}

fn extend(ends: &mut Vec<Timestamp>, by: Dimension, zone: &TimeZone, first: Timestamp, until: Timestamp) {
    let Some(length) = by.span_length() else { return };
    let begin = by.span_start(zone.date_of(ends.last().copied().unwrap_or(first)));
    let days = std::iter::successors(Some(begin), |day| day.checked_add(length).ok());
    for end in days.filter_map(|day| zone.start_of(day)) {
        if end > until {
            return;
        }
        if ends.last().is_none_or(|last| *last < end) {
            ends.push(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::parse("Europe/Berlin").unwrap()
    }

    fn at(moment: &str) -> Timestamp {
        moment.parse().unwrap()
    }

    fn told(ends: &[Timestamp]) -> Vec<String> {
        ends.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn spans_begin_with_the_first_moment_and_are_over() {
        let bounds =
            Bounds::default().reaching(&berlin(), at("2026-03-27T12:00:00Z"), at("2026-04-05T22:00:00Z"));
        assert_eq!(
            told(&bounds.weeks),
            [
                "2026-03-22T23:00:00Z",
                "2026-03-29T22:00:00Z",
                "2026-04-05T22:00:00Z"
            ]
        );
        assert_eq!(
            told(&bounds.months),
            ["2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"]
        );
        assert_eq!(told(&bounds.years), ["2025-12-31T23:00:00Z"]);
        assert_eq!(
            told(&bounds.year_so_far),
            [""; 0],
            "no sums of January and February"
        );
    }

    #[test]
    fn the_year_so_far_is_of_its_months_that_are_over() {
        let so_far = |until: &str| {
            let bounds = Bounds::default().reaching(&berlin(), at("2025-11-03T12:00:00Z"), at(until));
            told(&bounds.year_so_far)
        };
        assert_eq!(so_far("2026-01-30T12:00:00Z"), [""; 0]);
        let january = ["2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z"];
        assert_eq!(so_far("2026-01-31T23:00:00Z"), january);
        let nearly_all = ["2025-12-31T23:00:00Z", "2026-11-30T23:00:00Z"];
        assert_eq!(so_far("2026-12-31T22:59:59Z"), nearly_all);
        assert_eq!(so_far("2026-12-31T23:00:00Z"), [""; 0], "the year is over");
    }

    #[test]
    fn what_was_cut_stays_and_goes_on_without_a_gap() {
        let first = at("2026-03-27T12:00:00Z");
        let short = Bounds::default().reaching(&berlin(), first, at("2026-04-01T00:00:00Z"));
        let long = short
            .clone()
            .reaching(&berlin(), first, at("2027-02-01T00:00:00Z"));
        assert_eq!(long.months[..short.months.len()], short.months);
        assert_eq!(
            long,
            Bounds::default().reaching(&berlin(), first, at("2027-02-01T00:00:00Z"))
        );
        // another zone takes over where the last span ends
        let tokyo = TimeZone::parse("Asia/Tokyo").unwrap();
        let moved = short.clone().reaching(&tokyo, first, at("2026-05-01T00:00:00Z"));
        assert_eq!(moved.months[..short.months.len()], short.months);
        assert!(moved.months.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
