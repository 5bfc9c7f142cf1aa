//! The select list of the report, as a fragment: what to group by, and the counts.

use application::{
    StoreError,
    queries::task_overview::{Dimension, Totals},
};
use diesel::{
    Queryable,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{self, BigInt, Integer, Nullable},
};
use uuid::Uuid;

use crate::{read::count, rows::At};

/// What the counts are grouped by.
#[derive(Debug, Clone)]
pub(super) enum By {
    /// All together.
    Nothing,
    /// A value of the completion, or of its outcome as it is today.
    Value(Value),
    /// The span of time that begins at the n-th of these moments.
    Span(Vec<At>),
}

/// SQL of a value: an id or a number.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value {
    Id(&'static str),
    Number(&'static str),
}

impl Value {
    pub(super) const fn of(dimension: Dimension) -> Self {
        match dimension {
            Dimension::CompletedBy => Self::Id("completions.completed_by"),
            Dimension::Owner => Self::Id("completions.owner_id"),
            Dimension::Outcome => Self::Id("outcomes.id"),
            Dimension::TaskType => Self::Id("completions.task_type_id"),
            Dimension::RelatesTo => Self::Number("(completions.contact_id is null)::int"),
            Dimension::Sentiment => Self::Number("outcomes.sentiment::int"),
            Dimension::Day | Dimension::Week | Dimension::Month | Dimension::Quarter | Dimension::Year => {
                Self::Number("null::int")
            }
        }
    }
}

/// The whole select list; the first two columns are the group.
#[derive(Debug, Clone)]
pub(super) struct Grouped {
    by: By,
}

impl Grouped {
    pub(super) fn new(by: By) -> Self {
        Self { by }
    }
}

const COUNTS: &str = ", count(*), count(*) filter (where completions.in_time), \
    count(*) filter (where outcomes.sentiment = -1), count(*) filter (where outcomes.sentiment = 0), \
    count(*) filter (where outcomes.sentiment = 1), count(*) filter (where completions.outcome_id is null)";

impl QueryFragment<Pg> for Grouped {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match &self.by {
            By::Nothing => out.push_sql("null::uuid, null::int"),
            By::Value(Value::Id(sql)) => {
                out.push_sql(sql);
                out.push_sql(", null::int");
            }
            By::Value(Value::Number(sql)) => {
                out.push_sql("null::uuid, ");
                out.push_sql(sql);
            }
            By::Span(bounds) => {
                out.push_sql("null::uuid, width_bucket(completions.completed_at, ");
                out.push_bind_param::<sql_types::Array<sql_types::Timestamptz>, _>(bounds)?;
                out.push_sql(")");
            }
        }
        out.push_sql(COUNTS);
        Ok(())
    }
}

impl Expression for Grouped {
    type SqlType = (
        Nullable<sql_types::Uuid>,
        Nullable<Integer>,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
    );
}

/// `group by 1, 2`: by position, because a bound value in the select list is no expression to repeat.
#[derive(Debug, Clone, Copy)]
pub(super) struct FirstTwo;

impl QueryFragment<Pg> for FirstTwo {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("1, 2");
        Ok(())
    }
}

impl Expression for FirstTwo {
    type SqlType = sql_types::Untyped;
}

macro_rules! fragment_of_the_report {
    ($($name:ident),*) => {$(
        impl QueryId for $name {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }

        impl<Source> AppearsOnTable<Source> for $name {}
        impl<Source> SelectableExpression<Source> for $name {}

        impl<Grouping> ValidGrouping<Grouping> for $name {
            type IsAggregate = is_aggregate::Never;
        }
    )*};
}

fragment_of_the_report!(Grouped, FirstTwo);

/// One group and its counts.
#[derive(Debug, Queryable)]
pub(super) struct GroupedRow {
    id: Option<Uuid>,
    number: Option<i32>,
    completed: i64,
    completed_in_time: i64,
    negative: i64,
    neutral: i64,
    positive: i64,
    without_outcome: i64,
}

impl GroupedRow {
    pub(super) fn id(&self) -> Option<Uuid> {
        self.id
    }

    pub(super) fn number(&self) -> Option<i32> {
        self.number
    }

    pub(super) fn totals(&self) -> Result<Totals, StoreError> {
        Ok(Totals {
            completed: count(self.completed)?,
            completed_in_time: count(self.completed_in_time)?,
            negative: count(self.negative)?,
            neutral: count(self.neutral)?,
            positive: count(self.positive)?,
            without_outcome: count(self.without_outcome)?,
        })
    }
}
