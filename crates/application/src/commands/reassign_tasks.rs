//! Giving several open tasks to another owner in one step.

use domain::{
    Actor, Event, InputPath, Patch, Task, TaskId, TimeZone, UserId, fault::Checks, task::TaskChanges,
};
use jiff::Timestamp;

use super::{
    Commands,
    known::{OwnerNames, check_owner, time_zone},
    several_tasks::named_tasks,
};
use crate::{StoreError, errors::use_case_error};

/// Give up to 100 open tasks to another owner, all or nothing.
#[derive(Debug, Clone)]
pub struct ReassignTasks {
    /// Which tasks.
    pub tasks: Vec<TaskId>,
    /// The new owner; nobody when none.
    pub owner: Option<UserId>,
}

use_case_error! {
    /// Why none of the tasks was given to another owner.
    pub enum ReassignTasksError: Input {
        /// These have been completed: their places in the input, in order, and how they are.
        AlreadyCompleted(Vec<(usize, Task)>),
    }
}

impl Commands {
    /// Gives tasks to another owner; they come back in the order of the input. Everyone of the account may.
    pub async fn reassign_tasks(
        &self,
        actor: &Actor,
        cmd: ReassignTasks,
    ) -> Result<Vec<Task>, ReassignTasksError> {
        self.in_unit(actor.account, async |unit| {
            let mut checks = Checks::new();
            let mut tasks = named_tasks(unit, &cmd.tasks, &mut checks).await?;
            check_owner(unit, cmd.owner, InputPath::field("owner_id"), &mut checks).await?;
            checks.finish()?;
            refuse_completed(&tasks)?;
            let (zone, now) = (time_zone(unit).await?, self.clock.now());
            let owners = tasks.iter().map(|task| task.owner).chain([cmd.owner]);
            let names = OwnerNames::of(unit, owners).await?;
            let (mut changed, mut events) = (Vec::new(), Vec::new());
            for task in &mut tasks {
                let before = task.owner;
                if let Some(event) = give(task, cmd.owner, &zone, now)? {
                    events.push(names.tell(event, before, cmd.owner));
                    changed.push(task.clone());
                }
            }
            if !changed.is_empty() {
                unit.put_tasks(&changed).await?;
            }
            self.record(unit, Some(actor.user), now, events).await?;
            Ok(tasks)
        })
        .await
    }
}

fn refuse_completed(tasks: &[Task]) -> Result<(), ReassignTasksError> {
    let completed = tasks.iter().enumerate().filter(|(_, task)| !task.is_open());
    let completed: Vec<(usize, Task)> = completed.map(|(index, task)| (index, task.clone())).collect();
    if completed.is_empty() {
        Ok(())
    } else {
        Err(ReassignTasksError::AlreadyCompleted(completed))
    }
}

/// `None` when it is theirs already.
fn give(
    task: &mut Task,
    owner: Option<UserId>,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Option<Event>, StoreError> {
    let changes = TaskChanges {
        owner: Patch::Set(owner),
        ..TaskChanges::default()
    };
    // Completed ones were refused before, and the tasks are locked.
    task.update(changes, zone, now).map_err(|_| StoreError::Conflict)
}
