//! Bringing an archived outcome back.

use domain::{
    Actor, Fault, Faults, InputPath, OutcomeId, TaskOutcome, Version,
    fault::{Checks, Invalid},
    outcome::Merged,
};

use super::{
    Commands,
    create_outcome::check_room,
    known::{catalogue, missing},
};
use crate::errors::use_case_error;

/// Bring an archived outcome back, assigned nowhere.
#[derive(Debug, Clone)]
pub struct UnarchiveOutcome {
    /// Which outcome.
    pub outcome: OutcomeId,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why an outcome was not brought back.
    pub enum UnarchiveOutcomeError: Forbidden, FeatureDisabled, Stale, Input {}
}

impl Commands {
    /// Brings an outcome back, while Task Outcomes is switched on. Not archived, nothing changes. Admins may.
    pub async fn unarchive_outcome(
        &self,
        actor: &Actor,
        cmd: UnarchiveOutcome,
    ) -> Result<TaskOutcome, UnarchiveOutcomeError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let mut settings = unit.settings().await?;
            settings.manageable()?;
            let mut outcome = unit
                .outcome(cmd.outcome)
                .await?
                .ok_or_else(|| missing(cmd.outcome))?;
            outcome.version.check(cmd.expected_version)?;
            let now = self.clock.now();
            let path = InputPath::field("id");
            let back = outcome
                .unarchive(admin, now)
                .map_err(|Merged| Faults::one(path, Fault::Invalid(Invalid::MergedOutcome)))?;
            if let Some(event) = back {
                let mut checks = Checks::new();
                check_room(&catalogue(unit).await?, 0, &mut checks);
                checks.finish()?;
                settings.outcome_brought_back(admin);
                unit.put_settings(&settings).await?;
                unit.put_outcome(&outcome).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(outcome)
        })
        .await
    }
}
