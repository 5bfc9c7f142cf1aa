//! What the report is asked for.

use application::queries::{
    task_overview::{Days, Dimension, Period, RelativePeriod as Relative},
    tasks::{Basis, TaskFilter},
};
use async_graphql::{Enum, ID, InputObject};
use domain::{OutcomeId, TaskTypeId, TimeZone, UserId};

use crate::{
    errors::{ApiError, not_together},
    ids::{TypedId, filter_ids, filter_values, subject},
    outcome::types::TaskOutcomeSentiment,
    shared::DateRangeInput,
    subject::TaskSubjectKind,
    text::words::{Key, Sentence},
};

/// What the report can be grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum TaskOverviewDimension {
    /// Who completed the task.
    CompletedBy,
    /// Day of completion, in the account's time zone.
    Day,
    /// Month of completion, in the account's time zone.
    Month,
    /// Outcome of the task.
    Outcome,
    /// Owner of the task at the moment of completion.
    Owner,
    /// Contact or deal.
    RelatesTo,
    /// Sentiment of the outcome.
    Sentiment,
    /// Type of the task.
    TaskType,
    /// Week of completion (ISO, from Monday), in the time zone of the report.
    Week,
    /// Quarter of completion.
    Quarter,
    /// Year of completion.
    Year,
}

/// By which label, sentiment and type a completed task counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Enum)]
pub enum TaskOverviewBasis {
    /// As it was recorded when the task was completed: one row per outcome, recorded label and sentiment.
    AsRecorded,
    /// As outcome and type are today, merged outcomes under the one that stays, also when named in a filter (the default).
    #[default]
    Current,
}

/// A span of days that moves with today, in the time zone of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum RelativePeriod {
    #[graphql(name = "LAST_7_DAYS")]
    /// The 7 days that end today.
    Last7Days,
    #[graphql(name = "LAST_30_DAYS")]
    /// The 30 days that end today.
    Last30Days,
    #[graphql(name = "LAST_90_DAYS")]
    /// The 90 days that end today.
    Last90Days,
    /// The month before this one.
    LastMonth,
    /// The quarter before this one.
    LastQuarter,
    /// The week before this one.
    LastWeek,
    /// The year before this one.
    LastYear,
    /// This month up to today.
    ThisMonth,
    /// This quarter up to today.
    ThisQuarter,
    /// This week up to today.
    ThisWeek,
    /// This year up to today.
    ThisYear,
    /// Today.
    Today,
    /// Yesterday.
    Yesterday,
}

macro_rules! same {
    ($from:ident => $to:ident: $($variant:ident),* $(,)?) => {
        impl From<$from> for $to {
            fn from(value: $from) -> Self {
                match value {
                    $($from::$variant => Self::$variant,)*
                }
            }
        }
    };
}

same! { TaskOverviewDimension => Dimension:
    CompletedBy, Day, Month, Outcome, Owner, RelatesTo, Sentiment, TaskType, Week, Quarter, Year,
}
same! { TaskOverviewBasis => Basis: AsRecorded, Current }
same! { RelativePeriod => Relative:
    Last7Days, Last30Days, Last90Days, LastMonth, LastQuarter, LastWeek, LastYear, ThisMonth, ThisQuarter, ThisWeek,
    ThisYear, Today, Yesterday,
}

/// Which completed tasks the report counts. All given conditions must hold; lists hold at most 100 entries.
#[derive(Debug, Default, InputObject)]
pub struct TaskOverviewReportFilterInput {
    /// Completed by any of these users.
    completed_by_ids: Option<Vec<ID>>,
    /// Completed on these days; not together with `completedWithin`. The last 90 days up to today when both are left out.
    completed_on: Option<DateRangeInput>,
    /// Completed with any of these outcomes.
    outcome_ids: Option<Vec<ID>>,
    /// Owned by any of these users at the moment of completion.
    owner_ids: Option<Vec<ID>>,
    /// Relating to a contact or to a deal; any when left out.
    relates_to: Option<TaskSubjectKind>,
    /// Completed with an outcome of any of these sentiments.
    sentiments: Option<Vec<TaskOutcomeSentiment>>,
    /// Of any of these types.
    task_type_ids: Option<Vec<ID>>,
    /// By which label, sentiment and type a task counts.
    #[graphql(default)]
    basis: TaskOverviewBasis,
    /// Completed within this span; not together with `completedOn`.
    completed_within: Option<RelativePeriod>,
    /// Relating to any of these contacts or deals.
    subject_ids: Option<Vec<ID>>,
    /// IANA name of the time zone that cuts days, weeks and months; the account's when left out.
    time_zone: Option<String>,
    /// Completed without an outcome, or with one; any when left out.
    without_outcome: Option<bool>,
}

impl TaskOverviewReportFilterInput {
    /// The conditions, the days, and the zone that cuts them.
    pub(crate) fn read(self) -> Result<(TaskFilter, Period, Option<TimeZone>), ApiError> {
        let time_zone = self.time_zone.as_deref().map(TimeZone::parse).transpose();
        let time_zone = time_zone.map_err(|_| {
            ApiError::BadUserInput(Sentence::new(Key("argument-time-zone")).with("argument", "timeZone"))
        })?;
        let period = match (self.completed_on, self.completed_within) {
            (Some(_), Some(_)) => {
                return Err(ApiError::BadUserInput(not_together(
                    "completedOn",
                    "completedWithin",
                )));
            }
            (None, None) => Period::Default,
            (None, Some(period)) => Period::Relative(period.into()),
            (Some(days), None) => Period::Days(Days {
                first: days.from.map(|day| day.0),
                last: days.to.map(|day| day.0),
            }),
        };
        let owners = filter_ids("ownerIds", self.owner_ids, UserId::of)?;
        let conditions = TaskFilter {
            basis: self.basis.into(),
            relates_to: self.relates_to.map(Into::into),
            subjects: filter_ids("subjectIds", self.subject_ids, subject)?,
            task_types: filter_ids("taskTypeIds", self.task_type_ids, TaskTypeId::of)?,
            owners: owners.map(|owners| owners.into_iter().map(Some).collect()),
            completed_by: filter_ids("completedByIds", self.completed_by_ids, UserId::of)?,
            outcomes: filter_ids("outcomeIds", self.outcome_ids, OutcomeId::of)?,
            sentiments: filter_values("sentiments", self.sentiments)?,
            without_outcome: self.without_outcome,
            ..TaskFilter::default()
        };
        Ok((conditions, period, time_zone))
    }
}
