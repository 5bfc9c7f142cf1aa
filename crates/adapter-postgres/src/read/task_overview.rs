//! Counts completed tasks for the report: one statement over the current completions, grouped by one value.

mod grouped;
mod spans;

use application::{
    StoreError,
    queries::{
        task_overview::{Dimension, Group, GroupKey, Totals},
        tasks::{Basis, TaskFilter},
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
    grouped::{By, FirstSix, Grouped, GroupedRow, GroupedValue, Value},
    spans::Spans,
};
use super::{
    conditions::Conditions,
    counted::of_outcome,
    tasks::{of_due_and_title, people, split},
    uuids,
};
use crate::{
    codes::{self, contradiction},
    rows::{At, at, tasks::recorded as recorded_outcome},
    schema::{completions, outcomes, tasks},
    unit::Transaction,
};

pub(super) async fn totals(tx: &mut Transaction, filter: &TaskFilter) -> Result<Totals, StoreError> {
    let rows = counted(tx, filter, Grouped::by(filter.basis, By::Nothing)).await?;
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
    let Some(cut) = Cut::of(tx, (dimension, filter.basis), zone).await? else {
        return Ok(Vec::new());
    };
    let rows = counted(tx, filter, Grouped::by(filter.basis, cut.by())).await?;
    let group = |row: &GroupedRow| {
        Ok(Group {
            key: cut.key(row.first())?,
            totals: row.totals()?,
        })
    };
    rows.iter().map(group).collect()
}

pub(super) async fn pairs(
    tx: &mut Transaction,
    filter: &TaskFilter,
    (by, and): (Dimension, Dimension),
    zone: &TimeZone,
) -> Result<Vec<(GroupKey, Group)>, StoreError> {
    let basis = filter.basis;
    let first = Cut::of(tx, (by, basis), zone).await?;
    let (Some(first), Some(second)) = (first, Cut::of(tx, (and, basis), zone).await?) else {
        return Ok(Vec::new());
    };
    let rows = counted(tx, filter, Grouped::by(basis, first.by()).and(second.by())).await?;
    let pair = |row: &GroupedRow| {
        let group = Group {
            key: second.key(row.second())?,
            totals: row.totals()?,
        };
        Ok((first.key(row.first())?, group))
    };
    rows.iter().map(pair).collect()
}

/// How completions are cut into groups by one dimension.
enum Cut {
    Value(Dimension, Basis),
    Spans(Spans),
}

impl Cut {
    /// `None` where there is nothing to be cut.
    async fn of(
        tx: &mut Transaction,
        (by, basis): (Dimension, Basis),
        zone: &TimeZone,
    ) -> Result<Option<Self>, StoreError> {
        let Some(length) = by.span_length() else {
            return Ok(Some(Self::Value(by, basis)));
        };
        let covered = first_and_last(tx).await?;
        let spans = covered.map(|(first, last)| Spans::covering(by, length, zone, first, last));
        Ok(spans.map(Self::Spans))
    }

    fn by(&self) -> By {
        match self {
            Self::Value(dimension, basis) => By::Value(Value::of(*dimension, *basis)),
            Self::Spans(spans) => By::Span(spans.bounds()),
        }
    }

    fn key(&self, value: GroupedValue) -> Result<GroupKey, StoreError> {
        match self {
            Self::Value(dimension, basis) => key((*dimension, *basis), value),
            Self::Spans(spans) => spans.key(&value),
        }
    }
}

fn key((dimension, basis): (Dimension, Basis), value: GroupedValue) -> Result<GroupKey, StoreError> {
    let missing = || contradiction("a completion without what it is grouped by");
    Ok(match dimension {
        Dimension::Outcome if basis == Basis::AsRecorded => {
            let code = value.number.map(i16::try_from).transpose();
            let outcome = recorded_outcome(value.id, value.label, code.map_err(StoreError::broken)?)?;
            outcome.map_or(GroupKey::Outcome(None), GroupKey::Recorded)
        }
        Dimension::CompletedBy | Dimension::Owner => GroupKey::User(value.id.map(UserId::new)),
        Dimension::Outcome => GroupKey::Outcome(value.id.map(OutcomeId::new)),
        Dimension::TaskType => GroupKey::TaskType(value.id.map(TaskTypeId::new).ok_or_else(missing)?),
        Dimension::RelatesTo => match value.number {
            Some(0) => GroupKey::RelatesTo(SubjectKind::Contact),
            _ => GroupKey::RelatesTo(SubjectKind::Deal),
        },
        Dimension::Sentiment => {
            let code = value.number.map(i16::try_from).transpose();
            let code = code.map_err(StoreError::broken)?;
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

async fn counted(
    tx: &mut Transaction,
    filter: &TaskFilter,
    grouped: Grouped,
) -> Result<Vec<GroupedRow>, StoreError> {
    let account = tx.account().uuid();
    let query = over_completions(grouped).into_boxed().filter(
        completions::account_id
            .eq(account)
            .and(completions::superseded_at.is_null()),
    );
    let query = of_type(
        of_people(of_subject(of_time(query, filter), filter), filter),
        filter,
    );
    let query = query.filter(of_outcome(Conditions::default(), account, filter));
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
        .group_by(FirstSix)
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

fn of_type<'a>(query: Query<'a>, filter: &'a TaskFilter) -> Query<'a> {
    match &filter.task_types {
        None => query,
        Some(types) => query.filter(completions::task_type_id.eq_any(uuids(types, TaskTypeId::uuid))),
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
