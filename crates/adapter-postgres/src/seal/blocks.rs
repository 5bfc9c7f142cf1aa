//! Blocks as they are stored: which there are, and how they are written.

mod read;

pub(crate) use read::read;

use std::ops::Range;

use application::{StoreError, queries::tasks::TimeSpan};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use jiff::{Timestamp, civil::Time, tz::TimeZone as Zone};

use super::{
    Detail, Span,
    lines::{Line, Packed, pack},
    renew,
};
use crate::{
    rows::{At, at},
    schema::report_blocks,
    unit::Transaction,
};

/// Microseconds of a day.
const DAY: u64 = 24 * 60 * 60 * 1_000_000;

/// What the lines of a block tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// Each completion of a day of UTC, in the order of time.
    Day,
    /// Counts of a span.
    Counts(Detail, Span),
}

impl Grain {
    const fn code(self) -> i16 {
        match self {
            Self::Day => 0,
            Self::Counts(Detail::WithoutOwner, Span::Week) => 1,
            Self::Counts(Detail::WithoutOwner, Span::Month) => 2,
            Self::Counts(Detail::WithoutOwner, Span::Year) => 3,
            Self::Counts(Detail::All, Span::Week) => 4,
            Self::Counts(Detail::All, Span::Month) => 5,
            Self::Counts(Detail::All, Span::Year) => 6,
            Self::Counts(Detail::WithoutOwner, Span::YearSoFar) => 7,
            Self::Counts(Detail::All, Span::YearSoFar) => 8,
            Self::Counts(Detail::OwnerAndOutcome, Span::Week) => 9,
            Self::Counts(Detail::OwnerAndOutcome, Span::Month) => 10,
            Self::Counts(Detail::OwnerAndOutcome, Span::Year) => 11,
            Self::Counts(Detail::OwnerAndOutcome, Span::YearSoFar) => 12,
            Self::Counts(Detail::WithoutOwner, Span::MonthSoFar) => 13,
            Self::Counts(Detail::All, Span::MonthSoFar) => 14,
            Self::Counts(Detail::OwnerAndOutcome, Span::MonthSoFar) => 15,
        }
    }

    /// How long after the start of a block its lines may be: counts are all of its start.
    const fn reach(self) -> u64 {
        match self {
            Self::Day => DAY - 1,
            Self::Counts(..) => 0,
        }
    }
}

/// The start of the day of UTC in which something happened.
pub(crate) fn day_of(moment: Timestamp) -> Result<Timestamp, StoreError> {
    let midnight = Zone::UTC.to_datetime(moment).date().to_datetime(Time::midnight());
    Zone::UTC.to_timestamp(midnight).map_err(StoreError::broken)
}

/// Blocks of one grain side by side.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    grain: Grain,
    /// When they begin.
    from: Option<At>,
    until: Option<At>,
    /// When what they hold happened, in microseconds: the first and the last day may reach beyond.
    held: Range<i64>,
    /// The same of days that it holds wholly: when they begin, or nothing where there is no end.
    whole: [Option<At>; 2],
}

impl Run {
    /// All that begin within a span of time.
    pub(crate) fn of(grain: Grain, within: TimeSpan) -> Self {
        Self {
            grain,
            from: within.from.map(at),
            until: within.until.map(at),
            held: i64::MIN..i64::MAX,
            whole: [None, None],
        }
    }

    /// What days hold that happened within.
    pub(crate) fn days(within: TimeSpan) -> Result<Self, StoreError> {
        let from = within.from.map(day_of).transpose()?;
        let first = within.from.map_or(i64::MIN, Timestamp::as_microsecond);
        let end = within.until.map_or(i64::MAX, Timestamp::as_microsecond);
        let last = |until: Timestamp| until.checked_sub(renew::DAY).unwrap_or(until);
        Ok(Self {
            held: first..end,
            whole: [within.from, within.until.map(last)].map(|moment| moment.map(at)),
            ..Self::of(Grain::Day, TimeSpan { from, ..within })
        })
    }

    /// What it holds of a block, in microseconds from its start; `None` for all of it.
    fn held_of(&self, start: Timestamp) -> Option<Range<u64>> {
        let start = start.as_microsecond();
        let is_whole = self.grain != Grain::Day
            || self.held.start <= start && start.saturating_add_unsigned(DAY) <= self.held.end;
        let after = |moment: i64| u64::try_from(moment.saturating_sub(start)).unwrap_or_default();
        (!is_whole).then(|| after(self.held.start)..after(self.held.end))
    }
}

/// Takes blocks away.
pub(super) async fn delete(tx: &mut Transaction, run: &Run) -> Result<(), StoreError> {
    let of_grain = report_blocks::account_id
        .eq(tx.account().uuid())
        .and(report_blocks::grain.eq(run.grain.code()));
    // The ends of all time are no moments of ours: without an end there is no condition.
    let mut chosen = diesel::delete(report_blocks::table).filter(of_grain).into_boxed();
    if let Some(from) = run.from {
        chosen = chosen.filter(report_blocks::starts_at.ge(from));
    }
    if let Some(until) = run.until {
        chosen = chosen.filter(report_blocks::starts_at.lt(until));
    }
    let deleted = chosen.execute(tx.connection()).await;
    tx.noted(deleted).map(|_| ())
}

/// Stores blocks of one grain that are not there; those without lines are left out.
pub(super) async fn insert(
    tx: &mut Transaction,
    grain: Grain,
    blocks: &[(Timestamp, Vec<Line>)],
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for (starts_at, lines) in blocks.iter().filter(|(_, lines)| !lines.is_empty()) {
        let Packed { number, columns } = pack(lines)?;
        let [
            after,
            owner,
            completed_by,
            outcome,
            task_type,
            about_deal,
            completed,
            in_time,
        ] = columns;
        rows.push((
            report_blocks::account_id.eq(tx.account().uuid()),
            report_blocks::grain.eq(grain.code()),
            report_blocks::starts_at.eq(at(*starts_at)),
            report_blocks::number.eq(number),
            report_blocks::after.eq(after),
            report_blocks::owner.eq(owner),
            report_blocks::completed_by.eq(completed_by),
            report_blocks::outcome.eq(outcome),
            report_blocks::task_type.eq(task_type),
            report_blocks::about_deal.eq(about_deal),
            report_blocks::completed.eq(completed),
            report_blocks::in_time.eq(in_time),
        ));
    }
    let inserted = diesel::insert_into(report_blocks::table)
        .values(rows)
        .execute(tx.connection())
        .await;
    tx.noted(inserted).map(|_| ())
}

/// How long after another a moment is, in microseconds; both are of the same block.
pub(super) fn after(start: Timestamp, moment: Timestamp) -> Result<u64, StoreError> {
    u64::try_from(moment.as_microsecond() - start.as_microsecond()).map_err(StoreError::broken)
}
