//! Giving the task types another display order.

use std::collections::BTreeSet;

use domain::{
    Actor, Catalogue, Fault, Faults, InputPath, TaskType, TaskTypeId, Version,
    fault::{Checks, Invalid},
};

use super::{Commands, known::catalogue};
use crate::{errors::use_case_error, queries::must_exist};

/// Put all active task types into another order.
#[derive(Debug, Clone)]
pub struct ReorderTaskTypes {
    /// All active ones, in the new order.
    pub task_types: Vec<TaskTypeId>,
    /// The version of the settings the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why the task types were not put into another order.
    pub enum ReorderTaskTypesError: Forbidden, Stale, Input {}
}

impl Commands {
    /// Puts the active task types into another order and gives them in it; those in their place already stay as they
    /// are. Admins may.
    pub async fn reorder_task_types(
        &self,
        actor: &Actor,
        cmd: ReorderTaskTypes,
    ) -> Result<Vec<TaskType>, ReorderTaskTypesError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let mut settings = unit.settings().await?;
            settings.version().check(cmd.expected_version)?;
            let catalogue = catalogue(unit).await?;
            check(&cmd.task_types, &catalogue)?;
            let now = self.clock.now();
            let mut events = Vec::new();
            for (id, position) in places(&cmd.task_types, &catalogue) {
                let mut task_type = must_exist(unit.task_type(id).await?, "a task type")?;
                if let Some(event) = task_type.shift(admin, position, now) {
                    unit.put_task_type(&task_type).await?;
                    events.push(event);
                }
            }
            if !events.is_empty() {
                settings.task_types_moved(admin);
                unit.put_settings(&settings).await?;
                self.record(unit, Some(actor.user), now, events).await?;
            }
            let mut ordered = unit.task_types().await?;
            ordered.retain(TaskType::is_active);
            Ok::<_, ReorderTaskTypesError>(ordered)
        })
        .await
    }
}

/// Which types get another place, by id: the places there are, in the new order of the types.
fn places(wanted: &[TaskTypeId], catalogue: &Catalogue) -> Vec<(TaskTypeId, i32)> {
    let active = catalogue.active_task_types();
    let pairs = wanted.iter().zip(&active);
    let moved = pairs.filter(|(id, present)| **id != present.id);
    let mut places: Vec<_> = moved.map(|(id, present)| (*id, present.position)).collect();
    places.sort_unstable();
    places
}

fn check(wanted: &[TaskTypeId], catalogue: &Catalogue) -> Result<(), Faults> {
    let path = InputPath::field("ids");
    let mut checks = Checks::new();
    let mut seen = BTreeSet::new();
    for (index, id) in wanted.iter().enumerate() {
        let fault = match catalogue.task_type(*id) {
            None => Fault::NotFound((*id).into()),
            Some(_) if !seen.insert(*id) => Fault::Repeated,
            Some(task_type) if !task_type.is_active() => Fault::Archived,
            Some(_) => continue,
        };
        checks.fault(path.at(index), fault);
    }
    let active = catalogue.active_task_types();
    if active.iter().any(|task_type| !seen.contains(&task_type.id)) {
        checks.fault(path, Fault::Invalid(Invalid::NotAllTaskTypes));
    }
    checks.finish()
}
