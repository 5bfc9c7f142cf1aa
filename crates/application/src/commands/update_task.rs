//! Changing an open task.

use domain::{
    Actor, Due, InputPath, Patch, Task, TaskId, TaskType, TaskTypeId, UserId, Version,
    fault::{Checks, Fault, Faults},
    task::TaskChanges,
    text::{Description, TaskTitle},
};
use jiff::{Timestamp, civil::Date};

use super::{
    Commands,
    known::{check_owner, missing, owner_changed, time_zone},
    task_fields::{check_task_type, due_field},
};
use crate::{StoreError, Unit, errors::use_case_error};

/// Change an open task; what is kept stays.
#[derive(Debug, Clone)]
pub struct UpdateTask {
    /// Which task.
    pub task: TaskId,
    /// New title.
    pub title: Patch<String>,
    /// New description.
    pub description: Patch<Option<String>>,
    /// New type.
    pub task_type: Patch<TaskTypeId>,
    /// New owner.
    pub owner: Patch<Option<UserId>>,
    /// New due day; setting it clears the moment.
    pub due_on: Patch<Option<Date>>,
    /// New due moment; setting it clears the day.
    pub due_at: Patch<Option<Timestamp>>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a task was not changed.
    pub enum UpdateTaskError: Stale, Input {
        /// It has been completed; the task as it is.
        AlreadyCompleted(Box<Task>),
    }
}

impl Commands {
    /// Changes an open task. Everyone of the account may.
    pub async fn update_task(&self, actor: &Actor, cmd: UpdateTask) -> Result<Task, UpdateTaskError> {
        self.in_unit(actor.account, async |unit| {
            let mut checks = Checks::new();
            let new_type = match cmd.task_type {
                Patch::Set(id) => {
                    check_task_type(unit, id, InputPath::field("task_type_id"), &mut checks).await?
                }
                Patch::Keep => None,
            };
            let mut task = unit.task(cmd.task).await?.ok_or_else(|| missing(cmd.task))?;
            task.version.check(cmd.expected_version)?;
            if cmd.owner.as_option().is_some_and(|owner| *owner != task.owner) {
                check_owner(
                    unit,
                    cmd.owner.clone().or(None),
                    InputPath::field("owner_id"),
                    &mut checks,
                )
                .await?;
            }
            let changes = changes(&cmd, &task, checks)?;
            let (zone, now, before) = (time_zone(unit).await?, self.clock.now(), task.clone());
            let completed = |_| UpdateTaskError::AlreadyCompleted(Box::new(before.clone()));
            if let Some(event) = task.update(changes, &zone, now).map_err(completed)? {
                let event = owner_changed(unit, event, before.owner, task.owner).await?;
                let event = type_changed(unit, event, before.task_type, new_type.as_ref()).await?;
                unit.put_tasks(std::slice::from_ref(&task)).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(task)
        })
        .await
    }
}

fn changes(cmd: &UpdateTask, task: &Task, mut checks: Checks) -> Result<TaskChanges, Faults> {
    let title = cmd.title.as_option().map(|title| TaskTitle::parse(title));
    let title = checks.take_opt(InputPath::field("title"), title);
    let description = match cmd.description.as_option() {
        Some(Some(text)) => checks.take(InputPath::field("description"), Description::parse(text)),
        Some(None) => Some(None),
        None => None,
    };
    let on = cmd.due_on.as_option().copied().flatten();
    let at = cmd.due_at.as_option().copied().flatten();
    let due = checks.take(InputPath::field(due_field(on, at)), due(on, at, cmd, task));
    checks.finish()?;
    Ok(TaskChanges {
        title: Patch::from_option(title),
        description: Patch::from_option(description),
        task_type: cmd.task_type.clone(),
        owner: cmd.owner.clone(),
        due: due.unwrap_or_default(),
    })
}

/// Setting one of day and moment clears the other; clearing one clears only what is of its kind.
fn due(
    on: Option<Date>,
    at: Option<Timestamp>,
    cmd: &UpdateTask,
    task: &Task,
) -> Result<Patch<Option<Due>>, Fault> {
    let is_cleared = match task.due {
        Some(Due::On(_)) => cmd.due_on == Patch::Set(None),
        Some(Due::At(_)) => cmd.due_at == Patch::Set(None),
        None => false,
    };
    match (on, at) {
        (None, None) if is_cleared => Ok(Patch::Set(None)),
        (None, None) => Ok(Patch::Keep),
        (Some(_), _) | (_, Some(_)) => Ok(Patch::Set(Due::parse(on, at)?)),
    }
}

/// Adds to an event that the type changed, with the names of that moment.
pub(super) async fn type_changed(
    unit: &mut Unit,
    event: domain::Event,
    before: TaskTypeId,
    after: Option<&TaskType>,
) -> Result<domain::Event, StoreError> {
    match after {
        Some(after) if after.id != before => {
            let all = unit.task_types().await?;
            let before = all.iter().find(|task_type| task_type.id == before);
            let name = |task_type: &TaskType| task_type.name.as_str().to_owned();
            Ok(event.changed("type", before.map(name), Some(name(after))))
        }
        Some(_) | None => Ok(event),
    }
}
