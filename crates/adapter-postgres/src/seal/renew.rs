//! Makes blocks from completions: those of days from the completions themselves, sums from the blocks of days.

use std::collections::HashMap;

use application::{StoreError, queries::tasks::TimeSpan};
use diesel::{QueryResult, QueryableByName, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    Bounds, Detail, Span,
    blocks::{self, Grain, Run, after, day_of},
    facts::Facts,
    lines::Line,
    members::{Numbers, Recorded},
};
use crate::{
    codes::contradiction,
    rows::{At, at},
    unit::Transaction,
};

/// What is read at a time, so that it takes no more memory whatever there is.
const PORTION: SignedDuration = SignedDuration::from_hours(24 * 31);
pub(super) const DAY: SignedDuration = SignedDuration::from_hours(24);

const COMPLETIONS: &str = "
select completed_at, owner_id, completed_by, outcome_id, recorded_label, recorded_sentiment, task_type_id,
    deal_id is not null as about_deal, coalesce(in_time, false) as in_time
from completions
where account_id = $1 and superseded_at is null and completed_at >= $2 and completed_at < $3
order by completed_at";

const FIRST: &str = "select min(completed_at) as first from completions \
    where account_id = $1 and superseded_at is null and completed_at >= coalesce($2, '-infinity') and completed_at < $3";

#[derive(QueryableByName)]
struct First {
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    first: Option<At>,
}

/// A completion as the blocks see it.
#[derive(QueryableByName)]
pub(super) struct Row {
    #[diesel(sql_type = sql_types::Timestamptz)]
    completed_at: At,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    owner_id: Option<Uuid>,
    #[diesel(sql_type = sql_types::Uuid)]
    completed_by: Uuid,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    outcome_id: Option<Uuid>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    recorded_label: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::SmallInt>)]
    recorded_sentiment: Option<i16>,
    #[diesel(sql_type = sql_types::Uuid)]
    task_type_id: Uuid,
    #[diesel(sql_type = sql_types::Bool)]
    about_deal: bool,
    #[diesel(sql_type = sql_types::Bool)]
    in_time: bool,
}

/// Days side by side, each with its lines.
pub(super) type Days = Vec<(Timestamp, Vec<Line>)>;

/// The first completion from a moment on (from the beginning where there is none) until another.
pub(super) async fn first(
    tx: &mut Transaction,
    from: Option<Timestamp>,
    until: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let query = sql_query(FIRST)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(from.map(at))
        .bind::<sql_types::Timestamptz, _>(at(until));
    let found: QueryResult<First> = query.get_result(tx.connection()).await;
    Ok(tx.noted(found)?.first.map(At::to_jiff))
}

/// The next days with completions, as they are: some, and the moment to go on from; `None` where there are no more.
pub(super) async fn next_days(
    tx: &mut Transaction,
    numbers: &mut Numbers,
    from: Option<Timestamp>,
    until: Timestamp,
) -> Result<Option<(Days, Timestamp)>, StoreError> {
    let Some(first) = first(tx, from, until).await? else {
        return Ok(None);
    };
    let end = day_of(first)?
        .checked_add(PORTION)
        .map_or(until, |end| end.min(until));
    let query = sql_query(COMPLETIONS)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Timestamptz, _>(at(first))
        .bind::<sql_types::Timestamptz, _>(at(end));
    let rows: QueryResult<Vec<Row>> = query.load(tx.connection()).await;
    let mut days = Days::new();
    for row in tx.noted(rows)? {
        let (day, line) = row.on_its_day(numbers)?;
        match days.last_mut().filter(|(last, _)| *last == day) {
            Some((_, lines)) => lines.push(line),
            None => days.push((day, vec![line])),
        }
    }
    Ok(Some((days, end)))
}

impl Row {
    /// Its day, and the line it is there.
    pub(super) fn on_its_day(self, numbers: &mut Numbers) -> Result<(Timestamp, Line), StoreError> {
        let moment = self.completed_at.to_jiff();
        let day = day_of(moment)?;
        let recorded = match (self.outcome_id, self.recorded_label, self.recorded_sentiment) {
            (None, None, None) => None,
            (Some(id), Some(label), Some(sentiment)) => Some(Recorded { id, label, sentiment }),
            _ => return Err(contradiction("half an outcome")),
        };
        let line = Line {
            after: after(day, moment)?,
            owner: numbers.user(self.owner_id),
            completed_by: numbers.user(Some(self.completed_by)),
            outcome: numbers.outcome(recorded),
            task_type: numbers.task_type(self.task_type_id),
            about_deal: u64::from(self.about_deal),
            completed: 1,
            in_time: u64::from(self.in_time),
        };
        Ok((day, line))
    }
}

