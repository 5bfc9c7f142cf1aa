//! The Task Overview Report as the API shows it.

use std::sync::Arc;

use application::queries::task_overview::{Dimension, FilterOptions, Row, TaskOverview, Totals};
use async_graphql::{Context, Object, SimpleObject};

use super::{
    input::TaskOverviewDimension,
    rows::{TaskOverviewGroupConnection, TaskOverviewKey},
};
use crate::{
    context::{int, language, session},
    errors::ApiError,
    page::{ListOf, page_request},
    scalars::{Date, DateTime},
    task::{query::listed, types::TaskConnection},
    text,
};

/// A span of days, both ends included.
#[derive(Debug, Clone, SimpleObject)]
pub struct DateRange {
    /// First day; null when open.
    first_date: Option<Date>,
    /// Last day; null when open.
    last_date: Option<Date>,
}

/// Counts over a set of completed tasks, all taken from one snapshot.
#[derive(Debug, Clone, Copy)]
pub struct TaskOverviewTotals(pub(crate) Totals);

/// Counts over a set of completed tasks, all taken from one snapshot.
#[Object]
impl TaskOverviewTotals {
    /// Completed tasks.
    async fn completed_count(&self) -> Result<i32, ApiError> {
        int(self.0.completed)
    }

    /// Of those with a due time, tasks completed in time.
    async fn completed_in_time_count(&self) -> Result<i32, ApiError> {
        int(self.0.completed_in_time)
    }

    /// Tasks with a negative outcome.
    async fn negative_count(&self) -> Result<i32, ApiError> {
        int(self.0.negative)
    }

    /// Tasks with a neutral outcome.
    async fn neutral_count(&self) -> Result<i32, ApiError> {
        int(self.0.neutral)
    }

    /// Tasks with a positive outcome.
    async fn positive_count(&self) -> Result<i32, ApiError> {
        int(self.0.positive)
    }

    /// Share of positive outcomes among tasks with an outcome, 0 to 1; null when there are none.
    async fn positive_rate(&self) -> Option<f64> {
        self.0.positive_rate()
    }

    /// Tasks completed without an outcome, while the feature was off.
    async fn without_outcome_count(&self) -> Result<i32, ApiError> {
        int(self.0.without_outcome)
    }
}

/// A choice of the filter form, with what choosing it would show.
pub struct TaskOverviewFilterOption {
    by: Dimension,
    row: Row,
}

/// A choice of the filter form, with what choosing it would show.
#[Object]
impl TaskOverviewFilterOption {
    /// Completed tasks that match the other conditions and this choice.
    async fn completed_count(&self) -> Result<i32, ApiError> {
        int(self.row.totals.completed)
    }

    /// Whether the outcome, task type or user is archived or inactive, or the outcome no longer offered for the chosen task types.
    async fn is_inactive(&self) -> bool {
        self.row.is_inactive
    }

    /// The value.
    async fn key(&self) -> TaskOverviewKey {
        TaskOverviewKey::of(&self.row.value)
    }

    /// Name for display, in the language of the request.
    async fn label(&self, ctx: &Context<'_>) -> String {
        text::row_label(language(ctx), self.by, &self.row.value)
    }
}

/// Choices that still make sense under the other conditions of the filter, most frequent first, each list at most 100.
#[derive(SimpleObject)]
pub struct TaskOverviewFilterOptions {
    /// Who completed matching tasks, at most 100.
    completed_by: Vec<TaskOverviewFilterOption>,
    /// Outcomes that occur, or are offered for the chosen task types, and tasks without one when there are any; at most 100.
    outcomes: Vec<TaskOverviewFilterOption>,
    /// Owners of matching tasks, at most 100.
    owners: Vec<TaskOverviewFilterOption>,
    /// Sentiments of matching tasks, at most 100.
    sentiments: Vec<TaskOverviewFilterOption>,
    /// Task types of matching tasks and all active ones, at most 100.
    task_types: Vec<TaskOverviewFilterOption>,
}

