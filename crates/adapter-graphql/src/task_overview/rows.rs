//! Rows of the report: pages, keys, and the tasks behind each.

use std::sync::Arc;

use application::queries::task_overview::{Dimension, Row, RowKey, Rows, TaskOverview};
use async_graphql::{Context, Object, SimpleObject};

use super::{input::TaskOverviewDimension, types::TaskOverviewTotals};
use crate::{
    context::{int, language},
    errors::ApiError,
    loaders,
    outcome::types::{TaskOutcome, TaskOutcomeSentiment},
    page::{ListOf, PageInfo, page_request},
    scalars::Date,
    subject::TaskSubjectKind,
    task::{query::listed, types::TaskConnection},
    task_type::types::TaskType,
    text,
    user::types::User,
};

/// A value of a dimension: exactly one of the fields is set, and none when tasks have no value.
#[derive(Debug, Clone, Default, SimpleObject)]
pub struct TaskOverviewKey {
    /// First day of the day, week, month, quarter or year.
    date: Option<Date>,
    /// For `OUTCOME`.
    outcome: Option<TaskOutcome>,
    /// For `RELATES_TO`.
    relates_to: Option<TaskSubjectKind>,
    /// For `SENTIMENT`.
    sentiment: Option<TaskOutcomeSentiment>,
    /// For `TASK_TYPE`.
    task_type: Option<TaskType>,
    /// For `OWNER` and `COMPLETED_BY`.
    user: Option<User>,
}

impl TaskOverviewKey {
    pub(crate) fn of(value: &RowKey) -> Self {
        let none = Self::default();
        match value {
            RowKey::Date(day) => Self {
                date: Some(Date(*day)),
                ..none
            },
            RowKey::Outcome(outcome) => Self {
                outcome: outcome.clone().map(TaskOutcome::from),
                ..none
            },
            RowKey::Recorded(outcome, _) => Self {
                outcome: Some(outcome.clone().into()),
                ..none
            },
            RowKey::RelatesTo(kind) => Self {
                relates_to: Some((*kind).into()),
                ..none
            },
            RowKey::Sentiment(sentiment) => Self {
                sentiment: sentiment.map(Into::into),
                ..none
            },
            RowKey::TaskType(task_type) => Self {
                task_type: Some(task_type.clone().into()),
                ..none
            },
            RowKey::User(user) => Self {
                user: user.clone().map(User::from),
                ..none
            },
        }
    }
}

/// One row of the report: the tasks that share a value of the dimension.
pub struct TaskOverviewGroup {
    report: Arc<TaskOverview>,
    by: Dimension,
    row: Row,
    list: ListOf,
}

/// One row of the report: the tasks that share a value of the dimension.
#[Object]
impl TaskOverviewGroup {
    /// The same tasks split by a second dimension.
    async fn breakdown(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "The second dimension.")] by: TaskOverviewDimension,
    ) -> Option<Result<TaskOverviewGroupConnection, ApiError>> {
        let read = async {
            let (asked, and) = (
                page_request(self.list.clone(), first, last, after, before)?,
                by.into(),
            );
            let breakdown = loaders::breakdown(ctx, &self.report, self.by, and).await?;
            let rows = breakdown.rows(&self.report, &self.row.key, &asked.page)?;
            let within = Arc::new(breakdown.report_within(&self.report, &self.row.key));
            Ok(TaskOverviewGroupConnection::new(&asked.list, &within, and, rows))
        };
        Some(read.await)
    }

    /// The shared value.
    async fn key(&self) -> TaskOverviewKey {
        TaskOverviewKey::of(&self.row.value)
    }

    /// Name of the row for display, in the language of the request.
    async fn label(&self, ctx: &Context<'_>) -> String {
        text::row_label(language(ctx), self.by, &self.row.value)
    }

    /// Counts of the row.
    async fn totals(&self) -> TaskOverviewTotals {
        TaskOverviewTotals(self.row.totals)
    }

    /// Whether the outcome, task type or user is archived or inactive, or the outcome no longer offered for the chosen task types.
    async fn is_inactive(&self) -> bool {
        self.row.is_inactive
    }

    /// The completed tasks behind the row, newest first.
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
            let asked = page_request(self.list.clone(), first, last, after, before)?;
            listed(
                ctx,
                self.report.behind(self.by, &self.row.key),
                TaskOverview::DRILL_DOWN,
                asked,
            )
            .await
        };
        Some(read.await)
    }
}

/// A row of the report and its cursor.
#[derive(SimpleObject)]
pub struct TaskOverviewGroupEdge {
    /// Opaque cursor of the edge.
    cursor: String,
    /// The row.
    node: TaskOverviewGroup,
}

/// A page of rows of the report: spans of time in order, without gaps; everything else largest first.
pub struct TaskOverviewGroupConnection {
    /// Edges of the page.
    edges: Vec<TaskOverviewGroupEdge>,
    has_next_page: bool,
    has_previous_page: bool,
    count: usize,
    /// Counts of all rows that are not on this page, so that page and remainder add up to the totals.
    remainder: TaskOverviewTotals,
}

impl TaskOverviewGroupConnection {
    pub(crate) fn new(list: &ListOf, report: &Arc<TaskOverview>, by: Dimension, rows: Rows) -> Self {
        let edge = |row: Row| {
            let cursor = by.cursor(&row.key);
            TaskOverviewGroupEdge {
                cursor: list.encode(&cursor),
                node: TaskOverviewGroup {
                    report: Arc::clone(report),
                    by,
                    row,
                    list: list.row(&cursor),
                },
            }
        };
        Self {
            edges: rows.page.items.into_iter().map(edge).collect(),
            has_next_page: rows.page.has_next_page,
            has_previous_page: rows.page.has_previous_page,
            count: rows.count,
            remainder: TaskOverviewTotals(rows.remainder),
        }
    }
}

/// A page of rows of the report: spans of time in order, without gaps; everything else largest first.
#[Object]
impl TaskOverviewGroupConnection {
    /// Edges of the page.
    async fn edges(&self) -> &Vec<TaskOverviewGroupEdge> {
        &self.edges
    }

    /// Nodes of the page, for clients that need no cursors.
    async fn nodes(&self) -> Vec<&TaskOverviewGroup> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Paging facts.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            end_cursor: self.edges.last().map(|edge| edge.cursor.clone()),
            has_next_page: self.has_next_page,
            has_previous_page: self.has_previous_page,
            start_cursor: self.edges.first().map(|edge| edge.cursor.clone()),
        }
    }

    /// Number of rows on all pages; null when counting would be too costly.
    async fn total_count(&self) -> Option<Result<i32, ApiError>> {
        Some(int(self.count))
    }

    /// Counts of all rows that are not on this page, so that page and remainder add up to the totals.
    async fn remainder(&self) -> TaskOverviewTotals {
        self.remainder
    }
}
