//! Changing a user: name, role, whether they may sign in.

use domain::{
    Faults, InputPath, Patch, Role, User, UserChanges, UserId, Version,
    fault::{Checks, Fault},
    text::PersonName,
};

use super::{Authority, Commands, known::missing};
use crate::errors::use_case_error;

/// Change a user; what is kept stays.
#[derive(Debug, Clone)]
pub struct UpdateUser {
    /// Who changes them.
    pub by: Authority,
    /// Which user.
    pub user: UserId,
    /// New name.
    pub name: Patch<String>,
    /// New role.
    pub role: Patch<Role>,
    /// Whether they may sign in.
    pub is_active: Patch<bool>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a user was not changed.
    pub enum UpdateUserError: Forbidden, Stale, Input {}
}

impl UpdateUser {
    /// Whether they may sign in, and nothing else.
    pub fn activity(by: Authority, user: UserId, is_active: bool) -> Self {
        Self {
            by,
            user,
            name: Patch::Keep,
            role: Patch::Keep,
            is_active: Patch::Set(is_active),
            expected_version: None,
        }
    }

    /// Whether it may take an admin from the account.
    fn may_take_an_admin(&self) -> bool {
        self.role == Patch::Set(Role::Member) || self.is_active == Patch::Set(false)
    }
}

impl Commands {
    /// Changes a user; who is no longer active keeps their tasks and their rows in reports. The last active admin stays
    /// one. Admins may.
    pub async fn update_user(&self, cmd: UpdateUser) -> Result<User, UpdateUserError> {
        cmd.by.manages()?;
        self.in_unit(cmd.by.account(), async |unit| {
            let admins = if cmd.may_take_an_admin() {
                unit.lock_active_admins().await?
            } else {
                Vec::new()
            };
            let user = unit.user_to_change(cmd.user).await?;
            let mut user = user.ok_or_else(|| missing(cmd.user))?;
            user.version.check(cmd.expected_version)?;
            let changes = changes(&cmd)?;
            let now = self.clock.now();
            if let Some(event) = user.update(changes, now) {
                if admins == [user.id] && !user.is_active_admin() {
                    return Err(Faults::one(InputPath::field("id"), Fault::LastAdmin).into());
                }
                unit.put_user(&user).await?;
                self.record(unit, cmd.by.user(), now, [event]).await?;
            }
            Ok(user)
        })
        .await
    }
}

fn changes(cmd: &UpdateUser) -> Result<UserChanges, Faults> {
    let mut checks = Checks::new();
    let name = cmd.name.as_option().map(|name| PersonName::parse(name));
    let name = checks.take_opt(InputPath::field("name"), name);
    checks.finish()?;
    Ok(UserChanges {
        name: Patch::from_option(name),
        role: cmd.role.clone(),
        is_active: cmd.is_active.clone(),
    })
}
