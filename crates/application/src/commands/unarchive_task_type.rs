//! Bringing an archived task type back.

use domain::{
    Actor, InputPath, OutcomeId, TaskType, TaskTypeId, Version, fault::Checks, settings::OfferError,
};

use super::{
    Commands,
    create_task_type::check_active_room,
    known::{catalogue, missing},
};
use crate::errors::use_case_error;

/// Bring an archived task type back; while in force it comes with its outcomes.
#[derive(Debug, Clone)]
pub struct UnarchiveTaskType {
    /// Which task type.
    pub task_type: TaskTypeId,
    /// Outcomes to offer, in display order, while in force; none otherwise.
    pub outcomes: Option<Vec<OutcomeId>>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a task type was not brought back.
    pub enum UnarchiveTaskTypeError: Forbidden, FeatureDisabled, Stale, Input {}
}

impl Commands {
    /// Brings a task type back, at its old place. Not archived, nothing changes. Admins may.
    pub async fn unarchive_task_type(
        &self,
        actor: &Actor,
        cmd: UnarchiveTaskType,
    ) -> Result<TaskType, UnarchiveTaskTypeError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let mut settings = unit.settings().await?;
            let mut task_type = unit
                .task_type(cmd.task_type)
                .await?
                .ok_or_else(|| missing(cmd.task_type))?;
            task_type.version.check(cmd.expected_version)?;
            let now = self.clock.now();
            let Some(event) = task_type.unarchive(admin, now) else {
                return Ok(task_type);
            };
            let catalogue = catalogue(unit).await?;
            let mut checks = Checks::new();
            check_active_room(&catalogue, &mut checks);
            let path = InputPath::field("outcome_ids");
            let outcomes = cmd.outcomes.as_deref();
            match settings.add_task_type(admin, task_type.id, outcomes, &catalogue, &path) {
                Ok(()) => (),
                Err(OfferError::FeatureDisabled(_)) => return Err(UnarchiveTaskTypeError::FeatureDisabled),
                Err(OfferError::Input(faults)) => checks.add(faults),
            }
            checks.finish()?;
            unit.put_task_type(&task_type).await?;
            unit.put_settings(&settings).await?;
            let event = event.gained("outcomes", catalogue.labels(outcomes.unwrap_or_default()));
            self.record(unit, Some(actor.user), now, [event]).await?;
            Ok(task_type)
        })
        .await
    }
}
