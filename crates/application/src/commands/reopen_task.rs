//! Opening a completed task again.

use domain::{
    Actor, InputPath, Task, TaskId, TaskTypeId, Version, fault::Checks, task::ReopenError, text::Reason,
};

use super::{
    Commands,
    known::{missing, time_zone},
    task_fields::check_task_type,
    update_task::type_changed,
};
use crate::{StoreError, errors::use_case_error};

/// Open a completed task again; the history keeps how it was completed.
#[derive(Debug, Clone)]
pub struct ReopenTask {
    /// Which task.
    pub task: TaskId,
    /// Why.
    pub reason: Option<String>,
    /// An active type; needed when the task's own is archived.
    pub task_type: Option<TaskTypeId>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a task was not opened again.
    pub enum ReopenTaskError: Forbidden, Stale, Input {
        /// It is open; the task as it is.
        NotCompleted(Box<Task>),
    }
}

impl Commands {
    /// Opens a completed task again. Its completer, its owner at that moment and admins may.
    pub async fn reopen_task(&self, actor: &Actor, cmd: ReopenTask) -> Result<Task, ReopenTaskError> {
        self.in_unit(actor.account, async |unit| {
            let mut checks = Checks::new();
            let place = InputPath::field("task_type_id");
            let own = unit
                .type_of_task(cmd.task)
                .await?
                .ok_or_else(|| missing(cmd.task))?;
            let task_type = check_task_type(unit, cmd.task_type.unwrap_or(own), place, &mut checks).await?;
            let mut task = unit.task(cmd.task).await?.ok_or_else(|| missing(cmd.task))?;
            if task.task_type != own {
                return Err(StoreError::Conflict.into()); // changed between the two reads: start anew
            }
            let may = task.may_reopen(actor).map(|_| ());
            if let Err(ReopenError::Forbidden(forbidden)) = may {
                return Err(forbidden.into());
            }
            task.version.check(cmd.expected_version)?;
            let reason = cmd.reason.as_deref().map(Reason::parse);
            let reason = checks.take_opt(InputPath::field("reason"), reason).flatten();
            let task_type = checks.finish_with(task_type)?;
            let (zone, now) = (time_zone(unit).await?, self.clock.now());
            let (superseded, event) = match task.reopen(actor, task_type.id, reason, &zone, now) {
                Ok(reopened) => reopened,
                Err(ReopenError::Forbidden(forbidden)) => return Err(forbidden.into()),
                Err(ReopenError::NotCompleted) => return Err(ReopenTaskError::NotCompleted(Box::new(task))),
            };
            let event = type_changed(unit, event, own, Some(&task_type)).await?;
            unit.supersede_completion(superseded, task.updated_at).await?;
            unit.put_tasks(std::slice::from_ref(&task)).await?;
            self.record(unit, Some(actor.user), task.updated_at, [event])
                .await?;
            Ok(task)
        })
        .await
    }
}