impl From<FilterOptions> for TaskOverviewFilterOptions {
    fn from(options: FilterOptions) -> Self {
        let list = |by, rows: Vec<Row>| {
            rows.into_iter()
                .map(|row| TaskOverviewFilterOption { by, row })
                .collect()
        };
        Self {
            completed_by: list(Dimension::CompletedBy, options.completed_by),
            outcomes: list(Dimension::Outcome, options.outcomes),
            owners: list(Dimension::Owner, options.owners),
            sentiments: list(Dimension::Sentiment, options.sentiments),
            task_types: list(Dimension::TaskType, options.task_types),
        }
    }
}

/// Where the server hands out the tasks of a report as CSV.
pub const CSV_PATH: &str = "/reports/task-overview.csv";

/// The Task Overview Report.
#[derive(Debug, Clone)]
pub struct TaskOverviewReport(Arc<TaskOverview>, String);

impl TaskOverviewReport {
    /// A report, with its filter as links have it.
    pub(crate) fn new(report: TaskOverview, link: String) -> Self {
        Self(Arc::new(report), link)
    }
}

/// The Task Overview Report.
#[Object]
impl TaskOverviewReport {
    /// Choices for the filter form; each list ignores its own condition.
    async fn filter_options(&self, ctx: &Context<'_>) -> Option<Result<TaskOverviewFilterOptions, ApiError>> {
        let options = session(ctx).task_overview_options(&self.0).await;
        Some(options.map(Into::into).map_err(Into::into))
    }

    /// When the numbers were taken (timestamp).
    async fn generated_at(&self) -> DateTime {
        DateTime(self.0.generated_at)
    }

    /// Rows by one dimension.
    async fn groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "The dimension.")] by: TaskOverviewDimension,
    ) -> Option<Result<TaskOverviewGroupConnection, ApiError>> {
        let read = async {
            let (asked, by) = (
                page_request(ListOf::report(ctx), first, last, after, before)?,
                by.into(),
            );
            let rows = session(ctx).task_overview_rows(&self.0, by, &asked.page).await?;
            Ok(TaskOverviewGroupConnection::new(&asked.list, &self.0, by, rows))
        };
        Some(read.await)
    }

    /// The completed tasks behind the numbers, newest first.
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
    ) -> Option<Result<TaskConnection, ApiError>> {
        let read = async {
            let asked = page_request(ListOf::report(ctx), first, last, after, before)?;
            listed(ctx, self.0.filter.clone(), TaskOverview::DRILL_DOWN, asked).await
        };
        Some(read.await)
    }

    /// Counts over as many days just before, under the same conditions (for a calendar month, quarter or year in full: over the one before); null when the span is open at its start.
    async fn previous_totals(&self, ctx: &Context<'_>) -> Option<Result<TaskOverviewTotals, ApiError>> {
        let totals = session(ctx).task_overview_previous_totals(&self.0).await;
        totals
            .map_err(ApiError::from)
            .map(|totals| totals.map(TaskOverviewTotals))
            .transpose()
    }

    /// Counts over all matching tasks.
    async fn totals(&self, ctx: &Context<'_>) -> Result<TaskOverviewTotals, ApiError> {
        Ok(TaskOverviewTotals(
            session(ctx).task_overview_totals(&self.0).await?,
        ))
    }

    /// First and last day counted, in the time zone of the report; an end is null when it is open.
    async fn completed_on(&self) -> DateRange {
        DateRange {
            first_date: self.0.days.first.map(Date),
            last_date: self.0.days.last.map(Date),
        }
    }

    /// Path, on this server, of the tasks behind the numbers as CSV; needs the same authorization.
    async fn csv_path(&self) -> String {
        format!("{CSV_PATH}?filter={}", self.1)
    }

    /// IANA name of the time zone that cut the days.
    async fn time_zone(&self) -> &str {
        self.0.time_zone.name()
    }
}
