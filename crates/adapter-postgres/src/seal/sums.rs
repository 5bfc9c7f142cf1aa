//! Counts completions into the sums of the report.

use application::StoreError;
use diesel::{QueryResult, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use jiff::Timestamp;

use super::Bounds;
use crate::{
    rows::{At, at},
    unit::Transaction,
};

/// Adds the completions from `from` (from the beginning where there is none) until `until`, and what changed before
/// `from` since. What belongs to no span stays uncounted: the report counts it itself.
///
/// One scan for all sums: `grouping` tells them apart.
const ADD: &str = "
with moved as (
    select outcome_id, task_type_id, deal_id is not null as about_deal, owner_id, completed_by, completed_at, in_time, 1 as change
    from completions
    where account_id = $1 and superseded_at is null and completed_at >= coalesce($2, '-infinity') and completed_at < $3
    union all
    select outcome_id, task_type_id, about_deal, owner_id, completed_by, completed_at, in_time, change
    from report_changes where account_id = $1 and completed_at < $2
), placed as (
    select *, width_bucket(completed_at, $4) as week, width_bucket(completed_at, $5) as month,
        width_bucket(completed_at, $6) as year
    from moved
), counted as (
    select case when grouping(completed_by) = 0 then 2 when grouping(owner_id) = 0 then 1 else 0 end as people,
        case when grouping(week) = 0 then 0 when grouping(month) = 0 then 1 else 2 end as span,
        coalesce(($4)[week], ($5)[month], ($6)[year]) as starts_at,
        outcome_id, task_type_id, about_deal, owner_id, completed_by,
        sum(change) as completed, coalesce(sum(change) filter (where in_time), 0) as in_time
    from placed
    group by outcome_id, task_type_id, about_deal, grouping sets (
        (week), (month), (year), (month, owner_id), (year, owner_id),
        (month, owner_id, completed_by), (year, owner_id, completed_by))
)
insert into report_sums
    (account_id, people, span, starts_at, outcome_id, task_type_id, about_deal, owner_id, completed_by, completed, in_time)
select $1, people, span, starts_at, outcome_id, task_type_id, about_deal, owner_id, completed_by, completed, in_time
from counted where starts_at is not null and (completed <> 0 or in_time <> 0)
order by people, span, starts_at, outcome_id, task_type_id, about_deal, owner_id, completed_by
on conflict (account_id, people, span, starts_at, outcome_id, task_type_id, about_deal, owner_id, completed_by)
do update set completed = report_sums.completed + excluded.completed, in_time = report_sums.in_time + excluded.in_time";

/// Counts what was completed from `from` until `until` into the sums, and what changed before `from` since.
pub(super) async fn add(
    tx: &mut Transaction,
    bounds: &Bounds,
    from: Option<Timestamp>,
    until: Timestamp,
) -> Result<(), StoreError> {
    let account = tx.account().uuid();
    let moments = |ends: &[Timestamp]| ends.iter().map(|end| at(*end)).collect::<Vec<At>>();
    let add = sql_query(ADD)
        .bind::<sql_types::Uuid, _>(account)
        .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(from.map(at))
        .bind::<sql_types::Timestamptz, _>(at(until))
        .bind::<sql_types::Array<sql_types::Timestamptz>, _>(moments(&bounds.weeks))
        .bind::<sql_types::Array<sql_types::Timestamptz>, _>(moments(&bounds.months))
        .bind::<sql_types::Array<sql_types::Timestamptz>, _>(moments(&bounds.years));
    let added = add.execute(tx.connection()).await;
    tx.noted(added)?;
    let changes = sql_query("delete from report_changes where account_id = $1 and completed_at < $2")
        .bind::<sql_types::Uuid, _>(account)
        .bind::<sql_types::Timestamptz, _>(at(until));
    let moved = changes.execute(tx.connection()).await;
    if tx.noted(moved)? == 0 {
        return Ok(());
    }
    let empty = sql_query("delete from report_sums where account_id = $1 and completed = 0 and in_time = 0");
    let emptied = empty
        .bind::<sql_types::Uuid, _>(account)
        .execute(tx.connection())
        .await;
    tx.noted(emptied).map(|_| ())
}

/// Takes all sums away.
pub(super) async fn clear(tx: &mut Transaction) -> Result<(), StoreError> {
    let clear = sql_query("delete from report_sums where account_id = $1");
    let clear = clear.bind::<sql_types::Uuid, _>(tx.account().uuid());
    let cleared = clear.execute(tx.connection()).await;
    tx.noted(cleared).map(|_| ())
}

/// When the first completion there is was made.
pub(super) async fn first(tx: &mut Transaction) -> Result<Option<Timestamp>, StoreError> {
    #[derive(diesel::QueryableByName)]
    struct First {
        #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
        first: Option<At>,
    }
    let query = sql_query(
        "select min(completed_at) as first from completions where account_id = $1 and superseded_at is null",
    );
    let query = query.bind::<sql_types::Uuid, _>(tx.account().uuid());
    let found: QueryResult<First> = query.get_result(tx.connection()).await;
    Ok(tx.noted(found)?.first.map(At::to_jiff))
}
