//! Withdrawing an outcome.

use domain::{Actor, InputPath, OutcomeId, TaskOutcome, TaskTypeId, Version, settings::TypesWithoutOutcomes};

use super::{
    Commands,
    known::{catalogue, in_display_order, missing, replacement},
};
use crate::errors::use_case_error;

/// Withdraw an outcome from all task types and lists. Completed tasks keep it.
#[derive(Debug, Clone)]
pub struct ArchiveOutcome {
    /// Which outcome.
    pub outcome: OutcomeId,
    /// An active one that takes its place wherever it is offered.
    pub replace_with: Option<OutcomeId>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why an outcome was not archived.
    pub enum ArchiveOutcomeError: Forbidden, FeatureDisabled, Stale, Input {
        /// These active task types would be left without any outcome.
        TypesWithoutOutcomes(Vec<TaskTypeId>),
    }
}

impl Commands {
    /// Archives an outcome, while Task Outcomes is switched on. Archived already, nothing changes. Admins may.
    pub async fn archive_outcome(
        &self,
        actor: &Actor,
        cmd: ArchiveOutcome,
    ) -> Result<TaskOutcome, ArchiveOutcomeError> {
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
            if let Some(event) = outcome.archive(admin, now) {
                let catalogue = catalogue(unit).await?;
                let offering = settings.offering(outcome.id);
                let mut event = event.lost("task_types", catalogue.type_names(&offering));
                if let Some(by) = cmd.replace_with {
                    let by = replacement(&catalogue, outcome.id, by, InputPath::field("replace_with_id"))?;
                    settings.replace(admin, outcome.id, by.id);
                    event = event.gained("replaced_by", by.label.as_str().to_owned());
                } else if let Err(TypesWithoutOutcomes(emptied)) = settings.withdraw(admin, outcome.id) {
                    let emptied = in_display_order(&catalogue, &emptied);
                    return Err(ArchiveOutcomeError::TypesWithoutOutcomes(emptied));
                }
                unit.put_settings(&settings).await?;
                unit.put_outcome(&outcome).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(outcome)
        })
        .await
    }
}
