//! Deleting a task type that was never used.

use domain::{Actor, AssignedOutcomes, Fault, Faults, InputPath, TaskTypeId, Version};

use super::{
    Commands,
    known::{catalogue, missing},
};
use crate::errors::use_case_error;

/// Delete a task type for good.
#[derive(Debug, Clone)]
pub struct DeleteTaskType {
    /// Which task type.
    pub task_type: TaskTypeId,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a task type was not deleted.
    pub enum DeleteTaskTypeError: Forbidden, Stale, Input {
        /// So many tasks ever had it.
        InUse(usize),
    }
}

impl Commands {
    /// Deletes a task type that no task ever had, deleted tasks included. Admins may.
    pub async fn delete_task_type(
        &self,
        actor: &Actor,
        cmd: DeleteTaskType,
    ) -> Result<TaskTypeId, DeleteTaskTypeError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let mut settings = unit.settings().await?;
            let task_type = unit
                .task_type(cmd.task_type)
                .await?
                .ok_or_else(|| missing(cmd.task_type))?;
            task_type.version.check(cmd.expected_version)?;
            let catalogue = catalogue(unit).await?;
            if task_type.is_active() && catalogue.active_task_types().len() == 1 {
                return Err(Faults::one(InputPath::field("id"), Fault::LastTaskType).into());
            }
            let used = unit.tasks_ever_of(task_type.id).await?;
            if used > 0 {
                return Err(DeleteTaskTypeError::InUse(used));
            }
            let offered = settings.assignments().get(&task_type.id);
            let offered = catalogue.labels(offered.map_or(&[], AssignedOutcomes::as_slice));
            settings.forget_task_type(admin, task_type.id);
            unit.put_settings(&settings).await?;
            unit.delete_task_type(task_type.id).await?;
            let event = task_type.deleted(admin).lost("outcomes", offered);
            let now = self.clock.now();
            self.record(unit, Some(actor.user), now, [event]).await?;
            Ok(task_type.id)
        })
        .await
    }
}
