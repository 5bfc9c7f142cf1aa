//! Changing an outcome's label, description or sentiment.

use domain::{
    Actor, Faults, InputPath, OutcomeId, Patch, Sentiment, TaskOutcome, Version,
    fault::Checks,
    outcome::OutcomeChanges,
    text::{Label, OutcomeDescription},
};

use super::{Commands, known::missing};
use crate::errors::use_case_error;

/// Change an outcome; what is kept stays. Completed tasks keep what was recorded.
#[derive(Debug, Clone)]
pub struct UpdateOutcome {
    /// Which outcome.
    pub outcome: OutcomeId,
    /// New label.
    pub label: Patch<String>,
    /// New description; none clears it.
    pub description: Patch<Option<String>>,
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

impl UpdateOutcome {
    fn changes(&self) -> Result<OutcomeChanges, Faults> {
        let mut checks = Checks::new();
        let label = self.label.as_option().map(|label| Label::parse(label));
        let label = checks.take_opt(InputPath::field("label"), label);
        let described = |text: Option<&str>| text.map_or(Ok(None), OutcomeDescription::parse);
        let description = self.description.as_option();
        let description = description.map(|text| described(text.as_deref()));
        let description = checks.take_opt(InputPath::field("description"), description);
        checks.finish()?;
        Ok(OutcomeChanges {
            label: Patch::from_option(label),
            description: Patch::from_option(description),
            sentiment: self.sentiment.clone(),
        })
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
            let changes = cmd.changes()?;
            if let Some(label) = changes.label.as_option()
                && let Some(existing) = unit.outcome_with_key(&label.key()).await?
                && existing.id != outcome.id
            {
                return Err(UpdateOutcomeError::Taken(Box::new(existing)));
            }
            let now = self.clock.now();
            if let Some(event) = outcome.update(admin, changes, now) {
                unit.put_outcome(&outcome).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(outcome)
        })
        .await
    }
}
