//! Inputs of mutations of API tokens.

use async_graphql::{ID, InputObject};

use crate::scalars::DateTime;

/// Input of `apiTokenCreate`.
#[derive(Debug, InputObject)]
pub struct ApiTokenCreateInput {
    /// When the token stops working; never when left out.
    pub(super) expires_at: Option<DateTime>,
    /// What the token is for, 1 to 80 characters.
    pub(super) name: String,
    /// Whom the token signs in; the viewer when left out.
    pub(super) user_id: Option<ID>,
}

/// Input of `apiTokenRevoke`.
#[derive(Debug, InputObject)]
pub struct ApiTokenRevokeInput {
    /// Id of the token.
    pub(super) id: ID,
}
