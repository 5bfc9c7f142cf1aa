//! Holds the blocks of an account against its completions.

use std::collections::{BTreeMap, HashMap};

use application::{StoreError, queries::tasks::TimeSpan};
use diesel::{QueryResult, QueryableByName, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::{
    Detail, Seal, Span,
    blocks::{self, Grain, Run},
    facts::Facts,
    lines::Line,
    members::Numbers,
    renew,
};
use crate::{rows::at, unit::Transaction};

const CHANGES: &str = "
select completed_at, change, outcome_id, recorded_label, recorded_sentiment, task_type_id, about_deal, owner_id,
    completed_by, coalesce(in_time, false) as in_time
from report_changes where account_id = $1 and completed_at < $2";

#[derive(QueryableByName)]
struct Changed {
    #[diesel(sql_type = sql_types::SmallInt)]
    change: i16,
    #[diesel(embed)]
    completion: renew::Row,
}

/// How often each line is wanted more than it is there.
type Balance = HashMap<Line, i64>;

/// What differs, in a sentence each.
pub(crate) async fn differences(tx: &mut Transaction) -> Result<Vec<String>, StoreError> {
    let seal = Seal::read(tx).await?;
    let Some(sealed) = seal.sealed_until else {
        return Ok(Vec::new());
    };
    let mut numbers = Numbers::of(&seal.members);
    let mut changed = changes(tx, &mut numbers, sealed).await?;
    let mut found = Vec::new();
    let mut from = None;
    while let Some((days, end)) = renew::next_days(tx, &mut numbers, from, sealed).await? {
        let mut wanted = BTreeMap::new();
        for (day, lines) in days {
            let balance: &mut Balance = wanted.entry(day).or_default();
            for line in lines {
                *balance.entry(line).or_default() += 1;
            }
        }
        found.extend(
            compared(
                tx,
                wanted,
                &mut changed,
                TimeSpan {
                    from,
                    until: Some(end),
                },
            )
            .await?,
        );
        from = Some(end);
    }
    let rest = TimeSpan { from, until: None };
    found.extend(compared(tx, BTreeMap::new(), &mut changed, rest).await?);
    found.extend(differing_sums(tx, &seal).await?);
    Ok(found)
}

/// What came and went since, which the blocks do not hold yet: taken back, they are what they should hold.
async fn changes(
    tx: &mut Transaction,
    numbers: &mut Numbers,
    sealed: Timestamp,
) -> Result<BTreeMap<Timestamp, Balance>, StoreError> {
    let mut changed: BTreeMap<Timestamp, Balance> = BTreeMap::new();
    let rows: QueryResult<Vec<Changed>> = sql_query(CHANGES)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Timestamptz, _>(at(sealed))
        .load(tx.connection())
        .await;
    for row in tx.noted(rows)? {
        let (day, line) = row.completion.on_its_day(numbers)?;
        *changed.entry(day).or_default().entry(line).or_default() -= i64::from(row.change);
    }
    Ok(changed)
}

/// The days of a span whose blocks hold something else than wanted.
async fn compared(
    tx: &mut Transaction,
    mut wanted: BTreeMap<Timestamp, Balance>,
    changed: &mut BTreeMap<Timestamp, Balance>,
    within: TimeSpan,
) -> Result<Vec<String>, StoreError> {
    blocks::read(tx, &[Run::of(Grain::Day, within)], Facts::ALL, |day, lines| {
        let balance = wanted.entry(day).or_default();
        lines.each(|line| *balance.entry(*line).or_default() -= 1)
    })
    .await?;
    let days: Vec<_> = changed
        .keys()
        .copied()
        .filter(|day| within.contains(*day))
        .collect();
    for day in days {
        for (line, change) in changed.remove(&day).unwrap_or_default() {
            *wanted.entry(day).or_default().entry(line).or_default() += change;
        }
    }
    let differing = wanted
        .into_iter()
        .filter(|(_, balance)| balance.values().any(|number| *number != 0));
    Ok(differing
        .map(|(day, _)| format!("the day {day} is not what was completed then"))
        .collect())
}

/// The sums that are not what their days come to, or that belong to no span.
async fn differing_sums(tx: &mut Transaction, seal: &Seal) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for span in Span::LONGEST_FIRST {
        let mut kept = Vec::new();
        for detail in Detail::EACH {
            kept.push(stored(tx, Grain::Counts(detail, span)).await?);
        }
        for (start, end) in renew::ended(seal.bounds.of(span)) {
            let within = TimeSpan {
                from: Some(start),
                until: Some(end),
            };
            let counted = renew::counted(tx, within).await?;
            let blocks = kept.iter_mut().map(|blocks| blocks.remove(&start));
            if !blocks.map(Option::unwrap_or_default).eq(counted) {
                found.push(format!("the {span:?} from {start} is not what its days come to"));
            }
        }
        let left = kept.iter().flat_map(BTreeMap::keys);
        found.extend(left.map(|start| format!("there is no {span:?} from {start}")));
    }
    Ok(found)
}

async fn stored(tx: &mut Transaction, grain: Grain) -> Result<BTreeMap<Timestamp, Vec<Line>>, StoreError> {
    let mut stored: BTreeMap<Timestamp, Vec<Line>> = BTreeMap::new();
    let all = Run::of(grain, TimeSpan::default());
    blocks::read(tx, &[all], Facts::ALL, |start, lines| {
        let stored = stored.entry(start).or_default();
        lines.each(|line| stored.push(*line))
    })
    .await?;
    Ok(stored)
}