/// Makes the blocks of days anew, from the day of a moment on (from the beginning where there is none).
pub(super) async fn days(
    tx: &mut Transaction,
    numbers: &mut Numbers,
    from: Option<Timestamp>,
    until: Timestamp,
) -> Result<(), StoreError> {
    let mut from = from.map(day_of).transpose()?;
    let until_then = TimeSpan {
        from,
        until: Some(until),
    };
    blocks::delete(tx, &Run::of(Grain::Day, until_then)).await?;
    while let Some((days, end)) = next_days(tx, numbers, from, until).await? {
        blocks::insert(tx, Grain::Day, &days).await?;
        from = Some(end);
    }
    Ok(())
}

/// Makes the sums that were not there before, and those anew that hold any of these days.
pub(super) async fn sums(
    tx: &mut Transaction,
    before: &Bounds,
    bounds: &Bounds,
    days: &[Timestamp],
) -> Result<(), StoreError> {
    for span in [Span::YearSoFar, Span::MonthSoFar] {
        if before.of(span) != bounds.of(span) {
            delete(tx, span).await?;
        }
    }
    // The year so far is made of months.
    for span in Span::LONGEST_FIRST.into_iter().rev() {
        for (start, end) in ended(bounds.of(span)) {
            let is_known = ended(before.of(span)).any(|known| known == (start, end));
            let holds = |day: &Timestamp| *day < end && day.checked_add(DAY).is_ok_and(|next| next > start);
            if !is_known || days.iter().any(holds) {
                let within = TimeSpan {
                    from: Some(start),
                    until: Some(end),
                };
                let counted = summed(tx, &sources(span, within, &bounds.months)?).await?;
                for (detail, lines) in Detail::EACH.into_iter().zip(counted) {
                    let grain = Grain::Counts(detail, span);
                    blocks::delete(tx, &Run::of(grain, within)).await?;
                    blocks::insert(tx, grain, &[(start, lines)]).await?;
                }
            }
        }
    }
    Ok(())
}

/// Takes all sums of a length away.
pub(super) async fn delete(tx: &mut Transaction, span: Span) -> Result<(), StoreError> {
    for detail in Detail::EACH {
        let grain = Grain::Counts(detail, span);
        blocks::delete(tx, &Run::of(grain, TimeSpan::default())).await?;
    }
    Ok(())
}

/// Spans with both their ends.
pub(super) fn ended(ends: &[Timestamp]) -> impl Iterator<Item = (Timestamp, Timestamp)> {
    ends.iter().copied().zip(ends.iter().copied().skip(1))
}

/// What the days hold within a span, in each detail.
pub(super) async fn counted(tx: &mut Transaction, within: TimeSpan) -> Result<Counted, StoreError> {
    summed(tx, &[Run::days(within)?]).await
}

/// Lines in each detail, in their order.
pub(super) type Counted = [Vec<Line>; Detail::EACH.len()];

/// What a span is made of: days, and where it is long and grows, months that are over.
fn sources(span: Span, within: TimeSpan, months: &[Timestamp]) -> Result<Vec<Run>, StoreError> {
    let is_within = |end: &&Timestamp| within.contains(**end) || within.until == Some(**end);
    let mut over = months.iter().rev().filter(is_within);
    let (Span::YearSoFar, Some(last)) = (span, over.next()) else {
        return Ok(vec![Run::days(within)?]);
    };
    let over = TimeSpan {
        until: Some(*last),
        ..within
    };
    let since = TimeSpan {
        from: Some(*last),
        ..within
    };
    let months = Grain::Counts(Detail::All, Span::Month);
    Ok(vec![Run::of(months, over), Run::days(since)?])
}

/// What blocks come to that tell all apart.
async fn summed(tx: &mut Transaction, runs: &[Run]) -> Result<Counted, StoreError> {
    let mut all = Counts::new();
    blocks::read(tx, runs, Facts::ALL, |_, lines| {
        lines.each(|line| add(&mut all, Detail::All.of(line), (line.completed, line.in_time)))
    })
    .await?;
    Ok(Detail::EACH.map(|detail| {
        let mut counts = Counts::new();
        for (line, number) in &all {
            add(&mut counts, detail.of(line), *number);
        }
        lines(counts)
    }))
}

/// How many, and how many in time, of lines that are otherwise the same.
type Counts = HashMap<Line, (u64, u64)>;

fn add(counts: &mut Counts, line: Line, (more, more_in_time): (u64, u64)) {
    let (completed, in_time) = counts.entry(line).or_default();
    *completed += more;
    *in_time += more_in_time;
}

fn lines(counts: Counts) -> Vec<Line> {
    let line = |(facts, (completed, in_time))| Line {
        completed,
        in_time,
        ..facts
    };
    let mut lines: Vec<_> = counts.into_iter().map(line).collect();
    lines.sort_unstable();
    lines
}
