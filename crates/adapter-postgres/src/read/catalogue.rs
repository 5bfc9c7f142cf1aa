//! Reads task types and outcomes, and which offers which.

use application::{
    StoreError,
    page::{Page, PageRequest},
    queries::catalogue::{OutcomeFilter, OutcomeOrder, OutcomeOrderField, OutcomeUsage},
};
use diesel::{
    dsl::{self, IntoBoxed, count_star, max},
    pg::Pg,
    prelude::*,
};
use diesel_async::RunQueryDsl;
use domain::{Catalogue, OutcomeId, TaskOutcome, TaskType, TaskTypeId};
use jiff::Timestamp;
use uuid::Uuid;

use super::{count, keyset::Keyset, strpos, uuids};
use crate::{
    codes,
    rows::{
        At, at,
        catalogue::{OutcomeRow, TaskTypeRow},
    },
    schema::{assignments, completions, outcomes, task_types},
    unit::Transaction,
};

const DISPLAY_ORDER: Keyset = Keyset::ascending("task_types.position", "task_types.id");

pub(super) async fn catalogue(tx: &mut Transaction) -> Result<Catalogue, StoreError> {
    let task_types = all_task_types(tx).await?;
    Ok(Catalogue::new(task_types, all_outcomes(tx).await?))
}

/// In display order.
pub(crate) async fn all_task_types(tx: &mut Transaction) -> Result<Vec<TaskType>, StoreError> {
    let query = task_types::table
        .filter(task_types::account_id.eq(tx.account().uuid()))
        .order((task_types::position, task_types::id))
        .select(TaskTypeRow::as_select());
    let rows: Vec<TaskTypeRow> = tx.beside(query.load(&mut tx.shared())).await?;
    Ok(rows.into_iter().map(TaskType::from).collect())
}

/// By id.
pub(crate) async fn all_outcomes(tx: &mut Transaction) -> Result<Vec<TaskOutcome>, StoreError> {
    let query = outcomes::table
        .filter(outcomes::account_id.eq(tx.account().uuid()))
        .order(outcomes::id)
        .select(OutcomeRow::as_select());
    let rows: Vec<OutcomeRow> = tx.beside(query.load(&mut tx.shared())).await?;
    rows.into_iter().map(TaskOutcome::try_from).collect()
}

pub(super) async fn task_types_by_id(
    tx: &Transaction,
    ids: &[TaskTypeId],
) -> Result<Vec<TaskType>, StoreError> {
    let query = task_types::table
        .filter(
            task_types::account_id
                .eq(tx.account().uuid())
                .and(task_types::id.eq_any(uuids(ids, TaskTypeId::uuid))),
        )
        .select(TaskTypeRow::as_select());
    let rows: Vec<TaskTypeRow> = tx.look_up(query.load(&mut tx.shared())).await?;
    Ok(rows.into_iter().map(TaskType::from).collect())
}

pub(super) async fn outcomes_by_id(
    tx: &Transaction,
    ids: &[OutcomeId],
) -> Result<Vec<TaskOutcome>, StoreError> {
    let query = outcomes::table
        .filter(
            outcomes::account_id
                .eq(tx.account().uuid())
                .and(outcomes::id.eq_any(uuids(ids, OutcomeId::uuid))),
        )
        .select(OutcomeRow::as_select());
    let rows: Vec<OutcomeRow> = tx.look_up(query.load(&mut tx.shared())).await?;
    rows.into_iter().map(TaskOutcome::try_from).collect()
}

pub(super) async fn outcomes_of(
    tx: &Transaction,
    types: &[TaskTypeId],
) -> Result<Vec<(TaskTypeId, TaskOutcome)>, StoreError> {
    let assigned = outcomes::account_id
        .eq(assignments::account_id)
        .and(outcomes::id.eq(assignments::outcome_id));
    let query = assignments::table
        .inner_join(outcomes::table.on(assigned))
        .filter(assignments::account_id.eq(tx.account().uuid()))
        .filter(assignments::task_type_id.eq_any(uuids(types, TaskTypeId::uuid)))
        .order((assignments::task_type_id, assignments::position))
        .select((assignments::task_type_id, OutcomeRow::as_select()));
    let rows: Vec<(Uuid, OutcomeRow)> = tx.look_up(query.load(&mut tx.shared())).await?;
    let pairs = rows.into_iter();
    pairs
        .map(|(task_type, row)| Ok((TaskTypeId::new(task_type), row.try_into()?)))
        .collect()
}

pub(super) async fn task_types_of(
    tx: &Transaction,
    offered: &[OutcomeId],
) -> Result<Vec<(OutcomeId, TaskType)>, StoreError> {
    let offers = task_types::account_id
        .eq(assignments::account_id)
        .and(task_types::id.eq(assignments::task_type_id));
    let query = assignments::table
        .inner_join(task_types::table.on(offers))
        .filter(assignments::account_id.eq(tx.account().uuid()))
        .filter(assignments::outcome_id.eq_any(uuids(offered, OutcomeId::uuid)))
        .order((task_types::position, task_types::id))
        .select((assignments::outcome_id, TaskTypeRow::as_select()));
    let rows: Vec<(Uuid, TaskTypeRow)> = tx.look_up(query.load(&mut tx.shared())).await?;
    Ok(rows
        .into_iter()
        .map(|(outcome, row)| (OutcomeId::new(outcome), row.into()))
        .collect())
}

