//! Counts completed tasks for the report: one statement over the current completions, grouped by one value.

mod grouped;
mod plan;
mod source;
mod spans;
mod statement;

use application::{
    StoreError,
    queries::{
        task_overview::{Dimension, Group, GroupKey, Totals},
        tasks::{Basis, TaskFilter},
    },
};
use diesel::{
    dsl::{max, min},
    prelude::*,
};
use diesel_async::RunQueryDsl;
use domain::{OutcomeId, SubjectKind, TaskTypeId, TimeZone, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use self::{
    grouped::{By, GroupedRow, GroupedValue},
    plan::{People, Plan},
    source::Source,
    spans::Spans,
    statement::Statement,
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
    schema::{completions, tasks},
    unit::Transaction,
};

pub(super) async fn totals(tx: &mut Transaction, filter: &TaskFilter) -> Result<Totals, StoreError> {
    let rows = counted(tx, filter, [&Cut::Not, &Cut::Not]).await?;
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
    let rows = counted(tx, filter, [&cut, &Cut::Not]).await?;
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
    let rows = counted(tx, filter, [&first, &second]).await?;
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
    Not,
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
            Self::Not => By::Nothing,
            Self::Value(dimension, basis) => By::value(*dimension, *basis),
            Self::Spans(spans) => By::Span(spans.moments().into_iter().map(at).collect()),
        }
    }

    /// The moments that separate one group from another.
    fn moments(&self) -> Vec<Timestamp> {
        match self {
            Self::Not | Self::Value(..) => Vec::new(),
            Self::Spans(spans) => spans.moments(),
        }
    }

    fn key(&self, value: GroupedValue) -> Result<GroupKey, StoreError> {
        match self {
            Self::Not => Err(contradiction("a group of all")),
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
    cuts: [&Cut; 2],
) -> Result<Vec<GroupedRow>, StoreError> {
    let account = tx.account().uuid();
    let people = people_of(filter, cuts);
    let plan = if is_of_sums(filter) {
        let moments: Vec<_> = cuts.iter().flat_map(|cut| cut.moments()).collect();
        Plan::of_sums(&*tx.seal().await?, filter.completed_at, people, &moments)
    } else {
        Plan::of_rows(filter.completed_at)
    };
    let by = cuts.map(Cut::by);
    let statement = Statement::new(
        account,
        filter,
        by.into(),
        conditions(account, filter),
        Source::all(&plan, people),
    );
    let rows = statement.load(tx.connection()).await;
    tx.noted(rows)
}

/// Whether sums hold all that the conditions ask for; how a task was called and what was recorded they do not.
fn is_of_sums(filter: &TaskFilter) -> bool {
    let of_task = filter.search.is_some() || !filter.due_at.is_open() || filter.due.is_some();
    let recorded = filter.basis == Basis::AsRecorded || filter.recorded.is_some();
    !of_task && !recorded && filter.subjects.is_none()
}

fn people_of(filter: &TaskFilter, cuts: [&Cut; 2]) -> People {
    let is_by = |by| {
        cuts.iter()
            .any(|cut| matches!(cut, Cut::Value(dimension, _) if *dimension == by))
    };
    if filter.completed_by.is_some() || is_by(Dimension::CompletedBy) {
        People::OwnersAndCompleters
    } else if filter.owners.is_some() || is_by(Dimension::Owner) {
        People::Owners
    } else {
        People::Nobody
    }
}

/// Everything but time, and whether it is about contacts or deals.
fn conditions(account: Uuid, filter: &TaskFilter) -> Conditions<'_> {
    let all = of_people(Conditions::default(), filter);
    let all = match &filter.task_types {
        None => all,
        Some(types) => all.and(completions::task_type_id.eq_any(uuids(types, TaskTypeId::uuid))),
    };
    let all = match &filter.subjects {
        None => all,
        Some(subjects) => {
            let (contacts, deals) = split(subjects);
            all.and(
                completions::contact_id
                    .eq_any(contacts)
                    .or(completions::deal_id.eq_any(deals)),
            )
        }
    };
    of_task(of_outcome(all, account, filter), account, filter)
}

fn of_people<'a>(mut all: Conditions<'a>, filter: &'a TaskFilter) -> Conditions<'a> {
    if let Some(owners) = &filter.owners {
        all = match people(owners) {
            (owners, false) => all.and(completions::owner_id.eq_any(owners)),
            (owners, true) => all.and(
                completions::owner_id
                    .eq_any(owners)
                    .or(completions::owner_id.is_null()),
            ),
        };
    }
    match &filter.completed_by {
        None => all,
        Some(by) => all.and(completions::completed_by.eq_any(uuids(by, UserId::uuid))),
    }
}

/// Title and due time are the task's: only these conditions need its table.
fn of_task<'a>(all: Conditions<'a>, account: Uuid, filter: &'a TaskFilter) -> Conditions<'a> {
    if filter.search.is_none() && filter.due_at.is_open() {
        return all;
    }
    let conditions = Conditions::default().and(tasks::account_id.eq(account));
    let matching = tasks::table
        .filter(of_due_and_title(conditions, filter))
        .select(tasks::id);
    all.and(completions::task_id.eq_any(matching))
}
