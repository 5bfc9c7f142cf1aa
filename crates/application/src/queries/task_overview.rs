//! The Task Overview Report: what came of completed tasks, by person, sentiment, outcome, type and time.

mod breakdown;
mod export;
mod options;
mod period;
mod rows;
mod spans;
mod watch;

use domain::TimeZone;
use jiff::{Timestamp, civil::Date};

pub use breakdown::Breakdown;
pub use export::{Export, ExportedTask, PORTION};
pub use options::FilterOptions;
pub use period::{Days, RelativePeriod};
pub use rows::{Row, RowKey, Rows};
pub use watch::TaskOverviewWatch;

use domain::{OutcomeId, RecordedOutcome, Sentiment, SubjectKind, TaskTypeId, UserId};

use super::{
    ArgumentFault, QueryError, Session,
    tasks::{TaskFilter, TaskOrder, TaskOrderField, TaskStatus},
};
use crate::StoreError;

/// What the report can be grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Who completed the task.
    CompletedBy,
    /// Day of completion.
    Day,
    /// Week of completion (ISO, from Monday).
    Week,
    /// Month of completion.
    Month,
    /// Quarter of completion.
    Quarter,
    /// Year of completion.
    Year,
    /// Outcome, on the basis of the report.
    Outcome,
    /// Owner at the moment of completion.
    Owner,
    /// Contact or deal.
    RelatesTo,
    /// Sentiment of the outcome, on the basis of the report.
    Sentiment,
    /// Type of the task.
    TaskType,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::CompletedBy,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::Outcome,
        Self::Owner,
        Self::RelatesTo,
        Self::Sentiment,
        Self::TaskType,
    ];
}

/// The value that the tasks of a row share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKey {
    /// First day of a day, week, month, quarter or year.
    Date(Date),
    /// An outcome, or none.
    Outcome(Option<OutcomeId>),
    /// An outcome under the label and sentiment it was recorded with.
    Recorded(RecordedOutcome),
    /// Contacts or deals.
    RelatesTo(SubjectKind),
    /// A sentiment, or none for tasks without an outcome.
    Sentiment(Option<Sentiment>),
    /// A task type.
    TaskType(TaskTypeId),
    /// A user, or nobody.
    User(Option<UserId>),
}

/// One row: a value and its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The shared value.
    pub key: GroupKey,
    /// The counts.
    pub totals: Totals,
}

/// Counts over a set of completed tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Completed tasks.
    pub completed: u64,
    /// Of those with a due time, tasks completed in time.
    pub completed_in_time: u64,
    /// Tasks with a negative outcome.
    pub negative: u64,
    /// Tasks with a neutral outcome.
    pub neutral: u64,
    /// Tasks with a positive outcome.
    pub positive: u64,
    /// Tasks completed without an outcome.
    pub without_outcome: u64,
}

impl Totals {
    /// Share of positive outcomes among tasks with an outcome, 0 to 1; `None` when there are none.
    pub fn positive_rate(&self) -> Option<f64> {
        let judged = self.positive + self.neutral + self.negative;
        let number = |count: u64| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
        (judged > 0).then(|| number(self.positive) / number(judged))
    }

    /// What is left of these counts without those.
    pub fn minus(&self, those: &Self) -> Self {
        Self {
            completed: self.completed.saturating_sub(those.completed),
            completed_in_time: self.completed_in_time.saturating_sub(those.completed_in_time),
            negative: self.negative.saturating_sub(those.negative),
            neutral: self.neutral.saturating_sub(those.neutral),
            positive: self.positive.saturating_sub(those.positive),
            without_outcome: self.without_outcome.saturating_sub(those.without_outcome),
        }
    }

    /// Both counts together.
    pub fn plus(&self, those: &Self) -> Self {
        Self {
            completed: self.completed + those.completed,
            completed_in_time: self.completed_in_time + those.completed_in_time,
            negative: self.negative + those.negative,
            neutral: self.neutral + those.neutral,
            positive: self.positive + those.positive,
            without_outcome: self.without_outcome + those.without_outcome,
        }
    }
}

/// The report over one choice of completed tasks, taken from one moment.
#[derive(Debug, Clone)]
pub struct TaskOverview {
    /// Which completed tasks are counted; the drill-down lists the same.
    pub filter: TaskFilter,
    /// First and last day counted; an open end is `None`.
    pub days: Days,
    /// The zone that cuts the days.
    pub time_zone: TimeZone,
    /// The day it is now in that zone.
    pub today: Date,
    /// When the numbers were taken.
    pub generated_at: Timestamp,
}

