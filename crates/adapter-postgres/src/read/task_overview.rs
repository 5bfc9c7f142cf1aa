//! Counts completed tasks for the report: from blocks of what is sealed, and from the completions what is not.

mod chosen;
mod count;
mod grouped;
mod plan;
mod sealed;
mod source;
mod spans;
mod statement;
mod subjects;
mod today;

pub(crate) use today::Today;

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
use futures_util::future::{try_join, try_join3};
use jiff::Timestamp;

use self::{
    count::{counted, ground},
    grouped::{By, Counts, GroupedKey, GroupedValue},
    spans::Spans,
};
use crate::{
    codes::{self, contradiction},
    rows::{At, at, tasks::recorded as recorded_outcome},
    schema::completions,
    unit::Transaction,
};

pub(super) async fn totals(tx: &mut Transaction, filter: &TaskFilter) -> Result<Totals, StoreError> {
    let groups = counted(tx, filter, [&Cut::Not, &Cut::Not]).await?;
    groups
        .as_slice()
        .first()
        .map_or_else(|| Ok(Totals::default()), |(_, counts)| counts.totals())
}

pub(super) async fn groups(
    tx: &mut Transaction,
    filter: &TaskFilter,
    dimension: Dimension,
    zone: &TimeZone,
) -> Result<Vec<Group>, StoreError> {
    let cut = Cut::of(tx, (dimension, filter.basis), zone);
    let (Some(cut), _) = try_join(cut, ground(tx)).await? else {
        return Ok(Vec::new());
    };
    let groups = counted(tx, filter, [&cut, &Cut::Not]).await?;
    let group = |([value, _], counts): (GroupedKey, Counts)| {
        Ok(Group {
            key: cut.key(value)?,
            totals: counts.totals()?,
        })
    };
    groups.into_iter().map(group).collect()
}

pub(super) async fn pairs(
    tx: &mut Transaction,
    filter: &TaskFilter,
    (by, and): (Dimension, Dimension),
    zone: &TimeZone,
) -> Result<Vec<(GroupKey, Group)>, StoreError> {
    let first = Cut::of(tx, (by, filter.basis), zone);
    let second = Cut::of(tx, (and, filter.basis), zone);
    let (Some(first), Some(second), _) = try_join3(first, second, ground(tx)).await? else {
        return Ok(Vec::new());
    };
    let groups = counted(tx, filter, [&first, &second]).await?;
    let pair = |([value, second_value], counts): (GroupedKey, Counts)| {
        let group = Group {
            key: second.key(second_value)?,
            totals: counts.totals()?,
        };
        Ok((first.key(value)?, group))
    };
    groups.into_iter().map(pair).collect()
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
        tx: &Transaction,
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
async fn first_and_last(tx: &Transaction) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
    let query = completions::table
        .filter(
            completions::account_id
                .eq(tx.account().uuid())
                .and(completions::superseded_at.is_null()),
        )
        .select((min(completions::completed_at), max(completions::completed_at)));
    let (first, last): (Option<At>, Option<At>) = tx.look_up(query.first(&mut tx.shared())).await?;
    Ok(first
        .zip(last)
        .map(|(first, last)| (first.to_jiff(), last.to_jiff())))
}
