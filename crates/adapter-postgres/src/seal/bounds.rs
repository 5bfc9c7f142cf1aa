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
    /// The days that are over of the year that is not.
    YearSoFar,
    /// The same of the month.
    MonthSoFar,
}

impl Span {
    pub(crate) const LONGEST_FIRST: [Self; 5] = [
        Self::Year,
        Self::YearSoFar,
        Self::Month,
        Self::MonthSoFar,
        Self::Week,
    ];
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
    /// The same of the month so far.
    pub(crate) month_so_far: Vec<Timestamp>,
}

impl Bounds {
    /// The ends of the spans of a length.
    pub(crate) fn of(&self, span: Span) -> &[Timestamp] {
        match span {
            Span::Week => &self.weeks,
            Span::Month => &self.months,
            Span::Year => &self.years,
            Span::YearSoFar => &self.year_so_far,
            Span::MonthSoFar => &self.month_so_far,
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
        let midnight = zone.start_of(zone.date_of(until));
        self.with_so_far(midnight.filter(|midnight| *midnight <= until))
    }

    /// The same with the year and the month so far until a midnight, if there is one. Months make up the year.
    pub(crate) fn with_so_far(mut self, until: Option<Timestamp>) -> Self {
        let ends = |starts: &[Timestamp]| {
            starts
                .last()
                .copied()
                .zip(until)
                .filter(|(start, end)| start < end)
        };
        let of_year = ends(&self.years).filter(|(start, _)| self.months.binary_search(start).is_ok());
        let both = |ends: Option<(Timestamp, Timestamp)>| {
            ends.map_or_else(Vec::new, |(start, end)| vec![start, end])
        };
        (self.year_so_far, self.month_so_far) = (both(of_year), both(ends(&self.months)));
        self
    }

    /// Until when year and month so far are counted.
    pub(crate) fn so_far_until(&self) -> Option<Timestamp> {
        self.year_so_far.last().or(self.month_so_far.last()).copied()
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
    fn what_is_so_far_is_of_days_that_are_over() {
        let reaching =
            |until: &str| Bounds::default().reaching(&berlin(), at("2025-11-03T12:00:00Z"), at(until));
        let so_far = |until: &str| told(&reaching(until).year_so_far);
        assert_eq!(so_far("2025-12-31T23:00:00Z"), [""; 0]);
        assert_eq!(so_far("2026-01-01T22:59:59Z"), [""; 0], "no day is over");
        let first_day = ["2025-12-31T23:00:00Z", "2026-01-01T23:00:00Z"];
        assert_eq!(so_far("2026-01-01T23:00:00Z"), first_day);
        let until_march = ["2025-12-31T23:00:00Z", "2026-03-29T22:00:00Z"];
        assert_eq!(
            so_far("2026-03-30T12:00:00Z"),
            until_march,
            "after clocks went on"
        );
        let nearly_all = ["2025-12-31T23:00:00Z", "2026-12-30T23:00:00Z"];
        assert_eq!(so_far("2026-12-31T22:59:59Z"), nearly_all);
        assert_eq!(so_far("2026-12-31T23:00:00Z"), [""; 0], "the year is over");
        let month = |until: &str| told(&reaching(until).month_so_far);
        let in_march = ["2026-02-28T23:00:00Z", "2026-03-29T22:00:00Z"];
        assert_eq!(month("2026-03-30T12:00:00Z"), in_march);
        assert_eq!(month("2026-03-31T22:00:00Z"), [""; 0], "the month is over");
        for until in [
            "2025-12-10T12:00:00Z",
            "2026-03-30T12:00:00Z",
            "2026-03-31T22:00:00Z",
        ] {
            let bounds = reaching(until);
            assert_eq!(
                bounds.clone().with_so_far(bounds.so_far_until()),
                bounds,
                "{until}"
            );
        }
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
