//! Plans when tasks are due: most were done in time, and some that are open are late.

use jiff::{Timestamp, TimestampRound, Unit, civil::Date};

use super::calendar::{Calendar, later, plus, workday_after};
use super::planned::PlannedDue;
use super::random::Random;

/// Most were done in time.
pub(super) fn due(
    calendar: &Calendar,
    created_at: Timestamp,
    completed_at: Timestamp,
    random: &mut Random,
) -> PlannedDue {
    let (created, completed) = (calendar.date_of(created_at), calendar.date_of(completed_at));
    let day = if random.percent(20) {
        plus(completed, -random.within(1, 6)).max(created)
    } else {
        plus(completed, random.pick(&[0, 0, 0, 1, 1, 2, 4]))
    };
    match random.weighted([15, 65, 20].into_iter()) {
        0 => PlannedDue::Never,
        1 => PlannedDue::On(day),
        _ if day == completed => PlannedDue::At(half_hour(later(completed_at, random.within(30, 200)))),
        _ => PlannedDue::At(calendar.moment(day, random.within(9, 17), random.pick(&[0, 30]), None)),
    }
}

/// Overdue, today, this week, later, some time.
pub(super) fn coming_due(calendar: &Calendar, created: Date, random: &mut Random) -> PlannedDue {
    let today = calendar.today();
    let in_days = |random: &mut Random, from, to| plus(today, random.within(from, to));
    match random.weighted([28, 12, 24, 14, 12, 10].into_iter()) {
        0 => PlannedDue::On(in_days(random, -12, -1).max(created)),
        1 => PlannedDue::On(today),
        2 => PlannedDue::On(workday_after(in_days(random, 1, 7))),
        3 => PlannedDue::On(workday_after(in_days(random, 8, 45))),
        4 => {
            let day = workday_after(in_days(random, 0, 5));
            PlannedDue::At(calendar.moment(day, random.within(9, 17), random.pick(&[0, 30]), None))
        }
        _ => PlannedDue::Never,
    }
}

fn half_hour(at: Timestamp) -> Timestamp {
    let rounding = TimestampRound::new().smallest(Unit::Minute).increment(30);
    at.round(rounding).unwrap_or(at)
}
