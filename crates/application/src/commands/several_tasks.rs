//! What use cases on several tasks have in common: they are named in a list, and all of them change or none does.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    InputPath, Task, TaskId,
    fault::{Checks, Fault},
};

use super::known::check_number;
use crate::{StoreError, Unit};

/// How many tasks one step can change.
pub const MAXIMUM_TASKS: usize = 100;

/// The named tasks in the order of the input; all stay locked. Every id that is unknown or stands twice is a fault.
pub(super) async fn named_tasks(
    unit: &mut Unit,
    ids: &[TaskId],
    checks: &mut Checks,
) -> Result<Vec<Task>, StoreError> {
    let place = InputPath::field("ids");
    if let Err(faults) = check_number(ids.len(), MAXIMUM_TASKS, &place) {
        checks.add(faults);
        return Ok(Vec::new());
    }
    let found = unit.tasks(ids).await?.into_iter();
    let mut found: BTreeMap<TaskId, Task> = found.map(|task| (task.id, task)).collect();
    let (mut seen, mut tasks) = (BTreeSet::new(), Vec::with_capacity(ids.len()));
    for (index, id) in ids.iter().enumerate() {
        match found.remove(id) {
            _ if !seen.insert(*id) => checks.fault(place.at(index), Fault::Repeated),
            Some(task) => tasks.push(task),
            None => checks.fault(place.at(index), Fault::NotFound((*id).into())),
        }
    }
    Ok(tasks)
}
