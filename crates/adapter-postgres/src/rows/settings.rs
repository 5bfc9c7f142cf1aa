//! The row of the settings, and how assignments are stored.

use application::StoreError;
use diesel::{pg::Pg, prelude::*};
use domain::{
    AccountId, AssignedOutcomes, Assignments, OutcomeId, SettingsState, TaskSettings, TaskTypeId, UserId,
    Version,
};
use uuid::Uuid;

use super::{At, at};
use crate::{codes, schema::task_settings};

const DISABLED: i16 = 0;
const SETTING_UP: i16 = 1;
/// The feature is in force.
pub(crate) const ENABLED: i16 = 2;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = task_settings, primary_key(account_id), check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct SettingsRow {
    account_id: Uuid,
    status: i16,
    version: i32,
    enabled_at: Option<At>,
    enabled_by: Option<Uuid>,
}

impl SettingsRow {
    pub(crate) fn of(account: AccountId, settings: &TaskSettings) -> Self {
        let (status, enabled_at, enabled_by) = match settings.state() {
            SettingsState::Disabled { .. } => (DISABLED, None, None),
            SettingsState::SettingUp { .. } => (SETTING_UP, None, None),
            SettingsState::Enabled { since, by, .. } => (ENABLED, Some(at(*since)), Some(by.uuid())),
        };
        Self {
            account_id: account.uuid(),
            status,
            version: settings.version().number(),
            enabled_at,
            enabled_by,
        }
    }

    /// Which of the two matrices belongs to this state.
    pub(crate) fn is_in_force(&self) -> bool {
        self.status == ENABLED
    }

    /// The settings with the matrix that [`SettingsRow::is_in_force`] tells.
    pub(crate) fn with(self, matrix: Assignments) -> Result<TaskSettings, StoreError> {
        let state = match (self.status, self.enabled_at, self.enabled_by) {
            (DISABLED, None, None) => SettingsState::Disabled { remembered: matrix },
            (SETTING_UP, None, None) => SettingsState::SettingUp { remembered: matrix },
            (ENABLED, Some(since), Some(by)) => SettingsState::Enabled {
                assignments: matrix,
                since: since.to_jiff(),
                by: UserId::new(by),
            },
            _ => return Err(codes::contradiction("settings")),
        };
        Ok(TaskSettings::restore(state, Version::new(self.version)))
    }
}

/// What is offered now, and what was remembered.
pub(crate) fn matrices(settings: &TaskSettings) -> (&Assignments, &Assignments) {
    static NONE: Assignments = Assignments::new();
    match settings.state() {
        SettingsState::Enabled { assignments, .. } => (assignments, &NONE),
        SettingsState::Disabled { remembered } | SettingsState::SettingUp { remembered } => {
            (&NONE, remembered)
        }
    }
}

/// A matrix from rows of type and outcome, ordered by type and position.
pub(crate) fn matrix(rows: Vec<(Uuid, Uuid)>) -> Result<Assignments, StoreError> {
    let mut lists = std::collections::BTreeMap::<TaskTypeId, Vec<OutcomeId>>::new();
    for (task_type, outcome) in rows {
        lists
            .entry(TaskTypeId::new(task_type))
            .or_default()
            .push(OutcomeId::new(outcome));
    }
    let checked = lists.into_iter().map(|(task_type, ids)| {
        AssignedOutcomes::restore(ids)
            .map(|assigned| (task_type, assigned))
            .ok_or_else(|| codes::contradiction("matrix"))
    });
    checked.collect()
}
