//! Blocks as they are stored: which there are, and how they are read and written.

use std::ops::Range;

use application::{StoreError, queries::tasks::TimeSpan};
use diesel::{
    QueryResult,
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{self, Binary, Integer, Timestamptz},
};
use diesel_async::RunQueryDsl;
use futures_util::TryStreamExt as _;
use jiff::{Timestamp, civil::Time, tz::TimeZone as Zone};
use uuid::Uuid;

use super::{
    Span,
    columns::Lines,
    lines::{Line, pack},
};
use crate::{
    rows::{At, at},
    schema::report_blocks,
    unit::Transaction,
};

/// What the lines of a block tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// Each completion of a day of UTC, in the order of time.
    Day,
    /// Counts of a span, of all.
    All(Span),
    /// Counts of a span, by owner.
    Owners(Span),
}

impl Grain {
    const fn code(self) -> i16 {
        match self {
            Self::Day => 0,
            Self::All(Span::Week) => 1,
            Self::All(Span::Month) => 2,
            Self::All(Span::Year) => 3,
            Self::Owners(Span::Week) => 4,
            Self::Owners(Span::Month) => 5,
            Self::Owners(Span::Year) => 6,
            Self::All(Span::YearSoFar) => 7,
            Self::Owners(Span::YearSoFar) => 8,
        }
    }
}

/// Microseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

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
}

impl Run {
    /// All that begin within a span of time.
    pub(crate) fn of(grain: Grain, within: TimeSpan) -> Self {
        Self {
            grain,
            from: within.from.map(at),
            until: within.until.map(at),
            held: i64::MIN..i64::MAX,
        }
    }

    /// What days hold that happened within.
    pub(crate) fn days(within: TimeSpan) -> Result<Self, StoreError> {
        let from = within.from.map(day_of).transpose()?;
        let first = within.from.map_or(i64::MIN, Timestamp::as_microsecond);
        let end = within.until.map_or(i64::MAX, Timestamp::as_microsecond);
        Ok(Self {
            held: first..end,
            ..Self::of(Grain::Day, TimeSpan { from, ..within })
        })
    }

    /// What it holds of a block, in microseconds from its start; `None` for all of it.
    fn held_of(&self, start: Timestamp) -> Option<Range<u64>> {
        let start = start.as_microsecond();
        let is_whole = self.grain != Grain::Day
            || self.held.start <= start && start.saturating_add(DAY) <= self.held.end;
        let after = |moment: i64| u64::try_from(moment.saturating_sub(start)).unwrap_or_default();
        (!is_whole).then(|| after(self.held.start)..after(self.held.end))
    }
}

/// Reads runs of blocks; of one grain in the order of time.
struct Read<'a> {
    account: Uuid,
    runs: &'a [Run],
}

impl QueryFragment<Pg> for Read<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for (place, run) in self.runs.iter().enumerate() {
            if place > 0 {
                out.push_sql(" union all ");
            }
            out.push_sql("(select ");
            out.push_sql(&place.to_string());
            out.push_sql(", starts_at, lines from report_blocks where account_id = ");
            out.push_bind_param::<sql_types::Uuid, _>(&self.account)?;
            out.push_sql(" and grain = ");
            out.push_sql(&run.grain.code().to_string());
            for (moment, comparison) in [
                (&run.from, " and starts_at >= "),
                (&run.until, " and starts_at < "),
            ] {
                if let Some(moment) = moment {
                    out.push_sql(comparison);
                    out.push_bind_param::<Timestamptz, _>(moment)?;
                }
            }
            out.push_sql(" order by starts_at)");
        }
        Ok(())
    }
}

impl Query for Read<'_> {
    type SqlType = (Integer, Timestamptz, Binary);
}

/// Its text differs by the number of runs, so statements are recognised by it.
impl QueryId for Read<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// Hands out the lines of these runs in portions, each with the moment its block begins. They are read as they come, so
/// that a report over any time takes no more memory than a block.
pub(crate) async fn read(
    tx: &mut Transaction,
    runs: &[Run],
    mut each: impl FnMut(Timestamp, &Lines<'_>),
) -> Result<(), StoreError> {
    if runs.is_empty() {
        return Ok(());
    }
    let read = Read {
        account: tx.account().uuid(),
        runs,
    };
    let mut fault = Ok(());
    let mut take = |(run, starts_at, lines): (i32, At, Vec<u8>)| {
        let start = starts_at.to_jiff();
        let run = usize::try_from(run).ok().and_then(|run| runs.get(run));
        let held = run.map_or(Some(0..0), |run| run.held_of(start));
        match Lines::of(&lines) {
            Err(error) => fault = Err(error),
            Ok(lines) => {
                for lines in lines.portions() {
                    each(start, &held.as_ref().map_or(lines, |held| lines.within(held)));
                }
            }
        }
    };
    let blocks = match read.load_stream(tx.connection()).await {
        Ok(blocks) => {
            blocks
                .try_for_each(|block| {
                    take(block);
                    std::future::ready(Ok(()))
                })
                .await
        }
        Err(error) => Err(error),
    };
    tx.noted(blocks)?;
    fault
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
        rows.push((
            report_blocks::account_id.eq(tx.account().uuid()),
            report_blocks::grain.eq(grain.code()),
            report_blocks::starts_at.eq(at(*starts_at)),
            report_blocks::lines.eq(pack(lines)?),
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
