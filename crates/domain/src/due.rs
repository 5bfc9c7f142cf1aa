//! When a task is due, and from when on it is overdue.

use jiff::{Timestamp, civil::Date};

use crate::{
    account::TimeZone,
    fault::{Fault, Invalid},
};

/// When a task is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// On a day, until its end in the account's time zone.
    On(Date),
    /// At a moment.
    At(Timestamp),
}

impl Due {
    /// The first and the last year a task can be due in.
    pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=9000;

    /// At most one of a day and a moment, within [`Due::YEARS`]; a moment in whole microseconds, which stores keep.
    pub fn parse(on: Option<Date>, at: Option<Timestamp>) -> Result<Option<Self>, Fault> {
        let due = match (on, at) {
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => return Err(Fault::Invalid(Invalid::DueTwice)),
            (Some(day), None) => Self::On(day),
            (None, Some(moment)) => Self::At(whole_microseconds(moment)),
        };
        let year = match due {
            Self::On(day) => day.year(),
            Self::At(moment) => jiff::tz::TimeZone::UTC.to_datetime(moment).year(),
        };
        if Self::YEARS.contains(&year) {
            Ok(Some(due))
        } else {
            Err(Fault::Invalid(Invalid::DueOutOfRange))
        }
    }

    /// The moment from which an open task is overdue: the next local midnight after the day, or the moment itself.
    pub fn overdue_from(self, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::On(day) => day.tomorrow().ok().and_then(|next| zone.start_of(next)),
            Self::At(moment) => Some(moment),
        }
    }

    /// As text, for the history.
    pub fn text(self) -> String {
        match self {
            Self::On(day) => day.to_string(),
            Self::At(moment) => moment.to_string(),
        }
    }
}

fn whole_microseconds(moment: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(moment.as_microsecond()).unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_the_next_local_midnight_also_when_clocks_change() {
        let berlin = TimeZone::parse("Europe/Berlin").unwrap();
        let overdue = |day: &str| {
            Due::On(day.parse().unwrap())
                .overdue_from(&berlin)
                .unwrap()
                .to_string()
        };
        assert_eq!(overdue("2026-03-28"), "2026-03-28T23:00:00Z");
        assert_eq!(overdue("2026-03-29"), "2026-03-29T22:00:00Z", "a day of 23 hours");
        assert_eq!(overdue("2026-10-25"), "2026-10-25T23:00:00Z", "a day of 25 hours");
        let cairo = TimeZone::parse("Africa/Cairo").unwrap();
        let skipped = Due::On("2026-04-23".parse().unwrap())
            .overdue_from(&cairo)
            .unwrap();
        assert_eq!(
            skipped.to_string(),
            "2026-04-23T22:00:00Z",
            "24 April begins at one o'clock there"
        );
    }

    #[test]
    fn a_moment_keeps_what_stores_keep() {
        let fine = Due::parse(None, Some("2026-11-23T11:00:00.123456789Z".parse().unwrap()))
            .unwrap()
            .unwrap();
        assert_eq!(fine.text(), "2026-11-23T11:00:00.123456Z");
    }

    #[test]
    fn day_and_moment_exclude_each_other_and_years_are_bounded() {
        let day: Date = "2026-11-23".parse().unwrap();
        let moment: Timestamp = "2026-11-23T11:00:00Z".parse().unwrap();
        assert_eq!(
            Due::parse(Some(day), Some(moment)),
            Err(Fault::Invalid(Invalid::DueTwice))
        );
        assert_eq!(Due::parse(None, None), Ok(None));
        let far: Date = "9999-12-31".parse().unwrap();
        assert_eq!(
            Due::parse(Some(far), None),
            Err(Fault::Invalid(Invalid::DueOutOfRange))
        );
    }
}
