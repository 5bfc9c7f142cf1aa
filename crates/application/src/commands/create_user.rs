//! Adding a user to an account.

use domain::{
    InputPath, Role, User, UserId,
    fault::Checks,
    text::{Email, PersonName},
};

use super::{Authority, Commands};
use crate::errors::use_case_error;

/// Add a user to an account.
#[derive(Debug, Clone)]
pub struct CreateUser {
    /// Who adds them.
    pub by: Authority,
    /// Display name.
    pub name: String,
    /// E-mail address, unique in the account.
    pub email: String,
    /// What they may do.
    pub role: Role,
}

use_case_error! {
    /// Why a user was not added.
    pub enum CreateUserError: Forbidden, Input {
        /// There is no such account.
        NoAccount,
        /// This user has the e-mail address already.
        Taken(Box<User>),
    }
}

impl Commands {
    /// Adds an active user. Admins may.
    pub async fn create_user(&self, cmd: CreateUser) -> Result<User, CreateUserError> {
        cmd.by.manages()?;
        self.in_unit(cmd.by.account(), async |unit| {
            let mut checks = Checks::new();
            let name = checks.take(InputPath::field("name"), PersonName::parse(&cmd.name));
            let email = checks.take(InputPath::field("email"), Email::parse(&cmd.email));
            let (name, email) = checks.finish_with(name.zip(email))?;
            if unit.account().await?.is_none() {
                return Err(CreateUserError::NoAccount);
            }
            if let Some(existing) = unit.user_with_email(&email.key()).await? {
                return Err(CreateUserError::Taken(Box::new(existing)));
            }
            let now = self.clock.now();
            let (user, event) = User::create(UserId::new(self.ids.next()), name, email, cmd.role, now);
            unit.add_user(&user).await?;
            self.record(unit, cmd.by.user(), now, [event]).await?;
            Ok(user)
        })
        .await
    }
}
