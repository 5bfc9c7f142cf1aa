//! The real time and real identities: the one home of `Timestamp::now` and `Uuid::now_v7`.

use application::ports::{Clock, Ids};
use jiff::{Timestamp, TimestampRound, Unit};
use uuid::Uuid;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one home of `Timestamp::now`"
    )]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let whole = TimestampRound::new()
            .smallest(Unit::Microsecond)
            .mode(jiff::RoundMode::Trunc);
        // Truncating cannot leave the range of time.
        now.round(whole).unwrap_or(now)
    }
}

/// Identities of version 7: random, and later ones sort after earlier ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one home of `Uuid::now_v7`")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_has_whole_microseconds() {
        assert_eq!(SystemClock.now().subsec_nanosecond() % 1_000, 0);
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        assert!(RandomIds.next() < RandomIds.next());
    }
}
