//! Deleting an outcome that was never used.

use domain::{Actor, OutcomeId, TaskTypeId, Version, settings::TypesWithoutOutcomes};

use super::{
    Commands,
    known::{catalogue, in_display_order, missing},
};
use crate::errors::use_case_error;

/// Delete an outcome for good.
#[derive(Debug, Clone)]
pub struct DeleteOutcome {
    /// Which outcome.
    pub outcome: OutcomeId,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why an outcome was not deleted.
    pub enum DeleteOutcomeError: Forbidden, FeatureDisabled, Stale, Input {
        /// So many tasks were ever completed with it, or with what was merged into it.
        InUse(usize),
        /// These active task types would be left without any outcome.
        TypesWithoutOutcomes(Vec<TaskTypeId>),
    }
}

impl Commands {
    /// Deletes an outcome that no completion ever used and that none was merged into, while Task Outcomes is switched
    /// on. Admins may.
    pub async fn delete_outcome(
        &self,
        actor: &Actor,
        cmd: DeleteOutcome,
    ) -> Result<OutcomeId, DeleteOutcomeError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let mut settings = unit.settings().await?;
            settings.manageable()?;
            let outcome = unit
                .outcome(cmd.outcome)
                .await?
                .ok_or_else(|| missing(cmd.outcome))?;
            outcome.version.check(cmd.expected_version)?;
            let catalogue = catalogue(unit).await?;
            let merged = catalogue.merged_into(outcome.id);
            let counted: Vec<OutcomeId> = merged.iter().map(|one| one.id).chain([outcome.id]).collect();
            let used = unit.tasks_completed_with(&counted).await?;
            if used > 0 || !merged.is_empty() {
                return Err(DeleteOutcomeError::InUse(used));
            }
            let offering = settings.offering(outcome.id);
            if let Err(TypesWithoutOutcomes(emptied)) = settings.forget(admin, outcome.id) {
                let emptied = in_display_order(&catalogue, &emptied);
                return Err(DeleteOutcomeError::TypesWithoutOutcomes(emptied));
            }
            unit.put_settings(&settings).await?;
            unit.delete_outcome(outcome.id).await?;
            let now = self.clock.now();
            let event = outcome
                .deleted(admin)
                .lost("task_types", catalogue.type_names(&offering));
            self.record(unit, Some(actor.user), now, [event]).await?;
            Ok(outcome.id)
        })
        .await
    }
}
