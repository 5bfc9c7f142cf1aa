//! Switching Task Outcomes on.

use domain::{
    Actor, InputPath, TaskSettings, TaskTypeId, Version,
    settings::{EnableError, RequestedAssignment},
};

use super::{Commands, known::catalogue, save_task_type_outcomes::check_count};
use crate::errors::use_case_error;

/// Switch Task Outcomes on; with complete assignments also put them to work.
#[derive(Debug, Clone, Default)]
pub struct EnableTaskOutcomes {
    /// What every active task type shall offer; may be saved later.
    pub assignments: Option<Vec<RequestedAssignment>>,
    /// The version of the settings the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why Task Outcomes was not switched on.
    pub enum EnableTaskOutcomesError: Forbidden, Stale, Input {
        /// These active task types would be left without any outcome.
        TypesWithoutOutcomes(Vec<TaskTypeId>),
    }
}

impl Commands {
    /// Switches Task Outcomes on. Doing so twice changes nothing. Admins may.
    pub async fn enable_task_outcomes(
        &self,
        actor: &Actor,
        cmd: EnableTaskOutcomes,
    ) -> Result<TaskSettings, EnableTaskOutcomesError> {
        let admin = actor.admin()?;
        let path = InputPath::field("task_type_assignments");
        self.in_unit(actor.account, async |unit| {
            let mut settings = unit.settings().await?;
            settings.version().check(cmd.expected_version)?;
            if let Some(assignments) = &cmd.assignments {
                check_count(assignments.len(), &path)?;
            }
            let catalogue = catalogue(unit).await?;
            let now = self.clock.now();
            if let Some(event) = settings.enable(admin, cmd.assignments.as_deref(), &catalogue, &path, now)? {
                unit.put_settings(&settings).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(settings)
        })
        .await
    }
}

impl From<EnableError> for EnableTaskOutcomesError {
    fn from(error: EnableError) -> Self {
        match error {
            EnableError::Input(faults) => Self::Input(faults),
            EnableError::TypesWithoutOutcomes(types) => Self::TypesWithoutOutcomes(types.0),
        }
    }
}
