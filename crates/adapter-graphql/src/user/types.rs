//! Users as the API shows them.

use std::sync::Arc;

use async_graphql::{Enum, ID, Object};

use crate::{ids, page::connection};

/// What a user may do in the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum UserRole {
    /// May manage settings, task types and outcomes.
    Admin,
    /// May work on tasks and read reports.
    Member,
}

impl From<domain::Role> for UserRole {
    fn from(role: domain::Role) -> Self {
        match role {
            domain::Role::Admin => Self::Admin,
            domain::Role::Member => Self::Member,
        }
    }
}

impl From<UserRole> for domain::Role {
    fn from(role: UserRole) -> Self {
        match role {
            UserRole::Admin => Self::Admin,
            UserRole::Member => Self::Member,
        }
    }
}

/// A person of the account's team.
#[derive(Debug, Clone)]
pub struct User(pub(crate) Arc<domain::User>);

impl From<domain::User> for User {
    fn from(user: domain::User) -> Self {
        Self(Arc::new(user))
    }
}

/// A person of the account's team.
#[Object]
impl User {
    /// Email address of the user; null when the viewer may not see it.
    async fn email(&self) -> Option<&str> {
        Some(self.0.email.as_str())
    }

    /// Globally unique, opaque id.
    pub(crate) async fn id(&self) -> ID {
        ids::encode(self.0.id.into())
    }

    /// Whether the user may sign in. Inactive users keep their tasks and their rows in reports.
    async fn is_active(&self) -> bool {
        self.0.is_active
    }

    /// Display name of the user.
    async fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// Role of the user.
    async fn role(&self) -> UserRole {
        self.0.role.into()
    }

    /// Version for optimistic locking.
    async fn version(&self) -> i32 {
        self.0.version.number()
    }
}

connection! {
    /// A user and its cursor.
    edge UserEdge,
    /// A page of users.
    connection UserConnection of User,
    "The user.", "Number of users on all pages; null when counting would be too costly."
}
