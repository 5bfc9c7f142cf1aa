//! Taking a task from view.

use domain::{Actor, TaskId, Version, task::Deleted};

use super::Commands;
use crate::errors::use_case_error;

/// Delete a task; the history keeps what was done with it.
#[derive(Debug, Clone)]
pub struct DeleteTask {
    /// Which task.
    pub task: TaskId,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a task was not deleted.
    pub enum DeleteTaskError: Forbidden, Stale {
        /// There is no such task.
        NotFound(TaskId),
    }
}

impl Commands {
    /// Deletes a task: an open one its owner, its creator and admins may, a completed one admins. Its completion no
    /// longer counts.
    pub async fn delete_task(&self, actor: &Actor, cmd: DeleteTask) -> Result<TaskId, DeleteTaskError> {
        self.in_unit(actor.account, async |unit| {
            let task = unit.task(cmd.task).await?;
            let mut task = task.ok_or(DeleteTaskError::NotFound(cmd.task))?;
            task.may_delete(actor)?;
            task.version.check(cmd.expected_version)?;
            let Deleted { superseded, event } = task.delete(actor, self.clock.now())?;
            if let Some(completion) = superseded {
                unit.supersede_completion(completion, task.updated_at).await?;
            }
            unit.delete_task(&task).await?;
            self.record(unit, Some(actor.user), task.updated_at, [event])
                .await?;
            Ok(task.id)
        })
        .await
    }
}
