//! Outcomes as the API shows them.

use std::sync::Arc;

use application::queries::catalogue::OutcomeUsage;
use async_graphql::{Context, Enum, ID, Object, SimpleObject};

use crate::{
    context::int, errors::ApiError, ids, loaders, page::connection, scalars::DateTime,
    task_type::types::TaskType,
};

/// How an outcome is judged in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub enum TaskOutcomeSentiment {
    /// A bad result.
    Negative,
    #[default]
    /// Neither good nor bad (the default).
    Neutral,
    /// A good result.
    Positive,
}

impl From<domain::Sentiment> for TaskOutcomeSentiment {
    fn from(sentiment: domain::Sentiment) -> Self {
        match sentiment {
            domain::Sentiment::Negative => Self::Negative,
            domain::Sentiment::Neutral => Self::Neutral,
            domain::Sentiment::Positive => Self::Positive,
        }
    }
}

impl From<TaskOutcomeSentiment> for domain::Sentiment {
    fn from(sentiment: TaskOutcomeSentiment) -> Self {
        match sentiment {
            TaskOutcomeSentiment::Negative => Self::Negative,
            TaskOutcomeSentiment::Neutral => Self::Neutral,
            TaskOutcomeSentiment::Positive => Self::Positive,
        }
    }
}

/// A possible result of a task, such as "Meeting scheduled".
#[derive(Debug, Clone)]
pub struct TaskOutcome(pub(crate) Arc<domain::TaskOutcome>);

impl From<domain::TaskOutcome> for TaskOutcome {
    fn from(outcome: domain::TaskOutcome) -> Self {
        Self(Arc::new(outcome))
    }
}

/// A possible result of a task, such as "Meeting scheduled".
#[Object]
impl TaskOutcome {
    /// When the outcome was archived (timestamp); null while it is in use.
    async fn archived_at(&self) -> Option<DateTime> {
        self.0.archived_at.map(DateTime)
    }

    /// When the outcome was created (timestamp).
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// Globally unique, opaque id.
    pub(crate) async fn id(&self) -> ID {
        ids::encode(self.0.id.into())
    }

    /// What the team reads when it completes a task; unique among the account's outcomes, archived ones included.
    async fn label(&self) -> &str {
        self.0.label.as_str()
    }

    /// How reports judge the outcome.
    async fn sentiment(&self) -> TaskOutcomeSentiment {
        self.0.sentiment.into()
    }

    /// Task types that offer this outcome, at most 100.
    async fn task_types(&self, ctx: &Context<'_>) -> Result<Vec<TaskType>, ApiError> {
        loaders::task_types_of(ctx, self.0.id).await
    }

    /// When the outcome was last changed (timestamp).
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// Version for optimistic locking.
    async fn version(&self) -> i32 {
        self.0.version.number()
    }

    /// When to choose this outcome, in a sentence; null when not given.
    async fn description(&self) -> Option<&str> {
        self.0
            .description
            .as_ref()
            .map(domain::text::OutcomeDescription::as_str)
    }

    /// The outcome that this one was merged into; null unless merged.
    async fn merged_into(&self, ctx: &Context<'_>) -> Option<Result<TaskOutcome, ApiError>> {
        loaders::outcome(ctx, self.0.merged_into?).await.transpose()
    }

    /// How much the outcome is used.
    async fn usage(&self, ctx: &Context<'_>) -> Option<Result<TaskOutcomeUsage, ApiError>> {
        let usage = loaders::outcome_usage(ctx, self.0.id).await;
        Some(usage.and_then(TaskOutcomeUsage::of))
    }
}

/// How much an outcome is used: tasks whose present completion has it, so counts follow corrections and reopened tasks.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct TaskOutcomeUsage {
    /// Tasks completed with it.
    completed_count: i32,
    /// Tasks completed with it in the last 90 days.
    #[graphql(name = "completedLast90DaysCount")]
    completed_last_90_days_count: i32,
    /// When a task was last completed with it (timestamp); null when never.
    last_completed_at: Option<DateTime>,
}

impl TaskOutcomeUsage {
    fn of(usage: OutcomeUsage) -> Result<Self, ApiError> {
        Ok(Self {
            completed_count: int(usage.completed)?,
            completed_last_90_days_count: int(usage.recently)?,
            last_completed_at: usage.last_completed_at.map(DateTime),
        })
    }
}

connection! {
    /// An outcome and its cursor.
    edge TaskOutcomeEdge,
    /// A page of outcomes.
    connection TaskOutcomeConnection of TaskOutcome,
    "The outcome.", "Number of outcomes on all pages; null when counting would be too costly."
}
