//! Where the account stands with Task Outcomes, and what switching off would mean.

use domain::{Admin, AssignedOutcomes, Catalogue, TaskSettings, TaskTypeId};
use jiff::Timestamp;

use super::Session;
use crate::StoreError;

/// Counts of tasks that switching off would touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DisableCounts {
    /// Completed tasks whose recorded outcome stays readable.
    pub completed_tasks: u64,
    /// Open tasks that would no longer need an outcome.
    pub open_tasks: u64,
}

/// What switching off would remove, and the token that confirms it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisableImpact {
    /// Task types that would lose their outcomes, in display order.
    pub affected_task_types: Vec<TaskTypeId>,
    /// How many assignments would be removed.
    pub assignments: usize,
    /// Tasks it would touch.
    pub counts: DisableCounts,
    /// What confirms it: this admin's, for these settings.
    pub confirmation_token: String,
    /// When the token stops working.
    pub expires_at: Timestamp,
}

impl Session {
    /// The settings.
    pub async fn settings(&self) -> Result<TaskSettings, StoreError> {
        self.reading.settings().await
    }

    /// All task types and outcomes.
    pub async fn catalogue(&self) -> Result<Catalogue, StoreError> {
        self.reading.catalogue().await
    }

    /// A draft to start the matrix with while setting up; empty otherwise.
    pub async fn suggested_assignments(
        &self,
        settings: &TaskSettings,
    ) -> Result<Vec<(TaskTypeId, AssignedOutcomes)>, StoreError> {
        Ok(settings.suggested(&self.reading.catalogue().await?))
    }

    /// What switching off would remove, with a fresh token; `None` while it is off.
    pub async fn disable_impact(&self, admin: Admin<'_>) -> Result<Option<DisableImpact>, StoreError> {
        let settings = self.reading.settings().await?;
        if settings.manageable().is_err() {
            return Ok(None);
        }
        let catalogue = self.reading.catalogue().await?;
        let mut counts = self.reading.disable_counts().await?;
        if !settings.is_in_force() {
            counts.open_tasks = 0; // none of them needs an outcome yet
        }
        let key = self.reading.confirmation_key().await?;
        let (confirmation_token, expires_at) = key.sign(admin, settings.version(), self.now());
        let assignments = settings.assignments();
        let active = catalogue
            .active_task_types()
            .into_iter()
            .map(|task_type| task_type.id);
        Ok(Some(DisableImpact {
            affected_task_types: active.filter(|id| assignments.contains_key(id)).collect(),
            assignments: assignments
                .values()
                .map(|assigned| assigned.as_slice().len())
                .sum(),
            counts,
            confirmation_token,
            expires_at,
        }))
    }
}
