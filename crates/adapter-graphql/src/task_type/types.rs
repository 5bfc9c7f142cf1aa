//! Task types as the API shows them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use crate::{
    errors::ApiError, ids, loaders, outcome::types::TaskOutcome, page::connection, scalars::DateTime,
};

/// A kind of task, such as "Call" or "Lunch".
#[derive(Debug, Clone)]
pub struct TaskType(pub(crate) Arc<domain::TaskType>);

impl From<domain::TaskType> for TaskType {
    fn from(task_type: domain::TaskType) -> Self {
        Self(Arc::new(task_type))
    }
}

/// A kind of task, such as "Call" or "Lunch".
#[Object]
impl TaskType {
    /// When the task type was archived (timestamp); null while it is in use.
    async fn archived_at(&self) -> Option<DateTime> {
        self.0.archived_at.map(DateTime)
    }

    /// When the task type was created (timestamp).
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// Globally unique, opaque id.
    pub(crate) async fn id(&self) -> ID {
        ids::encode(self.0.id.into())
    }

    /// Name of the task type; unique among the account's task types, archived ones included.
    async fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// Outcomes offered for tasks of this type, in display order: 1 to 20 while `ENABLED` and the type is active, none otherwise.
    async fn outcomes(&self, ctx: &Context<'_>) -> Result<Vec<TaskOutcome>, ApiError> {
        loaders::outcomes_of(ctx, self.0.id).await
    }

    /// When the task type was last changed (timestamp).
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// Version for optimistic locking.
    async fn version(&self) -> i32 {
        self.0.version.number()
    }
}

connection! {
    /// A task type and its cursor.
    edge TaskTypeEdge,
    /// A page of task types.
    connection TaskTypeConnection of TaskType,
    "The task type.", "Number of task types on all pages; null when counting would be too costly."
}
