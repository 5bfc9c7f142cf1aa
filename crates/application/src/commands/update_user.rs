//! Letting a user sign in, or no more.

use domain::{AccountId, User, UserId};

use super::{Commands, known::missing};
use crate::errors::use_case_error;

/// Activate or deactivate a user. Whoever runs the installation does, outside of any account.
#[derive(Debug, Clone)]
pub struct SetUserActive {
    /// Which account.
    pub account: AccountId,
    /// Which user.
    pub user: UserId,
    /// Whether they may sign in.
    pub is_active: bool,
}

use_case_error! {
    /// Why a user was not changed.
    pub enum SetUserActiveError: Input {}
}

impl Commands {
    /// Activates or deactivates a user; they keep their tasks and their rows in reports.
    pub async fn set_user_active(&self, cmd: SetUserActive) -> Result<User, SetUserActiveError> {
        self.in_unit(cmd.account, async |unit| {
            let mut user = unit.user(cmd.user).await?.ok_or_else(|| missing(cmd.user))?;
            let now = self.clock.now();
            if let Some(event) = user.set_active(cmd.is_active, now) {
                unit.put_user(&user).await?;
                self.record(unit, None, now, [event]).await?;
            }
            Ok(user)
        })
        .await
    }
}
