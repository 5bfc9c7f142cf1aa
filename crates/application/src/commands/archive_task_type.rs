//! Withdrawing a task type; its open tasks move to another one first.

use domain::{
    Actor, AssignedOutcomes, Event, Faults, InputPath, Patch, Task, TaskType, TaskTypeId, Version,
    fault::{Checks, Fault, Invalid},
    task::TaskChanges,
};
use jiff::Timestamp;

use super::{
    Commands,
    known::{catalogue, missing, time_zone},
};
use crate::{StoreError, Unit, errors::use_case_error};

/// Withdraw a task type.
#[derive(Debug, Clone)]
pub struct ArchiveTaskType {
    /// Which task type.
    pub task_type: TaskTypeId,
    /// An active one that takes over the open tasks.
    pub move_open_tasks_to: Option<TaskTypeId>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

/// A task type was withdrawn.
#[derive(Debug, Clone)]
pub struct ArchivedTaskType {
    /// The archived task type.
    pub task_type: TaskType,
    /// How many open tasks moved.
    pub moved_tasks: usize,
}

use_case_error! {
    /// Why a task type was not archived.
    pub enum ArchiveTaskTypeError: Forbidden, Stale, Input {
        /// So many tasks of it are open, and none was named to move them to.
        HasOpenTasks(usize),
    }
}

impl Commands {
    /// Archives a task type. Archived already, nothing changes. Admins may.
    pub async fn archive_task_type(
        &self,
        actor: &Actor,
        cmd: ArchiveTaskType,
    ) -> Result<ArchivedTaskType, ArchiveTaskTypeError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let mut settings = unit.settings().await?;
            let (task_type, target) = lock(unit, &cmd).await?;
            let mut task_type = task_type.ok_or_else(|| missing(cmd.task_type))?;
            task_type.version.check(cmd.expected_version)?;
            let open = open_tasks_to_move(unit, &task_type, target.as_ref()).await?;
            let now = self.clock.now();
            let Some(archived) = task_type.archive(admin, now) else {
                return Ok(ArchivedTaskType {
                    task_type,
                    moved_tasks: 0,
                });
            };
            check(unit, &cmd, target.as_ref()).await?;
            let mut events = match &target {
                Some(target) => move_tasks(unit, open, &task_type, target, now).await?,
                None => refuse_open_tasks(unit, task_type.id).await?,
            };
            let moved_tasks = events.len();
            let offered = settings
                .assignments()
                .get(&task_type.id)
                .map(AssignedOutcomes::as_slice);
            let offered = catalogue(unit).await?.labels(offered.unwrap_or_default());
            events.push(archived.lost("outcomes", offered));
            settings.remove_task_type(admin, task_type.id);
            unit.put_task_type(&task_type).await?;
            unit.put_settings(&settings).await?;
            self.record(unit, Some(actor.user), now, events).await?;
            Ok(ArchivedTaskType {
                task_type,
                moved_tasks,
            })
        })
        .await
    }
}

/// Locks both task types in the order of their ids.
async fn lock(
    unit: &mut Unit,
    cmd: &ArchiveTaskType,
) -> Result<(Option<TaskType>, Option<TaskType>), StoreError> {
    match cmd.move_open_tasks_to.filter(|target| *target != cmd.task_type) {
        None => Ok((unit.task_type(cmd.task_type).await?, None)),
        Some(target) if target < cmd.task_type => {
            let target = unit.task_type_to_open_in(target).await?;
            Ok((unit.task_type(cmd.task_type).await?, target))
        }
        Some(target) => {
            let task_type = unit.task_type(cmd.task_type).await?;
            Ok((task_type, unit.task_type_to_open_in(target).await?))
        }
    }
}

async fn check(
    unit: &mut Unit,
    cmd: &ArchiveTaskType,
    target: Option<&TaskType>,
) -> Result<(), ArchiveTaskTypeError> {
    let mut checks = Checks::new();
    let active = unit
        .task_types()
        .await?
        .into_iter()
        .filter(TaskType::is_active)
        .count();
    if active <= 1 {
        checks.fault(InputPath::field("id"), Fault::LastTaskType);
    }
    let path = InputPath::field("move_open_tasks_to_id");
    match (cmd.move_open_tasks_to, target) {
        (Some(id), _) if id == cmd.task_type => checks.fault(path, Fault::Invalid(Invalid::SameTaskType)),
        (Some(id), None) => checks.fault(path, Fault::NotFound(id.into())),
        (Some(_), Some(target)) if !target.is_active() => checks.fault(path, Fault::Archived),
        (Some(_), Some(_)) | (None, _) => (),
    }
    checks.finish().map_err(|faults: Faults| faults.into())
}

/// Locked before the time is taken, so that the history tells the changes of a task in their order.
async fn open_tasks_to_move(
    unit: &mut Unit,
    from: &TaskType,
    to: Option<&TaskType>,
) -> Result<Vec<Task>, StoreError> {
    match to {
        None => Ok(Vec::new()),
        Some(_) => unit.open_tasks(from.id).await,
    }
}

async fn move_tasks(
    unit: &mut Unit,
    mut tasks: Vec<Task>,
    from: &TaskType,
    to: &TaskType,
    now: Timestamp,
) -> Result<Vec<Event>, StoreError> {
    let zone = time_zone(unit).await?;
    let name = |task_type: &TaskType| Some(task_type.name.as_str().to_owned());
    let mut events = Vec::with_capacity(tasks.len());
    for task in &mut tasks {
        let changes = TaskChanges {
            task_type: Patch::Set(to.id),
            ..TaskChanges::default()
        };
        let event = task
            .update(changes, &zone, now)
            .map_err(|_| StoreError::Conflict)?;
        events.extend(event.map(|event| event.changed("type", name(from), name(to))));
    }
    if !tasks.is_empty() {
        unit.put_tasks(&tasks).await?;
    }
    Ok(events)
}

async fn refuse_open_tasks(
    unit: &mut Unit,
    task_type: TaskTypeId,
) -> Result<Vec<Event>, ArchiveTaskTypeError> {
    match unit.open_task_count(task_type).await? {
        0 => Ok(Vec::new()),
        open => Err(ArchiveTaskTypeError::HasOpenTasks(open)),
    }
}
