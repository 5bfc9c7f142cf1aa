//! Hours of business in the three years before now.

use anyhow::{Context as _, ensure};
use domain::TimeZone;
use jiff::{
    SignedDuration, Span, Timestamp,
    civil::{Date, Weekday},
};

use crate::chance::Chance;

const YEARS: i32 = 3;
const OPENS: SignedDuration = SignedDuration::from_hours(8);
/// How long it is open.
const HOURS: SignedDuration = SignedDuration::from_mins(9 * 60 + 30);

/// The days that people of an account worked.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    pub(super) zone: TimeZone,
    pub(super) now: Timestamp,
    days: Vec<Workday>,
}

/// A day of business.
#[derive(Debug, Clone, Copy)]
pub(super) struct Workday {
    pub(super) date: Date,
    pub(super) opens: Timestamp,
}

impl Calendar {
    pub(super) fn new(zone: &str, now: Timestamp) -> anyhow::Result<Self> {
        let zone = TimeZone::parse(zone).map_err(|_| anyhow::anyhow!("{zone} is no time zone"))?;
        let today = zone.date_of(now);
        let first = today
            .checked_sub(Span::new().years(YEARS))
            .context("the beginning of time")?;
        let dates = first
            .series(Span::new().days(1))
            .take_while(|date| *date <= today);
        let works = |date: &Date| !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let day = |date| {
            Some(Workday {
                date,
                opens: zone.start_of(date)?.checked_add(OPENS).ok()?,
            })
        };
        let days = dates.filter(works).filter_map(day).filter(|day| day.opens < now);
        let days: Vec<Workday> = days.collect();
        ensure!(!days.is_empty(), "three years without a day of business");
        Ok(Self { zone, now, days })
    }

    /// How many days there are.
    pub(super) fn length(&self) -> usize {
        self.days.len()
    }

    /// A day by its number; the last one for all numbers after it.
    pub(super) fn day(&self, number: usize) -> Workday {
        let day = self.days.get(number).or(self.days.last());
        day.copied().unwrap_or(Workday {
            date: Date::MIN,
            opens: self.now,
        })
    }

    /// The day of the `part`th of `all` things that are spread evenly over all days.
    pub(super) fn spread(&self, part: u64, all: u64) -> usize {
        let days = u64::try_from(self.days.len()).unwrap_or_default();
        usize::try_from(part * days / all.max(1))
            .unwrap_or_default()
            .min(self.days.len().saturating_sub(1))
    }

    /// A moment of business on that day, before now.
    pub(super) fn moment(&self, number: usize, chance: &mut Chance) -> Timestamp {
        let opens = self.day(number).opens;
        self.within(opens, HOURS, chance)
    }

    /// A moment within a time from another one, before now.
    pub(super) fn within(&self, from: Timestamp, time: SignedDuration, chance: &mut Chance) -> Timestamp {
        let time = time.min(self.now.duration_since(from));
        let micros = u64::try_from(time.as_micros()).unwrap_or_default();
        let micros = i64::try_from(chance.below(micros)).unwrap_or_default();
        from.checked_add(SignedDuration::from_micros(micros))
            .unwrap_or(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_on_weekdays_between_eight_and_half_past_five() {
        let now: Timestamp = "2026-11-23T11:00:00Z".parse().unwrap();
        let calendar = Calendar::new("Europe/Berlin", now).unwrap();
        assert_eq!(calendar.day(0).date.to_string(), "2023-11-23");
        assert_eq!(calendar.day(usize::MAX).date.to_string(), "2026-11-23");
        let mut chance = Chance::of(1, 1);
        let berlin = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
        for day in 0..calendar.length() {
            let moment = calendar.moment(day, &mut chance);
            let here = berlin.to_datetime(moment);
            assert!(moment < now && (8..18).contains(&here.hour()), "{here}");
            assert!(
                !matches!(here.weekday(), Weekday::Saturday | Weekday::Sunday),
                "{here}"
            );
        }
    }
}
