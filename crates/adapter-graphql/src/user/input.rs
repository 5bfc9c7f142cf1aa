//! Inputs of mutations of users.

use application::commands::{Authority, CreateUser, UpdateUser};
use async_graphql::{ID, InputObject, MaybeUndefined};
use domain::{Version, fault::Checks};

use super::types::UserRole;
use crate::{context::RequestScope, payload::required};

/// Input of `userCreate`.
#[derive(Debug, InputObject)]
pub struct UserCreateInput {
    /// Email address, unique in the account.
    email: String,
    /// Display name, 1 to 200 characters.
    name: String,
    /// Role of the user.
    #[graphql(default_with = "UserRole::Member")]
    role: UserRole,
}

/// Input of `userUpdate`.
#[derive(Debug, InputObject)]
pub struct UserUpdateInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    expected_version: Option<i32>,
    /// Id of the user.
    id: ID,
    /// Whether the user may sign in; leave out to keep.
    is_active: MaybeUndefined<bool>,
    /// New name; leave out to keep.
    name: MaybeUndefined<String>,
    /// New role; leave out to keep.
    role: MaybeUndefined<UserRole>,
}

impl UserCreateInput {
    pub(super) fn parse(self, scope: &RequestScope) -> CreateUser {
        CreateUser {
            by: Authority::User(*scope.actor()),
            name: self.name,
            email: self.email,
            role: self.role.into(),
        }
    }
}

impl UserUpdateInput {
    pub(super) fn parse(self, scope: &RequestScope, nulls: &mut Checks) -> UpdateUser {
        UpdateUser {
            by: Authority::User(*scope.actor()),
            user: scope.typed(&self.id),
            name: required(self.name, "name", nulls),
            role: required(self.role, "role", nulls).map(UserRole::into),
            is_active: required(self.is_active, "is_active", nulls),
            expected_version: self.expected_version.map(Version::new),
        }
    }
}
