//! Bringing an archived outcome back.

use domain::{Actor, OutcomeId, TaskOutcome, Version, fault::Checks};

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
            if let Some(event) = outcome.unarchive(admin, now) {
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
