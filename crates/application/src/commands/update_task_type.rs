//! Renaming a task type.

use domain::{Actor, Faults, InputPath, Patch, TaskType, TaskTypeId, Version, text::TypeName};

use super::{Commands, known::missing};
use crate::errors::use_case_error;

/// Rename a task type; what is kept stays.
#[derive(Debug, Clone)]
pub struct UpdateTaskType {
    /// Which task type.
    pub task_type: TaskTypeId,
    /// New name.
    pub name: Patch<String>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a task type was not changed.
    pub enum UpdateTaskTypeError: Forbidden, Stale, Input {
        /// This one has the name already, archived or not.
        Taken(Box<TaskType>),
    }
}

impl Commands {
    /// Renames a task type. Admins may.
    pub async fn update_task_type(
        &self,
        actor: &Actor,
        cmd: UpdateTaskType,
    ) -> Result<TaskType, UpdateTaskTypeError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let mut task_type = unit
                .task_type(cmd.task_type)
                .await?
                .ok_or_else(|| missing(cmd.task_type))?;
            task_type.version.check(cmd.expected_version)?;
            let name = cmd.name.as_option().map(|name| TypeName::parse(name)).transpose();
            let name = name.map_err(|fault| Faults::one(InputPath::field("name"), fault))?;
            let Some(name) = name else { return Ok(task_type) };
            if let Some(existing) = unit.task_type_with_key(&name.key()).await?
                && existing.id != task_type.id
            {
                return Err(UpdateTaskTypeError::Taken(Box::new(existing)));
            }
            let now = self.clock.now();
            if let Some(event) = task_type.rename(admin, name, now) {
                unit.put_task_type(&task_type).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(task_type)
        })
        .await
    }
}
