//! Changing an outcome's label or sentiment.

use domain::{Actor, Faults, InputPath, OutcomeId, Patch, Sentiment, TaskOutcome, Version, text::Label};

use super::{Commands, known::missing};
use crate::errors::use_case_error;

/// Change an outcome; what is kept stays. Completed tasks keep what was recorded.
#[derive(Debug, Clone)]
pub struct UpdateOutcome {
    /// Which outcome.
    pub outcome: OutcomeId,
    /// New label.
    pub label: Patch<String>,
    /// New sentiment.
    pub sentiment: Patch<Sentiment>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why an outcome was not changed.
    pub enum UpdateOutcomeError: Forbidden, FeatureDisabled, Stale, Input {
        /// This one has the label already, archived or not.
        Taken(Box<TaskOutcome>),
    }
}

impl Commands {
    /// Changes an outcome, while Task Outcomes is switched on. Admins may.
    pub async fn update_outcome(
        &self,
        actor: &Actor,
        cmd: UpdateOutcome,
    ) -> Result<TaskOutcome, UpdateOutcomeError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            unit.settings().await?.manageable()?;
            let mut outcome = unit
                .outcome(cmd.outcome)
                .await?
                .ok_or_else(|| missing(cmd.outcome))?;
            outcome.version.check(cmd.expected_version)?;
            let label = cmd.label.as_option().map(|label| Label::parse(label)).transpose();
            let label = label.map_err(|fault| Faults::one(InputPath::field("label"), fault))?;
            if let Some(label) = &label
                && let Some(existing) = unit.outcome_with_key(&label.key()).await?
                && existing.id != outcome.id
            {
                return Err(UpdateOutcomeError::Taken(Box::new(existing)));
            }
            let now = self.clock.now();
            if let Some(event) = outcome.update(admin, Patch::from_option(label), cmd.sentiment.clone(), now)
            {
                unit.put_outcome(&outcome).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(outcome)
        })
        .await
    }
}
