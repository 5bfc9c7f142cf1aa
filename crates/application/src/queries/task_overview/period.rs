//! Days that a report counts, fixed or moving with today.

use domain::TimeZone;
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::super::{ArgumentFault, QueryError, tasks::TimeSpan};

/// The years that days may lie in: those that are written with four digits and begin and end in every zone.
const FIRST_YEAR: i16 = 1;
const LAST_YEAR: i16 = 9998;

/// A span of days, both ends included; an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days {
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
}

impl Days {
    /// Whether it ends before it starts.
    pub fn is_reversed(&self) -> bool {
        matches!((self.first, self.last), (Some(first), Some(last)) if first > last)
    }

    /// As many days just before; for a calendar month, quarter or year in full the one before. An open end reaches to
    /// today; `None` where the start is open, or before the first day of the calendar.
    pub(super) fn before(self, today: Date) -> Option<Self> {
        let first = self.first?;
        let last = self.last.unwrap_or(today).max(first);
        let next = last.tomorrow().ok()?;
        let whole = [1, 3, 12].into_iter().find(|months| {
            let is_start = first.day() == 1 && (first.month() - 1) % months == 0;
            is_start && first.checked_add(i64::from(*months).months()).ok() == Some(next)
        });
        let start = match whole {
            Some(months) => first.checked_sub(i64::from(months).months()),
            None => first.checked_sub(next.since(first).ok()?),
        };
        let start = start.ok().filter(|day| day.year() >= FIRST_YEAR)?;
        Some(Self {
            first: Some(start),
            last: Some(first.yesterday().ok()?),
        })
    }

    /// Those of these days that also belong to the others.
    pub(super) fn within(self, others: Self) -> Self {
        Self {
            first: self.first.into_iter().chain(others.first).max(),
            last: self.last.into_iter().chain(others.last).min(),
        }
    }

    /// The moments of these days in a time zone.
    pub(super) fn span(self, zone: &TimeZone) -> Result<TimeSpan, QueryError> {
        let out_of_range = || QueryError::argument("completed_on", ArgumentFault::DateOutOfRange);
        let in_range = |day: Date| (FIRST_YEAR..=LAST_YEAR).contains(&day.year()).then_some(day);
        let start = |day: Date| {
            in_range(day)
                .and_then(|day| zone.start_of(day))
                .ok_or_else(out_of_range)
        };
        let next = |day: Date| {
            in_range(day)?
                .tomorrow()
                .ok()
                .and_then(|next| zone.start_of(next))
        };
        let end = |day: Date| next(day).ok_or_else(out_of_range);
        Ok(TimeSpan {
            from: self.first.map(start).transpose()?,
            until: self.last.map(end).transpose()?,
        })
    }
}

/// A span of days that moves with today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelativePeriod {
    /// Today.
    Today,
    /// Yesterday.
    Yesterday,
    /// The 7 days that end today.
    Last7Days,
    /// The 30 days that end today.
    Last30Days,
    /// The 90 days that end today.
    Last90Days,
    /// This week up to today.
    ThisWeek,
    /// The week before this one.
    LastWeek,
    /// This month up to today.
    ThisMonth,
    /// The month before this one.
    LastMonth,
    /// This quarter up to today.
    ThisQuarter,
    /// The quarter before this one.
    LastQuarter,
    /// This year up to today.
    ThisYear,
    /// The year before this one.
    LastYear,
}

impl RelativePeriod {
    /// The days it names on a given day.
    pub fn days(self, today: Date) -> Days {
        let back = |days: i64| today.saturating_sub(days.days());
        let (first, last) = match self {
            Self::Today => (today, today),
            Self::Yesterday => (back(1), back(1)),
            Self::Last7Days => (back(6), today),
            Self::Last30Days => (back(29), today),
            Self::Last90Days => (back(89), today),
            Self::ThisWeek => (week_start(today), today),
            Self::LastWeek => whole_before(week_start(today), week_start),
            Self::ThisMonth => (today.first_of_month(), today),
            Self::LastMonth => whole_before(today.first_of_month(), Date::first_of_month),
            Self::ThisQuarter => (quarter_start(today), today),
            Self::LastQuarter => whole_before(quarter_start(today), quarter_start),
            Self::ThisYear => (today.first_of_year(), today),
            Self::LastYear => whole_before(today.first_of_year(), Date::first_of_year),
        };
        Days {
            first: Some(first),
            last: Some(last),
        }
    }
}

