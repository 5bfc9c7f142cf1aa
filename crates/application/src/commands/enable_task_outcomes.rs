//! Switching Task Outcomes on.

use domain::{
    Actor, Fault, Faults, InputPath, TaskSettings, TaskType, TaskTypeId, Version,
    fault::Invalid,
    settings::{EnableError, RequestedAssignment},
    starter_set::StarterLanguage,
};

use super::{
    Commands,
    known::{catalogue, check_number},
    starter_set::Starter,
};
use crate::errors::use_case_error;

/// Switch Task Outcomes on; with complete assignments also put them to work.
#[derive(Debug, Clone, Default)]
pub struct EnableTaskOutcomes {
    /// What every active task type shall offer; may be saved later.
    pub assignments: Option<Vec<RequestedAssignment>>,
    /// The starter set in this language instead, for every active task type.
    pub starter_set: Option<StarterLanguage>,
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
            check_starter_set(&cmd, &settings)?;
            if let Some(assignments) = &cmd.assignments {
                check_number(assignments.len(), TaskType::MAXIMUM_ACTIVE, &path)?;
            }
            let mut catalogue = catalogue(unit).await?;
            let now = self.clock.now();
            let mut assignments = cmd.assignments.clone();
            let mut events = Vec::new();
            if let Some(language) = cmd.starter_set {
                let starter = Starter::gather(admin, language, &catalogue, &*self.ids, now)?;
                catalogue = starter.joining(catalogue);
                assignments = Some(starter.assignments(&catalogue));
                events = starter.store(unit).await?;
            }
            if let Some(event) = settings.enable(admin, assignments.as_deref(), &catalogue, &path, now)? {
                unit.put_settings(&settings).await?;
                events.push(event);
                self.record(unit, Some(actor.user), now, events).await?;
            }
            Ok(settings)
        })
        .await
    }
}

/// The starter set is for an account that has no assignments yet, and gives none.
fn check_starter_set(cmd: &EnableTaskOutcomes, settings: &TaskSettings) -> Result<(), Faults> {
    let reason = match (cmd.starter_set, &cmd.assignments) {
        (Some(_), Some(_)) => Invalid::StarterSetTwice,
        (Some(_), None) if settings.is_in_force() => Invalid::AlreadyEnabled,
        (None, _) | (Some(_), None) => return Ok(()),
    };
    Err(Faults::one(
        InputPath::field("use_starter_set"),
        Fault::Invalid(reason),
    ))
}

impl From<EnableError> for EnableTaskOutcomesError {
    fn from(error: EnableError) -> Self {
        match error {
            EnableError::Input(faults) => Self::Input(faults),
            EnableError::TypesWithoutOutcomes(types) => Self::TypesWithoutOutcomes(types.0),
        }
    }
}
