//! Task Outcomes of an account: the switch and the whole matrix of assignments, so that its rules are one value's.

mod assigned;
mod change;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{
    actor::Admin,
    catalogue::Catalogue,
    fault::InputPath,
    ids::{OutcomeId, TaskTypeId, UserId},
    version::Version,
};

pub use assigned::{AssignedOutcomes, RequestedAssignment};
pub use change::{Disabled, EnableError, OfferError, SaveError, TypesWithoutOutcomes};

/// Which task type offers which outcomes.
pub type Assignments = BTreeMap<TaskTypeId, AssignedOutcomes>;

/// Where the account stands with Task Outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsState {
    /// Off: outcomes cannot be managed, completing asks for none.
    Disabled {
        /// What was assigned when the feature was last switched off.
        remembered: Assignments,
    },
    /// On, but nothing saved yet: outcomes can be managed, completing asks for none.
    SettingUp {
        /// What was assigned when the feature was last switched off.
        remembered: Assignments,
    },
    /// In force: every active task type offers 1 to 20 outcomes, completing asks for one.
    Enabled {
        /// What is offered.
        assignments: Assignments,
        /// When outcomes were last put to work.
        since: Timestamp,
        /// Who did that.
        by: UserId,
    },
}

/// Whether and how an account uses Task Outcomes. The version guards the whole matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskSettings {
    state: SettingsState,
    version: Version,
}

impl TaskSettings {
    /// The settings of a new account: off, nothing remembered.
    pub fn new() -> Self {
        Self {
            state: SettingsState::Disabled {
                remembered: Assignments::new(),
            },
            version: Version::FIRST,
        }
    }

    /// Rebuilds settings from storage.
    pub fn restore(state: SettingsState, version: Version) -> Self {
        Self { state, version }
    }

    /// Where the account stands.
    pub fn state(&self) -> &SettingsState {
        &self.state
    }

    /// The version of the matrix.
    pub fn version(&self) -> Version {
        self.version
    }

    /// What is offered now; empty unless in force.
    pub fn assignments(&self) -> &Assignments {
        static NONE: Assignments = Assignments::new();
        match &self.state {
            SettingsState::Enabled { assignments, .. } => assignments,
            SettingsState::Disabled { .. } | SettingsState::SettingUp { .. } => &NONE,
        }
    }

    /// Whether completing a task asks for an outcome.
    pub fn is_in_force(&self) -> bool {
        matches!(self.state, SettingsState::Enabled { .. })
    }

    /// The task types that offer an outcome now.
    pub fn offering(&self, outcome: OutcomeId) -> Vec<TaskTypeId> {
        let offering = self
            .assignments()
            .iter()
            .filter(|(_, assigned)| assigned.contains(outcome));
        offering.map(|(id, _)| *id).collect()
    }

    /// Proof that outcomes may be managed now: switched on, in force or not.
    pub fn manageable(&self) -> Result<(), FeatureDisabled> {
        match self.state {
            SettingsState::Disabled { .. } => Err(FeatureDisabled),
            SettingsState::SettingUp { .. } | SettingsState::Enabled { .. } => Ok(()),
        }
    }

    /// The remembered matrix less what was archived since, in display order, to start setting up with.
    pub fn suggested(&self, catalogue: &Catalogue) -> Vec<(TaskTypeId, AssignedOutcomes)> {
        let SettingsState::SettingUp { remembered } = &self.state else {
            return Vec::new();
        };
        let kept = |id: &OutcomeId| catalogue.outcome(*id).is_some_and(crate::TaskOutcome::is_active);
        let types = catalogue.active_task_types().into_iter();
        types
            .filter_map(|t| Some((t.id, remembered.get(&t.id)?.retaining(kept)?)))
            .collect()
    }

    /// Checks the outcomes that a new task type comes with, and takes the type into the matrix.
    ///
    /// While in force it needs 1 to 20 outcomes; otherwise it must come with none. `path` names the list in the input.
    pub fn add_task_type(
        &mut self,
        _: Admin<'_>,
        id: TaskTypeId,
        outcomes: Option<&[OutcomeId]>,
        catalogue: &Catalogue,
        path: &InputPath,
    ) -> Result<(), OfferError> {
        match &mut self.state {
            SettingsState::Enabled { assignments, .. } => {
                let assigned = AssignedOutcomes::check(outcomes.unwrap_or_default(), catalogue, path)?;
                assignments.insert(id, assigned);
            }
            SettingsState::Disabled { .. } | SettingsState::SettingUp { .. } => {
                if outcomes.is_some_and(|outcomes| !outcomes.is_empty()) {
                    return Err(OfferError::FeatureDisabled(FeatureDisabled));
                }
            }
        }
        self.touch();
        Ok(())
    }

