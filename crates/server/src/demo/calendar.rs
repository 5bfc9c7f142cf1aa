//! When people of the demo's company work: days, hours, holidays. Knows time and nothing of tasks.

use anyhow::Context;
use jiff::{SignedDuration, Span, Timestamp, civil::Date, tz::TimeZone};

use super::random::Random;

/// How many days of work the demo tells of.
const DAYS: i64 = 365;

/// The days of the demo in one time zone.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    zone: TimeZone,
    /// The first day of the year that is told.
    first: Date,
    /// The day of the first start, which is not told any more.
    today: Date,
    /// How busy each day of the year is.
    weights: Vec<u64>,
}

impl Calendar {
    /// The year before `today`, as the clocks of `zone` show it.
    pub(super) fn new(zone: &str, today: Date) -> anyhow::Result<Self> {
        let zone = TimeZone::get(zone).with_context(|| format!("the time zone {zone} is not known"))?;
        let first = plus(today, -DAYS);
        let weights = (0..DAYS)
            .map(|number| weight(plus(first, number), number))
            .collect();
        Ok(Self {
            zone,
            first,
            today,
            weights,
        })
    }

    /// So many days after the first day.
    pub(super) fn day(&self, number: i64) -> Date {
        plus(self.first, number)
    }

    /// How many days after the first day.
    pub(super) fn number(&self, day: Date) -> i64 {
        self.first.until(day).map_or(0, |span| i64::from(span.get_days()))
    }

    /// The day of the first start.
    pub(super) fn today(&self) -> Date {
        self.today
    }

    /// The moment when clocks show this, with microseconds by chance where it is to look measured.
    pub(super) fn moment(&self, day: Date, hour: i64, minute: i64, random: Option<&mut Random>) -> Timestamp {
        let (seconds, micros) =
            random.map_or((0, 0), |random| (random.within(0, 59), random.within(0, 999_999)));
        let wall = Span::new()
            .hours(hour)
            .minutes(minute)
            .seconds(seconds)
            .microseconds(micros);
        let local = day
            .to_datetime(jiff::civil::Time::midnight())
            .saturating_add(wall);
        // Hours at which clocks are changed are no working hours.
        self.zone.to_timestamp(local).unwrap_or_default()
    }

    /// The day it is at a moment.
    pub(super) fn date_of(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    /// A day of the year, as busy days are busy.
    pub(super) fn busy_day(&self, random: &mut Random) -> Date {
        let number = random.weighted(self.weights.iter().copied());
        self.day(i64::try_from(number).unwrap_or_default())
    }

    /// A moment of a day, as busy hours are busy.
    pub(super) fn busy_moment(&self, day: Date, random: &mut Random) -> Timestamp {
        let hour = 8 + random.weighted(HOURS.into_iter());
        let minute = random.within(0, 59);
        self.moment(day, i64::try_from(hour).unwrap_or(12), minute, Some(random))
    }
}

/// A day so many days later.
pub(super) fn plus(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days))
}

/// A moment so many minutes later.
pub(super) fn later(at: Timestamp, minutes: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(at)
}

/// The day itself, or the Friday before its weekend.
pub(super) fn workday_before(day: Date) -> Date {
    match day.weekday().to_monday_one_offset() {
        6 => plus(day, -1),
        7 => plus(day, -2),
        _ => day,
    }
}

/// The day itself, or the Monday after its weekend.
pub(super) fn workday_after(day: Date) -> Date {
    match day.weekday().to_monday_one_offset() {
        6 => plus(day, 2),
        7 => plus(day, 1),
        _ => day,
    }
}

/// From eight o'clock on.
const HOURS: [u64; 11] = [5, 12, 15, 14, 5, 8, 13, 12, 10, 5, 1];
/// From January on; August is quiet.
const MONTHS: [u64; 12] = [92, 100, 116, 100, 94, 100, 78, 48, 114, 118, 122, 96];
/// From Monday on; few work on weekends.
const WEEKDAYS: [u64; 7] = [100, 116, 112, 106, 78, 4, 2];
/// Holidays that have the same date every year.
const HOLIDAYS: [(i8, i8); 6] = [(1, 1), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26)];

/// How much is done on a day: by weekday, month and holidays; and the company grows over the year.
fn weight(day: Date, number: i64) -> u64 {
    let of = |weights: &[u64], place: i8| {
        let place = usize::try_from(place - 1).unwrap_or_default();
        weights.get(place).copied().unwrap_or_default()
    };
    let grown = 100 + u64::try_from(number).unwrap_or_default() / 10;
    let usual = of(&WEEKDAYS, day.weekday().to_monday_one_offset()) * of(&MONTHS, day.month()) * grown;
    let date = (day.month(), day.day());
    let is_between_the_years = date >= (12, 22) || date <= (1, 4);
    if HOLIDAYS.contains(&date) || is_between_the_years {
        usual / 16
    } else {
        usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        Calendar::new("Europe/Berlin", "2026-11-23".parse().unwrap()).unwrap()
    }

    #[test]
    fn the_year_ends_the_day_before() {
        let calendar = calendar();
        assert_eq!(calendar.day(0).to_string(), "2025-11-23");
        assert_eq!(calendar.day(DAYS - 1).to_string(), "2026-11-22");
    }

    #[test]
    fn clocks_are_those_of_the_zone() {
        let at = |day: &str| calendar().moment(day.parse().unwrap(), 9, 30, None).to_string();
        assert_eq!(at("2026-01-15"), "2026-01-15T08:30:00Z");
        assert_eq!(at("2026-07-15"), "2026-07-15T07:30:00Z");
    }

    #[test]
    fn weekends_holidays_and_august_are_quiet() {
        let weight = |day: &str| weight(day.parse().unwrap(), 0);
        assert!(weight("2026-09-19") * 10 < weight("2026-09-17"), "a Saturday");
        assert!(weight("2026-08-13") * 2 < weight("2026-09-17"), "August");
        assert!(
            weight("2025-12-30") * 5 < weight("2025-12-16"),
            "between the years"
        );
    }

    #[test]
    fn weekends_are_left() {
        let (saturday, sunday): (Date, Date) = ("2026-09-19".parse().unwrap(), "2026-09-20".parse().unwrap());
        assert_eq!(
            [saturday, sunday].map(workday_before),
            ["2026-09-18".parse().unwrap(); 2]
        );
        assert_eq!(
            [saturday, sunday].map(workday_after),
            ["2026-09-21".parse().unwrap(); 2]
        );
    }
}
