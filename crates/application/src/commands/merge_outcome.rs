//! Merging an outcome into another one.

use domain::{
    Actor, Admin, Catalogue, Event, Fault, Faults, InputPath, OutcomeId, TaskOutcome, Version,
    fault::Invalid, outcome::Merged,
};
use jiff::Timestamp;

use super::{
    Commands,
    known::{catalogue, missing, replacement},
};
use crate::{StoreError, Unit, errors::use_case_error};

/// Give an outcome up for another one: its completed tasks count for that one, which takes its place in the task types.
#[derive(Debug, Clone)]
pub struct MergeOutcome {
    /// Which outcome is given up.
    pub outcome: OutcomeId,
    /// Which one stays.
    pub into: OutcomeId,
    /// The version of the first the caller read.
    pub expected_version: Option<Version>,
}

/// An outcome was merged into another one.
#[derive(Debug, Clone)]
pub struct MergedOutcome {
    /// The one that was given up.
    pub merged: TaskOutcome,
    /// The one that stays.
    pub into: TaskOutcome,
}

use_case_error! {
    /// Why an outcome was not merged.
    pub enum MergeOutcomeError: Forbidden, FeatureDisabled, Stale, Input {}
}

impl Commands {
    /// Merges an outcome into an active one, while Task Outcomes is switched on. What was merged into the first before
    /// follows it. Admins may.
    pub async fn merge_outcome(
        &self,
        actor: &Actor,
        cmd: MergeOutcome,
    ) -> Result<MergedOutcome, MergeOutcomeError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let mut settings = unit.settings().await?;
            settings.manageable()?;
            let mut merged = unit
                .outcome(cmd.outcome)
                .await?
                .ok_or_else(|| missing(cmd.outcome))?;
            merged.version.check(cmd.expected_version)?;
            let catalogue = catalogue(unit).await?;
            let into = replacement(&catalogue, merged.id, cmd.into, InputPath::field("into_id"))?;
            let now = self.clock.now();
            let before = merged.clone();
            let event = merged
                .merge(admin, into, now)
                .map_err(|Merged| merged_already())?;
            let offering = catalogue.type_names(&settings.offering(merged.id));
            settings.replace(admin, merged.id, into.id);
            unit.put_settings(&settings).await?;
            unit.put_outcome(&merged).await?;
            let mut events = vec![event.lost("task_types", offering)];
            events.extend(follow(unit, admin, &catalogue, &before, into, now).await?);
            self.record(unit, Some(actor.user), now, events).await?;
            let into = into.clone();
            Ok(MergedOutcome { merged, into })
        })
        .await
    }
}

fn merged_already() -> Faults {
    Faults::one(InputPath::field("id"), Fault::Invalid(Invalid::MergedOutcome))
}

/// Points what was merged into the one given up to the one that stays.
async fn follow(
    unit: &mut Unit,
    admin: Admin<'_>,
    catalogue: &Catalogue,
    from: &TaskOutcome,
    into: &TaskOutcome,
    now: Timestamp,
) -> Result<Vec<Event>, StoreError> {
    let mut events = Vec::new();
    for earlier in catalogue.merged_into(from.id) {
        let mut earlier = earlier.clone();
        events.push(earlier.follow(admin, from, into, now));
        unit.put_outcome(&earlier).await?;
    }
    Ok(events)
}