/// The whole span that ends the day before `start`.
fn whole_before(start: Date, start_of: impl Fn(Date) -> Date) -> (Date, Date) {
    let last = start.saturating_sub(1.day());
    (start_of(last), last)
}

/// The Monday of the ISO week of a day.
pub(super) fn week_start(day: Date) -> Date {
    let days = day.weekday().since(Weekday::Monday);
    day.saturating_sub(i64::from(days).days())
}

/// The first day of the quarter of a day.
pub(super) fn quarter_start(day: Date) -> Date {
    let into_quarter = (day.month() - 1) % 3;
    day.first_of_month()
        .saturating_sub(i64::from(into_quarter).months())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_day_of_the_calendar_are_days_too() {
        let zone = TimeZone::parse("Europe/Berlin").unwrap();
        let days = |first: &str, last: &str| Days {
            first: first.parse().ok(),
            last: last.parse().ok(),
        };
        assert!(days("0001-01-01", "9998-12-31").span(&zone).is_ok());
        assert!(days("0000-12-31", "2026-01-01").span(&zone).is_err());
        assert!(days("2026-01-01", "9999-01-01").span(&zone).is_err());
    }

    #[test]
    fn the_days_before_are_as_many_or_the_calendar_span_before() {
        let today: Date = "2026-03-31".parse().unwrap();
        let before = |first: &str, last: &str| {
            let days = Days {
                first: first.parse().ok(),
                last: last.parse().ok(),
            };
            let before = days.before(today);
            before.map(|days| format!("{}..{}", days.first.unwrap(), days.last.unwrap()))
        };
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(before("2026-03-30", "2026-03-31"), is("2026-03-28..2026-03-29"));
        assert_eq!(
            before("2026-03-01", "2026-03-31"),
            is("2026-02-01..2026-02-28"),
            "a month"
        );
        assert_eq!(
            before("2026-03-01", ""),
            is("2026-02-01..2026-02-28"),
            "up to today"
        );
        assert_eq!(
            before("2026-01-01", "2026-03-31"),
            is("2025-10-01..2025-12-31"),
            "a quarter"
        );
        assert_eq!(
            before("2024-01-01", "2024-12-31"),
            is("2023-01-01..2023-12-31"),
            "a year"
        );
        assert_eq!(
            before("2026-02-01", "2026-04-30"),
            is("2025-11-04..2026-01-31"),
            "no quarter"
        );
        assert_eq!(before("", "2026-03-31"), None);
        assert_eq!(before("0001-01-01", "9998-12-31"), None, "no day before");
        assert_eq!(before("0001-01-02", "0001-01-02"), is("0001-01-01..0001-01-01"));
    }

    #[test]
    fn periods_are_whole_calendar_spans_or_end_today() {
        let today: Date = "2026-01-01".parse().unwrap();
        let days = |period: RelativePeriod| {
            let Days { first, last } = period.days(today);
            format!("{}..{}", first.unwrap(), last.unwrap())
        };
        assert_eq!(days(RelativePeriod::ThisWeek), "2025-12-29..2026-01-01");
        assert_eq!(days(RelativePeriod::LastWeek), "2025-12-22..2025-12-28");
        assert_eq!(days(RelativePeriod::LastMonth), "2025-12-01..2025-12-31");
        assert_eq!(days(RelativePeriod::LastQuarter), "2025-10-01..2025-12-31");
        assert_eq!(days(RelativePeriod::LastYear), "2025-01-01..2025-12-31");
        assert_eq!(days(RelativePeriod::Last7Days), "2025-12-26..2026-01-01");
        assert_eq!(days(RelativePeriod::ThisQuarter), "2026-01-01..2026-01-01");
        assert_eq!(days(RelativePeriod::Yesterday), "2025-12-31..2025-12-31");
    }
}
