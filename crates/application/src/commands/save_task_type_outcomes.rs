//! Saving which outcomes the task types offer: "save changes".

use domain::{
    Actor, InputPath, TaskSettings, TaskType, TaskTypeId, Version,
    settings::{RequestedAssignment, SaveError},
};

use super::{
    Commands,
    known::{catalogue, check_number},
};
use crate::{errors::use_case_error, idempotency::repeatable};

/// Save what the named task types offer, all or nothing; the others keep theirs.
#[derive(Debug, Clone, Hash)]
pub struct SaveTaskTypeOutcomes {
    /// The complete list per named task type.
    pub assignments: Vec<RequestedAssignment>,
    /// The version of the settings the caller read.
    pub expected_version: Option<Version>,
    /// Key under which it can be sent again without being done twice.
    pub idempotency_key: Option<String>,
}

use_case_error! {
    /// Why the assignments were not saved.
    pub enum SaveTaskTypeOutcomesError: Forbidden, FeatureDisabled, Stale, Input {
        /// These active task types would be left without any outcome.
        TypesWithoutOutcomes(Vec<TaskTypeId>),
    }
}

repeatable! { SaveTaskTypeOutcomes => TaskSettings, "save_task_type_outcomes"; }

impl Commands {
    /// Saves assignments, which puts outcomes to work. Admins may.
    pub async fn save_task_type_outcomes(
        &self,
        actor: &Actor,
        cmd: SaveTaskTypeOutcomes,
    ) -> Result<TaskSettings, SaveTaskTypeOutcomesError> {
        let admin = actor.admin()?;
        let path = InputPath::field("assignments");
        self.once(actor, &cmd, async |unit| {
            let mut settings = unit.settings().await?;
            settings.manageable()?;
            settings.version().check(cmd.expected_version)?;
            check_number(cmd.assignments.len(), TaskType::MAXIMUM_ACTIVE, &path)?;
            let catalogue = catalogue(unit).await?;
            let now = self.clock.now();
            if let Some(event) = settings.save(admin, &cmd.assignments, &catalogue, &path, now)? {
                unit.put_settings(&settings).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(settings)
        })
        .await
    }
}

impl From<SaveError> for SaveTaskTypeOutcomesError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::FeatureDisabled(_) => Self::FeatureDisabled,
            SaveError::Input(faults) => Self::Input(faults),
            SaveError::TypesWithoutOutcomes(types) => Self::TypesWithoutOutcomes(types.0),
        }
    }
}
