//! Switching on, saving assignments, switching off.

use jiff::Timestamp;

use super::{
    AssignedOutcomes, Assignments, FeatureDisabled, RequestedAssignment, SettingsState, TaskSettings,
    assigned,
};
use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    actor::Admin,
    catalogue::Catalogue,
    fault::{Fault, Faults, InputPath, Invalid},
    ids::TaskTypeId,
};

impl TaskSettings {
    /// Switches on; with complete assignments also puts them to work. `None` when it is on already and none are given.
    ///
    /// `path` names the list of assignments in the input.
    pub fn enable(
        &mut self,
        admin: Admin<'_>,
        requested: Option<&[RequestedAssignment]>,
        catalogue: &Catalogue,
        path: &InputPath,
        now: Timestamp,
    ) -> Result<Option<Event>, EnableError> {
        match (&mut self.state, requested) {
            (SettingsState::Enabled { .. }, Some(_)) => {
                Err(Faults::one(path.clone(), Fault::Invalid(Invalid::AlreadyEnabled)).into())
            }
            (SettingsState::Enabled { .. } | SettingsState::SettingUp { .. }, None) => Ok(None),
            (SettingsState::Disabled { remembered }, None) => {
                self.state = SettingsState::SettingUp {
                    remembered: std::mem::take(remembered),
                };
                self.touch();
                Ok(Some(settings_event(ActivityAction::SwitchedOn)))
            }
            (SettingsState::Disabled { .. } | SettingsState::SettingUp { .. }, Some(requested)) => {
                let named = assigned::check_all(requested, catalogue, path)?;
                Ok(self.put_to_work(admin, named, catalogue, now)?)
            }
        }
    }

    /// Saves the lists of the named task types, all or nothing; the others keep theirs. `None` when nothing differs.
    ///
    /// Afterwards the feature is in force: every active task type must offer 1 to 20 outcomes.
    pub fn save(
        &mut self,
        admin: Admin<'_>,
        requested: &[RequestedAssignment],
        catalogue: &Catalogue,
        path: &InputPath,
        now: Timestamp,
    ) -> Result<Option<Event>, SaveError> {
        self.manageable()?;
        let named = assigned::check_all(requested, catalogue, path)?;
        Ok(self.put_to_work(admin, named, catalogue, now)?)
    }

    /// Switches off: removes all assignments and remembers them. `None` when it is off already.
    ///
    /// Whether the admin meant it, the use case has made sure of before.
    pub fn disable(&mut self, _: Admin<'_>) -> Option<Disabled> {
        let (remembered, removed) = match &mut self.state {
            SettingsState::Disabled { .. } => return None,
            SettingsState::SettingUp { remembered } => (std::mem::take(remembered), 0),
            SettingsState::Enabled { assignments, .. } => {
                let removed = assignments
                    .values()
                    .map(|assigned| assigned.as_slice().len())
                    .sum();
                (std::mem::take(assignments), removed)
            }
        };
        self.state = SettingsState::Disabled { remembered };
        self.touch();
        let count = Some(removed.to_string()).filter(|_| removed > 0);
        let zero = count.as_ref().map(|_| "0".to_owned());
        let event = settings_event(ActivityAction::SwitchedOff);
        let event = if count.is_some() {
            event.changed("assignment_count", count, zero)
        } else {
            event
        };
        Some(Disabled {
            event,
            removed_assignments: removed,
        })
    }

    fn put_to_work(
        &mut self,
        admin: Admin<'_>,
        named: Assignments,
        catalogue: &Catalogue,
        now: Timestamp,
    ) -> Result<Option<Event>, TypesWithoutOutcomes> {
        let mut matrix = self.assignments().clone();
        matrix.extend(named);
        let active = catalogue.active_task_types();
        let without: Vec<_> = active
            .iter()
            .map(|t| t.id)
            .filter(|id| !matrix.contains_key(id))
            .collect();
        if !without.is_empty() {
            return Err(TypesWithoutOutcomes(without));
        }
        if self.is_in_force() && matrix == *self.assignments() {
            return Ok(None);
        }
        let event = saved_event(self.assignments(), &matrix, catalogue);
        self.state = SettingsState::Enabled {
            assignments: matrix,
            since: now,
            by: admin.user(),
        };
        self.touch();
        Ok(Some(event))
    }
}

fn settings_event(action: ActivityAction) -> Event {
    Event::new(ActivityKind::TaskOutcomeSettingsChanged, action, "")
}

/// One changed field per task type whose list differs, as "type: labels".
fn saved_event(before: &Assignments, after: &Assignments, catalogue: &Catalogue) -> Event {
    let text = |id: TaskTypeId, assigned: &AssignedOutcomes| {
        format!(
            "{}: {}",
            catalogue.type_name(id),
            catalogue.labels(assigned.as_slice())
        )
    };
    let mut event = settings_event(ActivityAction::AssignmentsSaved);
    for task_type in catalogue.active_task_types() {
        let id = task_type.id;
        event = event.changed_if("outcomes", before.get(&id), after.get(&id), |assigned| {
            text(id, assigned)
        });
    }
    event
}

/// The feature was switched off.
#[derive(Debug, Clone, PartialEq)]
pub struct Disabled {
    /// What happened.
    pub event: Event,
    /// How many assignments were removed.
    pub removed_assignments: usize,
}

/// Active task types that would be left without any outcome; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypesWithoutOutcomes(pub Vec<TaskTypeId>);

/// Why the feature cannot be switched on this way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnableError {
    /// The assignments are not acceptable.
    Input(Faults),
    /// Some types would have none.
    TypesWithoutOutcomes(TypesWithoutOutcomes),
}

/// Why assignments cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveError {
    /// The feature is switched off.
    FeatureDisabled(FeatureDisabled),
    /// The assignments are not acceptable.
    Input(Faults),
    /// Some types would have none.
    TypesWithoutOutcomes(TypesWithoutOutcomes),
}

/// Why an outcome cannot be offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferError {
    /// The feature is not in force.
    FeatureDisabled(FeatureDisabled),
    /// The lists are not acceptable.
    Input(Faults),
}

macro_rules! from {
    ($($error:ident: $($variant:ident($inner:ident)),*;)*) => {$($(
        impl From<$inner> for $error {
            fn from(inner: $inner) -> Self {
                Self::$variant(inner)
            }
        }
    )*)*};
}

from! {
    EnableError: Input(Faults), TypesWithoutOutcomes(TypesWithoutOutcomes);
    OfferError: FeatureDisabled(FeatureDisabled), Input(Faults);
    SaveError: FeatureDisabled(FeatureDisabled), Input(Faults), TypesWithoutOutcomes(TypesWithoutOutcomes);
}
