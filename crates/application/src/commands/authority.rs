//! Who manages people and tokens: an admin of the account, or whoever runs the installation.

use domain::{AccountId, Actor, Forbidden, UserId};

/// By whose authority a use case works.
#[derive(Debug, Clone, Copy)]
pub enum Authority {
    /// That of a signed-in user.
    User(Actor),
    /// That of whoever runs the installation, outside of any account; for this account.
    Operator(AccountId),
}

impl Authority {
    /// The account it is used for.
    pub fn account(&self) -> AccountId {
        match self {
            Self::User(actor) => actor.account,
            Self::Operator(account) => *account,
        }
    }

    /// Who is told in the history; nobody for the installation itself.
    pub(super) fn user(&self) -> Option<UserId> {
        match self {
            Self::User(actor) => Some(actor.user),
            Self::Operator(_) => None,
        }
    }

    /// Whether it suffices to manage the account.
    pub(super) fn manages(&self) -> Result<(), Forbidden> {
        match self {
            Self::User(actor) => actor.admin().map(|_| ()),
            Self::Operator(_) => Ok(()),
        }
    }
}
