//! Moves the seal of an account on, in a transaction that reads one snapshot: blocks, the changes they hold now, and the
//! moment up to which they hold change together.

use application::StoreError;
use diesel::{QueryResult, QueryableByName, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use domain::TimeZone;
use jiff::Timestamp;

use super::{Bounds, Seal, Span, Visit, members::Numbers, renew};
use crate::{
    codes::contradiction,
    read::people,
    rows::{At, at},
    unit::Transaction,
};

const SEALED: &str = "update seals set sealed_until = $2, time_zone = $3, week_starts = $4, month_starts = $5, \
    year_starts = $6, so_far_until = $12, users = $7, task_types = $8, outcomes = $9, \
    recorded_labels = $10, recorded_sentiments = $11, visit_at = now() where account_id = $1";

/// Days of which something sealed changed since.
const CHANGED: &str = "select distinct date_trunc('day', completed_at, 'UTC') as day from report_changes \
    where account_id = $1 and completed_at < $2";

/// Seals what was announced.
pub(super) async fn seal_announced(tx: &mut Transaction, seal: Seal) -> Result<Visit, StoreError> {
    match (seal.announced_until, seal.sealed_until) {
        (None, _) => Ok(Visit::Waiting),
        (Some(until), None) => seal_anew(tx, until).await,
        (Some(until), Some(since)) => seal_on(tx, seal, since, until).await,
    }
}

/// Seals what came since, and what changed before. Sums of another zone than the account's are of no use for its days:
/// they are made anew.
async fn seal_on(
    tx: &mut Transaction,
    seal: Seal,
    since: Timestamp,
    until: Timestamp,
) -> Result<Visit, StoreError> {
    let mut numbers = Numbers::of(&seal.members);
    let changed = changed(tx, since).await?;
    for day in &changed {
        let next = day.checked_add(renew::DAY).map_err(StoreError::broken)?;
        renew::days(tx, &mut numbers, Some(*day), next.min(until)).await?;
    }
    renew::days(tx, &mut numbers, Some(since), until).await?;
    let zone = zone(tx).await?;
    let bounds = if zone.name() == seal.zone_name() {
        let bounds = seal.bounds.clone().reaching(&zone, since, until);
        renew::sums(tx, &seal.bounds, &bounds, &changed).await?;
        bounds
    } else {
        sums_anew(tx, &zone, until).await?
    };
    put(tx, until, &zone, &bounds, numbers).await
}

/// Seals all that there is until a moment, anew.
pub(super) async fn seal_anew(tx: &mut Transaction, until: Timestamp) -> Result<Visit, StoreError> {
    let mut numbers = Numbers::default();
    renew::days(tx, &mut numbers, None, until).await?;
    let zone = zone(tx).await?;
    let bounds = sums_anew(tx, &zone, until).await?;
    put(tx, until, &zone, &bounds, numbers).await
}

async fn sums_anew(tx: &mut Transaction, zone: &TimeZone, until: Timestamp) -> Result<Bounds, StoreError> {
    for span in Span::LONGEST_FIRST {
        renew::delete(tx, span).await?;
    }
    let first = renew::first(tx, None, until).await?.unwrap_or(until);
    let bounds = Bounds::default().reaching(zone, first, until);
    renew::sums(tx, &Bounds::default(), &bounds, &[]).await?;
    Ok(bounds)
}

async fn changed(tx: &mut Transaction, since: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
    #[derive(QueryableByName)]
    struct Changed {
        #[diesel(sql_type = sql_types::Timestamptz)]
        day: At,
    }
    let query = sql_query(CHANGED)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Timestamptz, _>(at(since));
    let days: QueryResult<Vec<Changed>> = query.load(tx.connection()).await;
    Ok(tx
        .noted(days)?
        .into_iter()
        .map(|changed| changed.day.to_jiff())
        .collect())
}

/// What changed before is in the blocks now.
async fn put(
    tx: &mut Transaction,
    until: Timestamp,
    zone: &TimeZone,
    bounds: &Bounds,
    numbers: Numbers,
) -> Result<Visit, StoreError> {
    let account = tx.account().uuid();
    let members = numbers.into_members();
    let moments = |ends: &[Timestamp]| ends.iter().map(|end| at(*end)).collect::<Vec<At>>();
    let outcomes = members.outcomes.iter();
    let put = sql_query(SEALED)
        .bind::<sql_types::Uuid, _>(account)
        .bind::<sql_types::Timestamptz, _>(at(until))
        .bind::<sql_types::Text, _>(zone.name())
        .bind::<sql_types::Array<sql_types::Timestamptz>, _>(moments(&bounds.weeks))
        .bind::<sql_types::Array<sql_types::Timestamptz>, _>(moments(&bounds.months))
        .bind::<sql_types::Array<sql_types::Timestamptz>, _>(moments(&bounds.years))
        .bind::<sql_types::Array<sql_types::Uuid>, _>(members.users)
        .bind::<sql_types::Array<sql_types::Uuid>, _>(members.task_types)
        .bind::<sql_types::Array<sql_types::Uuid>, _>(outcomes.clone().map(|one| one.id).collect::<Vec<_>>())
        .bind::<sql_types::Array<sql_types::Text>, _>(
            outcomes.clone().map(|one| one.label.as_str()).collect::<Vec<_>>(),
        )
        .bind::<sql_types::Array<sql_types::SmallInt>, _>(
            outcomes.map(|one| one.sentiment).collect::<Vec<_>>(),
        )
        .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(bounds.so_far_until().map(at));
    let sealed = put.execute(tx.connection()).await;
    tx.noted(sealed)?;
    let taken = sql_query("delete from report_changes where account_id = $1 and completed_at < $2")
        .bind::<sql_types::Uuid, _>(account)
        .bind::<sql_types::Timestamptz, _>(at(until))
        .execute(tx.connection())
        .await;
    tx.noted(taken).map(|_| Visit::Sealed)
}

/// The zone of the account.
pub(super) async fn zone(tx: &mut Transaction) -> Result<TimeZone, StoreError> {
    let account = people::account(tx).await?;
    Ok(account
        .ok_or_else(|| contradiction("a seal without its account"))?
        .time_zone)
}