/// An outcome, how often it was used, how often of late, and when last.
type UsageRow = (Uuid, i64, i64, Option<At>);

/// One statement, however many outcomes.
pub(super) async fn outcome_usage(
    tx: &Transaction,
    ids: &[OutcomeId],
    recent: Timestamp,
) -> Result<Vec<(OutcomeId, OutcomeUsage)>, StoreError> {
    let recorded = completions::account_id
        .eq(outcomes::account_id)
        .and(completions::outcome_id.eq(outcomes::id.nullable()))
        .and(completions::superseded_at.is_null());
    let recently = dsl::count(completions::id).aggregate_filter(completions::completed_at.ge(at(recent)));
    let query = outcomes::table
        .inner_join(completions::table.on(recorded))
        .filter(outcomes::account_id.eq(tx.account().uuid()))
        .filter(outcomes::counts_as_id.eq_any(uuids(ids, OutcomeId::uuid)))
        .group_by(outcomes::counts_as_id)
        .select((
            outcomes::counts_as_id,
            count_star(),
            recently,
            max(completions::completed_at),
        ));
    let rows: Vec<UsageRow> = tx.look_up(query.load(&mut tx.shared())).await?;
    let usage = |(id, completed, recently, last): UsageRow| {
        let usage = OutcomeUsage {
            completed: count(completed)?,
            recently: count(recently)?,
            last_completed_at: last.map(At::to_jiff),
        };
        Ok((OutcomeId::new(id), usage))
    };
    rows.into_iter().map(usage).collect()
}

pub(super) async fn task_types(
    tx: &mut Transaction,
    archived_too: bool,
    page: &PageRequest,
) -> Result<Page<TaskType>, StoreError> {
    let query = DISPLAY_ORDER.page(listed_types(tx.account().uuid(), archived_too), page);
    let rows: Vec<TaskTypeRow> = tx
        .beside(query.select(TaskTypeRow::as_select()).load(&mut tx.shared()))
        .await?;
    Ok(Page::of_read(
        rows.into_iter().map(TaskType::from).collect(),
        page,
    ))
}

pub(super) async fn task_type_count(tx: &mut Transaction, archived_too: bool) -> Result<u64, StoreError> {
    let query = listed_types(tx.account().uuid(), archived_too).count();
    count(tx.beside(query.get_result(&mut tx.shared())).await?)
}

fn listed_types(account: Uuid, archived_too: bool) -> IntoBoxed<'static, task_types::table, Pg> {
    let all = task_types::table
        .into_boxed()
        .filter(task_types::account_id.eq(account));
    if archived_too {
        all
    } else {
        all.filter(task_types::archived_at.is_null())
    }
}

pub(super) async fn outcomes(
    tx: &mut Transaction,
    filter: &OutcomeFilter,
    order: OutcomeOrder,
    page: &PageRequest,
) -> Result<Page<TaskOutcome>, StoreError> {
    let key = match order.field {
        OutcomeOrderField::CreatedAt => "outcomes.created_at",
        OutcomeOrderField::Label => "outcomes.sort_key",
    };
    let keyset = Keyset {
        key,
        id: "outcomes.id",
        descending: order.descending,
    };
    let query = keyset
        .page(listed_outcomes(tx.account().uuid(), filter), page)
        .select(OutcomeRow::as_select());
    let rows: Vec<OutcomeRow> = tx.beside(query.load(&mut tx.shared())).await?;
    let items: Result<_, _> = rows.into_iter().map(TaskOutcome::try_from).collect();
    Ok(Page::of_read(items?, page))
}

pub(super) async fn outcome_count(tx: &mut Transaction, filter: &OutcomeFilter) -> Result<u64, StoreError> {
    let query = listed_outcomes(tx.account().uuid(), filter).count();
    count(tx.beside(query.get_result(&mut tx.shared())).await?)
}

fn listed_outcomes(account: Uuid, filter: &OutcomeFilter) -> IntoBoxed<'_, outcomes::table, Pg> {
    let mut query = outcomes::table
        .into_boxed()
        .filter(outcomes::account_id.eq(account));
    if !filter.include_archived {
        query = query.filter(outcomes::archived_at.is_null());
    }
    for word in filter.search.iter().flat_map(domain::SearchTerms::words) {
        query = query.filter(strpos(outcomes::sort_key, word).gt(0));
    }
    if let Some(sentiments) = &filter.sentiments {
        query = query.filter(outcomes::sentiment.eq_any(sentiments.iter().map(|s| codes::sentiment(*s))));
    }
    if let Some(types) = &filter.task_types {
        let offered = assignments::table
            .filter(assignments::account_id.eq(account))
            .filter(assignments::task_type_id.eq_any(uuids(types, TaskTypeId::uuid)))
            .select(assignments::outcome_id);
        query = query.filter(outcomes::id.eq_any(offered));
    }
    query
}
