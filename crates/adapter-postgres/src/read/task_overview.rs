//! Counts completed tasks for the report: one statement over the current completions, grouped by one value.

mod grouped;
mod spans;

use application::{
    StoreError,
    queries::{
        task_overview::{Dimension, Group, GroupKey, Totals},
        tasks::TaskFilter,
    },
};
use diesel::{
    dsl::{IntoBoxed, auto_type, max, min},
    pg::Pg,
    prelude::*,
    query_source::Alias,
};
use diesel_async::RunQueryDsl;
use domain::{OutcomeId, SubjectKind, TaskTypeId, TimeZone, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use self::{
    grouped::{By, FirstTwo, Grouped, GroupedRow, Value},
    spans::Spans,
};
use super::{
    conditions::Conditions,
    counted::Counted,
    tasks::{of_due_and_title, people, split},
    uuids,
};
use crate::{
    codes::{self, contradiction},
    rows::{At, at},
    schema::{completions, outcomes, tasks},
    unit::Transaction,
};

pub(super) async fn totals(tx: &mut Transaction, filter: &TaskFilter) -> Result<Totals, StoreError> {
    let rows = counted(tx, filter, By::Nothing).await?;
    rows.as_slice()
        .first()
        .map_or_else(|| Ok(Totals::default()), GroupedRow::totals)
}

pub(super) async fn groups(
    tx: &mut Transaction,
    filter: &TaskFilter,
    dimension: Dimension,
    zone: &TimeZone,
) -> Result<Vec<Group>, StoreError> {
    if let Some(length) = spans::length(dimension) {
        let Some((first, last)) = first_and_last(tx).await? else {
            return Ok(Vec::new());
        };
        let spans = Spans::covering(dimension, length, zone, first, last);
        let rows = counted(tx, filter, By::Span(spans.bounds())).await?;
        return rows
            .iter()
            .map(|row| {
                Ok(Group {
                    key: spans.key(row)?,
                    totals: row.totals()?,
                })
            })
            .collect();
    }
    let rows = counted(tx, filter, By::Value(Value::of(dimension))).await?;
    rows.iter()
        .map(|row| {
            Ok(Group {
                key: key(dimension, row)?,
                totals: row.totals()?,
            })
        })
        .collect()
}

fn key(dimension: Dimension, row: &GroupedRow) -> Result<GroupKey, StoreError> {
    let missing = || contradiction("a completion without what it is grouped by");
    Ok(match dimension {
        Dimension::CompletedBy | Dimension::Owner => GroupKey::User(row.id().map(UserId::new)),
        Dimension::Outcome => GroupKey::Outcome(row.id().map(OutcomeId::new)),
        Dimension::TaskType => GroupKey::TaskType(row.id().map(TaskTypeId::new).ok_or_else(missing)?),
        Dimension::RelatesTo => match row.number() {
            Some(0) => GroupKey::RelatesTo(SubjectKind::Contact),
            _ => GroupKey::RelatesTo(SubjectKind::Deal),
        },
        Dimension::Sentiment => {
            let code = row
                .number()
                .map(i16::try_from)
                .transpose()
                .map_err(StoreError::broken)?;
            GroupKey::Sentiment(code.map(codes::to_sentiment).transpose()?)
        }
        Dimension::Day | Dimension::Week | Dimension::Month | Dimension::Quarter | Dimension::Year => {
            return Err(missing());
        }
    })
}

/// The first and the last completion there are: two look-ups in an index.
async fn first_and_last(tx: &mut Transaction) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
    let query = completions::table
        .filter(
            completions::account_id
                .eq(tx.account().uuid())
                .and(completions::superseded_at.is_null()),
        )
        .select((min(completions::completed_at), max(completions::completed_at)));
    let found: QueryResult<(Option<At>, Option<At>)> = query.first(tx.connection()).await;
    let (first, last) = tx.noted(found)?;
    Ok(first
        .zip(last)
        .map(|(first, last)| (first.to_jiff(), last.to_jiff())))
}