/// Which days a report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// The last 90 days up to today.
    Default,
    /// These days.
    Days(Days),
    /// A span that moves with today.
    Relative(RelativePeriod),
}

impl TaskOverview {
    /// The order of the drill-down: newest first.
    pub const DRILL_DOWN: TaskOrder = TaskOrder {
        field: TaskOrderField::CompletedAt,
        descending: true,
    };

    /// The tasks behind one row.
    pub fn behind(&self, by: Dimension, key: &GroupKey) -> TaskFilter {
        let mut filter = self.filter.clone();
        match key.clone() {
            GroupKey::Date(first) => {
                let span = spans::span(by, first, &self.time_zone);
                let from = span.from.into_iter().chain(filter.completed_at.from).max();
                let until = span.until.into_iter().chain(filter.completed_at.until).min();
                filter.completed_at = super::tasks::TimeSpan { from, until };
            }
            GroupKey::Recorded(recorded) => filter.recorded = Some(recorded),
            GroupKey::Outcome(Some(outcome)) => filter.outcomes = Some(vec![outcome]),
            GroupKey::Outcome(None) | GroupKey::Sentiment(None) => filter.without_outcome = Some(true),
            GroupKey::RelatesTo(kind) => filter.relates_to = Some(kind),
            GroupKey::Sentiment(Some(sentiment)) => filter.sentiments = Some(vec![sentiment]),
            GroupKey::TaskType(task_type) => filter.task_types = Some(vec![task_type]),
            GroupKey::User(user) if by == Dimension::Owner => filter.owners = Some(vec![user]),
            GroupKey::User(user) => filter.completed_by = Some(user.into_iter().collect()),
        }
        filter
    }

    /// The same report over the tasks of one row only.
    fn within(&self, by: Dimension, key: &GroupKey) -> Self {
        let days = match key {
            GroupKey::Date(first) => spans::days(by, *first).within(self.days),
            GroupKey::Outcome(_)
            | GroupKey::Recorded(_)
            | GroupKey::RelatesTo(_)
            | GroupKey::Sentiment(_)
            | GroupKey::TaskType(_)
            | GroupKey::User(_) => self.days,
        };
        Self {
            filter: self.behind(by, key),
            days,
            ..self.clone()
        }
    }
}

impl Session {
    /// The report over the completed tasks that fit the conditions, on the days of the period; in the account's time
    /// zone where none is asked for.
    pub async fn task_overview(
        &self,
        conditions: TaskFilter,
        period: Period,
        time_zone: Option<TimeZone>,
    ) -> Result<TaskOverview, QueryError> {
        let time_zone = match time_zone {
            Some(zone) => zone,
            None => self.time_zone().await?,
        };
        let generated_at = self.now();
        let today = time_zone.date_of(generated_at);
        let days = period.days(today)?;
        let completed_at = days.span(&time_zone)?;
        let filter = TaskFilter {
            statuses: Some(vec![TaskStatus::Completed]),
            completed_at,
            ..conditions
        };
        Ok(TaskOverview {
            filter,
            days,
            time_zone,
            today,
            generated_at,
        })
    }

    /// Counts over all its tasks.
    pub async fn task_overview_totals(&self, report: &TaskOverview) -> Result<Totals, StoreError> {
        self.reading.task_overview_totals(&report.filter).await
    }

    /// Counts over as many days just before, under the same conditions; for a calendar month, quarter or year in full
    /// over the one before. `None` when the span is open at its start.
    pub async fn task_overview_previous_totals(
        &self,
        report: &TaskOverview,
    ) -> Result<Option<Totals>, QueryError> {
        let Some(days) = report.days.before(report.today) else {
            return Ok(None);
        };
        let filter = TaskFilter {
            completed_at: days.span(&report.time_zone)?,
            ..report.filter.clone()
        };
        Ok(Some(self.reading.task_overview_totals(&filter).await?))
    }

    async fn task_overview_groups(
        &self,
        report: &TaskOverview,
        by: Dimension,
    ) -> Result<Vec<Group>, StoreError> {
        self.reading
            .task_overview_groups(&report.filter, by, &report.time_zone)
            .await
    }
}

impl Period {
    fn days(self, today: Date) -> Result<Days, QueryError> {
        match self {
            Self::Default => Ok(RelativePeriod::Last90Days.days(today)),
            Self::Relative(period) => Ok(period.days(today)),
            Self::Days(days) if days.is_reversed() => {
                Err(QueryError::argument("completed_on", ArgumentFault::SpanReversed))
            }
            Self::Days(days) => Ok(days),
        }
    }
}
