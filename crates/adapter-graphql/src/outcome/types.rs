//! Outcomes as the API shows them.

use async_graphql::{Context, Enum, ID, Object};

use crate::{
    errors::ApiError, ids, loaders, page::connection, scalars::DateTime, task_type::types::TaskType,
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
pub struct TaskOutcome(pub(crate) domain::TaskOutcome);

impl From<domain::TaskOutcome> for TaskOutcome {
    fn from(outcome: domain::TaskOutcome) -> Self {
        Self(outcome)
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
}

connection! {
    /// An outcome and its cursor.
    edge TaskOutcomeEdge,
    /// A page of outcomes.
    connection TaskOutcomeConnection of TaskOutcome,
    "The outcome.", "Number of outcomes on all pages; null when counting would be too costly."
}