    /// Takes an archived task type out of the matrix.
    pub fn remove_task_type(&mut self, _: Admin<'_>, id: TaskTypeId) {
        if let SettingsState::Enabled { assignments, .. } = &mut self.state {
            assignments.remove(&id);
        }
        self.touch();
    }

    /// Offers a new outcome for the named task types, after what they offer already.
    ///
    /// `path` names the list of types in the input. Naming types while not in force is refused.
    pub fn offer(
        &mut self,
        _: Admin<'_>,
        outcome: OutcomeId,
        task_types: &[TaskTypeId],
        catalogue: &Catalogue,
        path: &InputPath,
    ) -> Result<(), OfferError> {
        match &mut self.state {
            SettingsState::Enabled { assignments, .. } => {
                assigned::append(assignments, outcome, task_types, catalogue, path)?;
            }
            SettingsState::Disabled { .. } | SettingsState::SettingUp { .. } => {
                if !task_types.is_empty() {
                    return Err(OfferError::FeatureDisabled(FeatureDisabled));
                }
            }
        }
        self.touch();
        Ok(())
    }

    /// Takes an outcome that is being archived out of the matrix; refused while it is the last one of a type.
    pub fn withdraw(&mut self, _: Admin<'_>, outcome: OutcomeId) -> Result<(), TypesWithoutOutcomes> {
        if let SettingsState::Enabled { assignments, .. } = &mut self.state {
            let left = |assigned: &AssignedOutcomes| assigned.retaining(|id| *id != outcome);
            let emptied: Vec<_> = assignments
                .iter()
                .filter(|(_, a)| left(a).is_none())
                .map(|(id, _)| *id)
                .collect();
            if !emptied.is_empty() {
                return Err(TypesWithoutOutcomes(emptied));
            }
            for assigned in assignments.values_mut() {
                if let Some(kept) = left(assigned) {
                    *assigned = kept;
                }
            }
        }
        self.touch();
        Ok(())
    }

    /// Takes a task type that is being deleted out of every matrix.
    pub fn forget_task_type(&mut self, _: Admin<'_>, id: TaskTypeId) {
        self.lists_mut().remove(&id);
        self.touch();
    }

    /// Raises the version because the task types stand in another order.
    pub fn task_types_moved(&mut self, _: Admin<'_>) {
        self.touch();
    }

    /// Lets another outcome, which is active, take the place of one that is given up, once in each list.
    pub fn replace(&mut self, _: Admin<'_>, outcome: OutcomeId, by: OutcomeId) {
        for assigned in self.lists_mut().values_mut() {
            assigned.replace(outcome, by);
        }
        self.touch();
    }

    /// Takes an outcome that is being deleted out of every matrix; refused while it is the last one of a type.
    pub fn forget(&mut self, admin: Admin<'_>, outcome: OutcomeId) -> Result<(), TypesWithoutOutcomes> {
        self.withdraw(admin, outcome)?;
        self.lists_mut()
            .retain(|_, assigned| match assigned.retaining(|id| *id != outcome) {
                Some(kept) => {
                    *assigned = kept;
                    true
                }
                None => false,
            });
        Ok(())
    }

    /// What is offered now or, out of force, remembered.
    fn lists_mut(&mut self) -> &mut Assignments {
        match &mut self.state {
            SettingsState::Disabled { remembered } | SettingsState::SettingUp { remembered } => remembered,
            SettingsState::Enabled { assignments, .. } => assignments,
        }
    }

    /// Raises the version because the set of active outcomes grew, by bringing one back.
    pub fn outcome_brought_back(&mut self, _: Admin<'_>) {
        self.touch();
    }

    fn touch(&mut self) {
        self.version = self.version.next();
    }
}

impl Default for TaskSettings {
    fn default() -> Self {
        Self::new()
    }
}

/// Task Outcomes is not in force, or for managing outcomes not switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeatureDisabled;
