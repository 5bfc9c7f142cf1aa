//! The select list of the report, as a fragment: what to group by, and the counts.

use application::{
    StoreError,
    queries::{
        task_overview::{Dimension, Totals},
        tasks::Basis,
    },
};
use diesel::{
    Queryable,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{self, BigInt, Integer, Nullable, Text},
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

/// SQL of a value: an id, a number, or an id with label and number.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value {
    Id(&'static str),
    Number(&'static str),
    /// The outcome with the label and sentiment it was recorded with.
    Recorded,
}

impl Value {
    pub(super) const fn of(dimension: Dimension, basis: Basis) -> Self {
        match dimension {
            Dimension::CompletedBy => Self::Id("completions.completed_by"),
            Dimension::Owner => Self::Id("completions.owner_id"),
            Dimension::Outcome => match basis {
                Basis::AsRecorded => Self::Recorded,
                Basis::Current => Self::Id("outcomes.id"),
            },
            Dimension::TaskType => Self::Id("completions.task_type_id"),
            Dimension::RelatesTo => Self::Number("(completions.contact_id is null)::int"),
            Dimension::Sentiment => Self::Number(match basis {
                Basis::AsRecorded => "completions.recorded_sentiment::int",
                Basis::Current => "outcomes.sentiment::int",
            }),
            Dimension::Day | Dimension::Week | Dimension::Month | Dimension::Quarter | Dimension::Year => {
                Self::Number("null::int")
            }
        }
    }
}

/// The whole select list; the first six columns are the group, three by each dimension.
#[derive(Debug, Clone)]
pub(super) struct Grouped {
    basis: Basis,
    by: By,
    and: By,
}

impl Grouped {
    /// By one dimension.
    pub(super) fn by(basis: Basis, by: By) -> Self {
        Self {
            basis,
            by,
            and: By::Nothing,
        }
    }

    /// By a second one within it.
    pub(super) fn and(self, and: By) -> Self {
        Self { and, ..self }
    }
}

macro_rules! counts {
    ($sentiment:literal) => {
        concat!(
            ", count(*), count(*) filter (where completions.in_time)",
            ", count(*) filter (where ",
            $sentiment,
            " = -1), count(*) filter (where ",
            $sentiment,
            " = 0)",
            ", count(*) filter (where ",
            $sentiment,
            " = 1), count(*) filter (where completions.outcome_id is null)",
        )
    };
}

impl By {
    /// An id, a number and a label; what the value does not have is null.
    fn columns<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match self {
            Self::Nothing => out.push_sql("null::uuid, null::int, null::text"),
            Self::Value(Value::Id(sql)) => {
                out.push_sql(sql);
                out.push_sql(", null::int, null::text");
            }
            Self::Value(Value::Number(sql)) => {
                out.push_sql("null::uuid, ");
                out.push_sql(sql);
                out.push_sql(", null::text");
            }
            Self::Value(Value::Recorded) => out.push_sql(
                "completions.outcome_id, completions.recorded_sentiment::int, completions.recorded_label",
            ),
            Self::Span(bounds) => {
                out.push_sql("null::uuid, width_bucket(completions.completed_at, ");
                out.push_bind_param::<sql_types::Array<sql_types::Timestamptz>, _>(bounds)?;
                out.push_sql("), null::text");
            }
        }
        Ok(())
    }
}

impl QueryFragment<Pg> for Grouped {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.by.columns(out.reborrow())?;
        out.push_sql(", ");
        self.and.columns(out.reborrow())?;
        out.push_sql(match self.basis {
            Basis::AsRecorded => counts!("completions.recorded_sentiment"),
            Basis::Current => counts!("outcomes.sentiment"),
        });
        Ok(())
    }
}

impl Expression for Grouped {
    type SqlType = (
        Nullable<sql_types::Uuid>,
        Nullable<Integer>,
        Nullable<Text>,
        Nullable<sql_types::Uuid>,
        Nullable<Integer>,
        Nullable<Text>,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
    );
}

/// `group by 1, 2, 3, 4, 5, 6`: by position, because a bound value in the select list is no expression to repeat.
#[derive(Debug, Clone, Copy)]
pub(super) struct FirstSix;

impl QueryFragment<Pg> for FirstSix {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("1, 2, 3, 4, 5, 6");
        Ok(())
    }
}

impl Expression for FirstSix {
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

fragment_of_the_report!(Grouped, FirstSix);

/// What the completions of a group share, as far as there is something.
#[derive(Debug, Clone)]
pub(super) struct GroupedValue {
    pub(super) id: Option<Uuid>,
    pub(super) number: Option<i32>,
    pub(super) label: Option<String>,
}

/// One group and its counts.
#[derive(Debug, Queryable)]
pub(super) struct GroupedRow {
    id: Option<Uuid>,
    number: Option<i32>,
    label: Option<String>,
    second_id: Option<Uuid>,
    second_number: Option<i32>,
    second_label: Option<String>,
    completed: i64,
    completed_in_time: i64,
    negative: i64,
    neutral: i64,
    positive: i64,
    without_outcome: i64,
}

impl GroupedRow {
    /// The value of the first dimension.
    pub(super) fn first(&self) -> GroupedValue {
        GroupedValue {
            id: self.id,
            number: self.number,
            label: self.label.clone(),
        }
    }

    /// The value of the second dimension.
    pub(super) fn second(&self) -> GroupedValue {
        GroupedValue {
            id: self.second_id,
            number: self.second_number,
            label: self.second_label.clone(),
        }
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
