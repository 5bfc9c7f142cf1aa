//! Inputs that several subjects share.

use application::queries::{changes, tasks::TimeSpan};
use async_graphql::{Enum, InputObject};

use crate::{
    errors::ApiError,
    scalars::{Date, DateTime},
    text::words::{Key, Sentence},
};

/// Direction of an ordering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub enum OrderDirection {
    #[default]
    /// Smallest first.
    Asc,
    /// Largest first.
    Desc,
}

/// What happened to an object, in live events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ChangeAction {
    /// It was archived or deleted from view.
    Archived,
    /// It was created.
    Created,
    /// It was changed.
    Updated,
}

impl From<changes::ChangeAction> for ChangeAction {
    fn from(action: changes::ChangeAction) -> Self {
        match action {
            changes::ChangeAction::Archived => Self::Archived,
            changes::ChangeAction::Created => Self::Created,
            changes::ChangeAction::Updated => Self::Updated,
        }
    }
}

/// A half-open span of time: from `from` (inclusive) until `until` (exclusive). Either end may be left open.
#[derive(Debug, Clone, Copy, InputObject)]
pub struct DateTimeRangeInput {
    /// Inclusive start.
    pub from: Option<DateTime>,
    /// Exclusive end.
    pub until: Option<DateTime>,
}

/// A span of days in the account's time zone, both ends included. Either end may be left open.
#[derive(Debug, Clone, Copy, InputObject)]
pub struct DateRangeInput {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// The span of an optional range; open when none is given.
pub(crate) fn time_span(argument: &str, range: Option<DateTimeRangeInput>) -> Result<TimeSpan, ApiError> {
    let Some(range) = range else {
        return Ok(TimeSpan::default());
    };
    let span = TimeSpan {
        from: range.from.map(|at| at.0),
        until: range.until.map(|at| at.0),
    };
    match (span.from, span.until) {
        (Some(from), Some(until)) if from > until => {
            let sentence = Sentence::new(Key("argument-span-reversed")).with("argument", argument);
            Err(ApiError::BadUserInput(sentence))
        }
        _ => Ok(span),
    }
}
