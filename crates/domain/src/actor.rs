//! Who acts, and the proof of what they may do.

use crate::ids::{AccountId, UserId};

/// What a user may do in the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Works on tasks, contacts and deals, reads history and reports.
    Member,
    /// Also manages settings, task types and outcomes.
    Admin,
}

impl Role {
    /// Its word in the history.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Member => "MEMBER",
            Self::Admin => "ADMIN",
        }
    }
}

/// The signed-in user, in the context of their account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The account they work in.
    pub account: AccountId,
    /// Who they are.
    pub user: UserId,
    /// What they may do.
    pub role: Role,
}

impl Actor {
    /// Proof that the actor is an admin, which the methods for admins ask for.
    pub fn admin(&self) -> Result<Admin<'_>, Forbidden> {
        match self.role {
            Role::Admin => Ok(Admin(self)),
            Role::Member => Err(Forbidden {
                required: Role::Admin,
            }),
        }
    }
}

/// An actor who is proven to be an admin; only [`Actor::admin`] makes one.
#[derive(Debug, Clone, Copy)]
pub struct Admin<'a>(&'a Actor);

impl Admin<'_> {
    /// Who it is.
    pub fn user(&self) -> UserId {
        self.0.user
    }

    /// The account they are admin of.
    pub fn account(&self) -> AccountId {
        self.0.account
    }
}

/// The actor lacks the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forbidden {
    /// The role that may do this.
    pub required: Role,
}
