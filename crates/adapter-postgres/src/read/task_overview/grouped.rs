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
    /// Who owned the task.
    Owner,
    /// Who completed it.
    Completer,
    /// Its type.
    TaskType,
    /// Contact or deal.
    RelatesTo,
    /// The outcome that the recorded one counts for today.
    Outcome,
    /// The recorded outcome with its label and sentiment.
    RecordedOutcome,
    /// The sentiment on the basis of the report.
    Sentiment(Basis),
    /// The span of time that begins at the n-th of these moments, from 1.
    Span(Vec<At>),
}

impl By {
    /// A dimension that is not time.
    pub(super) const fn value(dimension: Dimension, basis: Basis) -> Self {
        match dimension {
            Dimension::CompletedBy => Self::Completer,
            Dimension::Owner => Self::Owner,
            Dimension::TaskType => Self::TaskType,
            Dimension::RelatesTo => Self::RelatesTo,
            Dimension::Sentiment => Self::Sentiment(basis),
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
            Self::Nothing | Self::Outcome | Self::Sentiment(_) => return Ok(false),
            Self::Owner => out.push_sql(", completions.owner_id"),
            Self::Completer => out.push_sql(", completions.completed_by"),
            Self::TaskType => out.push_sql(", completions.task_type_id"),
            Self::RelatesTo => {
                out.push_sql(", ");
                out.push_sql(source.is_deal());
            }
            Self::RecordedOutcome => out.push_sql(", completions.recorded_label"),
            Self::Span(bounds) => {
                out.push_sql(", width_bucket(completions.completed_at, ");
                out.push_bind_param::<sql_types::Array<sql_types::Timestamptz>, _>(bounds)?;
                out.push_sql(")");
            }
        }
        out.push_sql(" as ");
        out.push_sql(name);
        Ok(true)
    }

    /// Writes the columns of the answer: an id, a number and a label; what the value does not have is null.
    pub(super) fn of_answer(&self, name: &'static str, out: &mut AstPass<'_, '_, Pg>) {
        let mut write = |parts: [&'static str; 3]| parts.iter().for_each(|part| out.push_sql(part));
        match self {
            Self::Nothing => write(["null::uuid, null::int, null::text", "", ""]),
            Self::Owner | Self::Completer | Self::TaskType => {
                write(["counted.", name, ", null::int, null::text"]);
            }
            Self::RelatesTo => write(["null::uuid, counted.", name, "::int, null::text"]),
            Self::Span(_) => write(["null::uuid, counted.", name, ", null::text"]),
            Self::Outcome => write(["outcomes.id, null::int, null::text", "", ""]),
            Self::Sentiment(basis) => write(["null::uuid, ", sentiment(*basis), "::int, null::text"]),
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
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct GroupedValue {
    pub(super) id: Option<Uuid>,
    pub(super) number: Option<i32>,
    pub(super) label: Option<String>,
}

impl GroupedValue {
    pub(super) fn of_id(id: Option<Uuid>) -> Self {
        Self {
            id,
            ..Self::default()
        }
    }

    pub(super) fn of_number(number: Option<i32>) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }
}

/// How many completions there are of a group; a part of them can be less than nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) in_time: i64,
    pub(super) negative: i64,
    pub(super) neutral: i64,
    pub(super) positive: i64,
    pub(super) without_outcome: i64,
}

impl Counts {
    pub(super) const fn completed(&self) -> i64 {
        self.negative + self.neutral + self.positive + self.without_outcome
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.in_time += other.in_time;
        self.negative += other.negative;
        self.neutral += other.neutral;
        self.positive += other.positive;
        self.without_outcome += other.without_outcome;
    }

    pub(super) fn totals(&self) -> Result<Totals, StoreError> {
        Ok(Totals {
            completed: count(self.completed())?,
            completed_in_time: count(self.in_time)?,
            negative: count(self.negative)?,
            neutral: count(self.neutral)?,
            positive: count(self.positive)?,
            without_outcome: count(self.without_outcome)?,
        })
    }
}

/// The values of both dimensions.
pub(super) type GroupedKey = [GroupedValue; 2];

/// One group as the statement answers it.
#[derive(Debug, Queryable)]
pub(super) struct GroupedRow {
    id: Option<Uuid>,
    number: Option<i32>,
    label: Option<String>,
    second_id: Option<Uuid>,
    second_number: Option<i32>,
    second_label: Option<String>,
    in_time: i64,
    negative: i64,
    neutral: i64,
    positive: i64,
    without_outcome: i64,
}

impl GroupedRow {
    pub(super) fn into_group(self) -> (GroupedKey, Counts) {
        let first = GroupedValue {
            id: self.id,
            number: self.number,
            label: self.label,
        };
        let second = GroupedValue {
            id: self.second_id,
            number: self.second_number,
            label: self.second_label,
        };
        let counts = Counts {
            in_time: self.in_time,
            negative: self.negative,
            neutral: self.neutral,
            positive: self.positive,
            without_outcome: self.without_outcome,
        };
        ([first, second], counts)
    }
}
