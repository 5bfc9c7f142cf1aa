//! API tokens as the API shows them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use crate::{errors::ApiError, ids, loaders, page::connection, scalars::DateTime, user::types::User};

/// A key with which a program signs in as a user.
#[derive(Debug, Clone)]
pub struct ApiToken(pub(crate) Arc<domain::ApiToken>);

impl From<domain::ApiToken> for ApiToken {
    fn from(token: domain::ApiToken) -> Self {
        Self(Arc::new(token))
    }
}

/// A key with which a program signs in as a user.
#[Object]
impl ApiToken {
    /// When the token was created (timestamp).
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the token stops working (timestamp); null when it does not expire.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// Globally unique, opaque id.
    pub(crate) async fn id(&self) -> ID {
        ids::encode(self.0.id.into())
    }

    /// When the token was last used, to the hour (timestamp).
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }

    /// What the token is for.
    async fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// When the token was revoked (timestamp); null while it works.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }

    /// Whom the token signs in.
    async fn user(&self, ctx: &Context<'_>) -> Result<User, ApiError> {
        loaders::must(loaders::user(ctx, self.0.user).await?)
    }
}

connection! {
    /// An API token and its cursor.
    edge ApiTokenEdge,
    /// A page of API tokens.
    connection ApiTokenConnection of ApiToken,
    "The API token.", "Number of API tokens on all pages; null when counting would be too costly."
}
