//! What the report is grouped by: as a column of each source, and as three columns of the answer.

use application::{
    StoreError,
    queries::{
        task_overview::{Dimension, Totals},
        tasks::Basis,
    },
};
use diesel::{Queryable, pg::Pg, query_builder::AstPass, result::QueryResult, sql_types};
use uuid::Uuid;

use super::source::From;
use crate::{read::count, rows::At};

/// What the counts are grouped by.
#[derive(Debug, Clone)]
pub(super) enum By {
    /// All together.
    Nothing,
    /// An id that the completion has.
    Id(&'static str),
    /// Contact or deal.
    RelatesTo,
    /// The outcome that the recorded one counts for today.
    Outcome,
    /// The recorded outcome with its label and sentiment.
    RecordedOutcome,
    /// The sentiment on the basis of the report.
    Sentiment,
    /// The span of time that begins at the n-th of these moments.
    Span(Vec<At>),
}

impl By {
    /// A dimension that is not time.
    pub(super) const fn value(dimension: Dimension, basis: Basis) -> Self {
        match dimension {
            Dimension::CompletedBy => Self::Id("completions.completed_by"),
            Dimension::Owner => Self::Id("completions.owner_id"),
            Dimension::TaskType => Self::Id("completions.task_type_id"),
            Dimension::RelatesTo => Self::RelatesTo,
            Dimension::Sentiment => Self::Sentiment,
            Dimension::Outcome => match basis {
                Basis::AsRecorded => Self::RecordedOutcome,
                Basis::Current => Self::Outcome,
            },
            Dimension::Day | Dimension::Week | Dimension::Month | Dimension::Quarter | Dimension::Year => {
                Self::Nothing
            }
        }
    }

    /// Writes its column of a source under a name, after a comma, and tells whether there is one: what belongs to the
    /// outcome stands there anyway.
    pub(super) fn of_source<'b>(
        &'b self,
        source: From,
        name: &'static str,
        out: &mut AstPass<'_, 'b, Pg>,
    ) -> QueryResult<bool> {
        match self {
            Self::Nothing | Self::Outcome | Self::Sentiment => return Ok(false),
            Self::Id(sql) => {
                out.push_sql(", ");
                out.push_sql(sql);
            }
            Self::RelatesTo => {
                out.push_sql(", ");
                out.push_sql(source.is_deal());
            }
            Self::RecordedOutcome => out.push_sql(", completions.recorded_label"),
            Self::Span(bounds) => {
                out.push_sql(", width_bucket(");
                out.push_sql(source.moment());
                out.push_sql(", ");
                out.push_bind_param::<sql_types::Array<sql_types::Timestamptz>, _>(bounds)?;
                out.push_sql(")");
            }
        }
        out.push_sql(" as ");
        out.push_sql(name);
        Ok(true)
    }

    /// Writes the columns of the answer: an id, a number and a label; what the value does not have is null.
    pub(super) fn of_answer(&self, name: &'static str, basis: Basis, out: &mut AstPass<'_, '_, Pg>) {
        let mut write = |parts: [&'static str; 3]| parts.iter().for_each(|part| out.push_sql(part));
        match self {
            Self::Nothing => write(["null::uuid, null::int, null::text", "", ""]),
            Self::Id(_) => write(["counted.", name, ", null::int, null::text"]),
            Self::RelatesTo => write(["null::uuid, counted.", name, "::int, null::text"]),
            Self::Span(_) => write(["null::uuid, counted.", name, ", null::text"]),
            Self::Outcome => write(["outcomes.id, null::int, null::text", "", ""]),
            Self::Sentiment => write(["null::uuid, ", sentiment(basis), "::int, null::text"]),
            Self::RecordedOutcome => {
                write(["counted.outcome_id, counted.sentiment::int, counted.", name, ""]);
            }
        }
    }
}

/// The sentiment that counts.
pub(super) const fn sentiment(basis: Basis) -> &'static str {
    match basis {
        Basis::AsRecorded => "counted.sentiment",
        Basis::Current => "outcomes.sentiment",
    }
}

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
