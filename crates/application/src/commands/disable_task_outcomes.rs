//! Switching Task Outcomes off, with the confirmation of its impact.

use domain::{Actor, TaskSettings};

use super::Commands;
use crate::errors::use_case_error;

/// Switch Task Outcomes off.
#[derive(Debug, Clone, Default)]
pub struct DisableTaskOutcomes {
    /// The token from the impact that was shown.
    pub confirmation_token: Option<String>,
}

/// Task Outcomes is off.
#[derive(Debug, Clone)]
pub struct DisabledTaskOutcomes {
    /// The settings after the change.
    pub settings: TaskSettings,
    /// How many assignments were removed.
    pub removed_assignments: usize,
}

use_case_error! {
    /// Why Task Outcomes was not switched off.
    pub enum DisableTaskOutcomesError: Forbidden {
        /// The token is missing, expired, someone else's or older than the settings: nothing tells which.
        ConfirmationRequired,
    }
}

impl Commands {
    /// Switches Task Outcomes off: removes all assignments and remembers them. Off already, nothing changes. Admins may.
    pub async fn disable_task_outcomes(
        &self,
        actor: &Actor,
        cmd: DisableTaskOutcomes,
    ) -> Result<DisabledTaskOutcomes, DisableTaskOutcomesError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let mut settings = unit.settings().await?;
            let shown = settings.version();
            let Some(disabled) = settings.disable(admin) else {
                return Ok(DisabledTaskOutcomes {
                    settings,
                    removed_assignments: 0,
                });
            };
            let key = unit.confirmation_key().await?;
            let now = self.clock.now();
            let token = cmd.confirmation_token.as_deref();
            if !token.is_some_and(|token| key.accepts(token, admin, shown, now)) {
                return Err(DisableTaskOutcomesError::ConfirmationRequired);
            }
            unit.put_settings(&settings).await?;
            self.record(unit, Some(actor.user), now, [disabled.event]).await?;
            Ok(DisabledTaskOutcomes {
                settings,
                removed_assignments: disabled.removed_assignments,
            })
        })
        .await
    }
}