async fn counted(tx: &mut Transaction, filter: &TaskFilter, by: By) -> Result<Vec<GroupedRow>, StoreError> {
    let account = tx.account().uuid();
    let query = over_completions(Grouped::new(by)).into_boxed().filter(
        completions::account_id
            .eq(account)
            .and(completions::superseded_at.is_null()),
    );
    let query = of_outcome(
        of_people(of_subject(of_time(query, filter), filter), filter),
        account,
        filter,
    );
    let rows = of_task(query, account, filter).load(tx.connection()).await;
    tx.noted(rows)
}

diesel::alias!(outcomes as recorded: Recorded);

/// The outcome joined as `outcomes` is the one that the recorded one counts for: itself unless merged.
#[auto_type]
fn over_completions(row: Grouped) -> _ {
    let chosen: Alias<Recorded> = recorded;
    let is_recorded = chosen
        .field(outcomes::account_id)
        .eq(completions::account_id)
        .and(chosen.field(outcomes::id).nullable().eq(completions::outcome_id));
    let is_counted = outcomes::account_id.eq(completions::account_id).and(
        outcomes::id
            .nullable()
            .eq(chosen.field(outcomes::counts_as_id).nullable()),
    );
    completions::table
        .left_join(chosen.on(is_recorded))
        .left_join(outcomes::table.on(is_counted))
        .group_by(FirstTwo)
        .select(row)
}

type Query<'a> = IntoBoxed<'a, over_completions, Pg>;

fn of_time<'a>(mut query: Query<'a>, filter: &'a TaskFilter) -> Query<'a> {
    if let Some(from) = filter.completed_at.from {
        query = query.filter(completions::completed_at.ge(at(from)));
    }
    if let Some(until) = filter.completed_at.until {
        query = query.filter(completions::completed_at.lt(at(until)));
    }
    query
}

fn of_subject<'a>(mut query: Query<'a>, filter: &'a TaskFilter) -> Query<'a> {
    query = match filter.relates_to {
        None => query,
        Some(SubjectKind::Contact) => query.filter(completions::contact_id.is_not_null()),
        Some(SubjectKind::Deal) => query.filter(completions::deal_id.is_not_null()),
    };
    let Some(subjects) = &filter.subjects else {
        return query;
    };
    let (contacts, deals) = split(subjects);
    query.filter(
        completions::contact_id
            .eq_any(contacts)
            .or(completions::deal_id.eq_any(deals)),
    )
}

fn of_people<'a>(mut query: Query<'a>, filter: &'a TaskFilter) -> Query<'a> {
    if let Some(owners) = &filter.owners {
        query = match people(owners) {
            (owners, false) => query.filter(completions::owner_id.eq_any(owners)),
            (owners, true) => query.filter(
                completions::owner_id
                    .eq_any(owners)
                    .or(completions::owner_id.is_null()),
            ),
        };
    }
    if let Some(by) = &filter.completed_by {
        query = query.filter(completions::completed_by.eq_any(uuids(by, UserId::uuid)));
    }
    query
}

fn of_outcome<'a>(mut query: Query<'a>, account: Uuid, filter: &'a TaskFilter) -> Query<'a> {
    if let Some(types) = &filter.task_types {
        query = query.filter(completions::task_type_id.eq_any(uuids(types, TaskTypeId::uuid)));
    }
    if let Some(ids) = &filter.outcomes {
        query = query.filter(Counted::for_any_of(account, ids));
    }
    if let Some(sentiments) = &filter.sentiments {
        query = query.filter(outcomes::sentiment.eq_any(sentiments.iter().map(|s| codes::sentiment(*s))));
    }
    match filter.without_outcome {
        None => query,
        Some(true) => query.filter(completions::outcome_id.is_null()),
        Some(false) => query.filter(completions::outcome_id.is_not_null()),
    }
}

/// Title and due time are the task's: only these conditions need its table.
fn of_task<'a>(query: Query<'a>, account: Uuid, filter: &'a TaskFilter) -> Query<'a> {
    if filter.search.is_none() && filter.due_at.is_open() {
        return query;
    }
    let conditions = Conditions::default().and(tasks::account_id.eq(account));
    let matching = tasks::table
        .filter(of_due_and_title(conditions, filter))
        .select(tasks::id);
    query.filter(completions::task_id.eq_any(matching))
}
