//! Creating and revoking API tokens.

use application::commands::{Authority, CreateToken, CreateTokenError, RevokeToken, RevokeTokenError};
use async_graphql::{Context, Object};
use domain::{Fault, Faults, InputPath, UserId, fault::Invalid};

use super::{
    input::{ApiTokenCreateInput, ApiTokenRevokeInput},
    types::ApiToken,
};
use crate::{
    context::{RequestScope, run, scope},
    errors::ApiError,
    payload::payload,
    user_errors::{
        ForbiddenError, InvalidInputError, NotFoundError, faults, forbidden, not_found, user_errors,
    },
};

user_errors! {
    /// What can go wrong in `apiTokenCreate`.
    ApiTokenCreateUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError);
    /// What can go wrong in `apiTokenRevoke`.
    ApiTokenRevokeUserError = Forbidden(ForbiddenError) | NotFound(NotFoundError);
}

payload! {
    /// Payload of `apiTokenCreate`.
    ApiTokenCreatePayload of ApiTokenCreateUserError {
        /// The new token; null when there are user errors.
        api_token: ApiToken,
        /// What to send as `Authorization: Bearer`; shown once, null when there are user errors.
        secret: String,
    }
    /// Payload of `apiTokenRevoke`.
    ApiTokenRevokePayload of ApiTokenRevokeUserError {
        /// The revoked token; null when there are user errors.
        api_token: ApiToken,
    }
}

/// Mutations of API tokens.
#[derive(Default)]
pub struct ApiTokenMutation;

#[Object]
impl ApiTokenMutation {
    /// Create an API token for the viewer, or for another user by an admin. The secret is shown once.
    async fn api_token_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: ApiTokenCreateInput,
    ) -> Option<Result<ApiTokenCreatePayload, ApiError>> {
        let scope = scope(ctx);
        let issued = match scope.issue_token() {
            Ok(issued) => issued,
            Err(error) => return Some(Err(error.into())),
        };
        let user: UserId = match &input.user_id {
            Some(id) => scope.typed(id),
            None => scope.actor().user,
        };
        let cmd = CreateToken {
            by: Authority::User(*scope.actor()),
            user,
            name: input.name,
            expires_at: input.expires_at.map(|at| at.0),
            secret_hash: issued.secret_hash,
        };
        Some(match run!(scope, create_token(cmd)) {
            Ok(token) => Ok(ApiTokenCreatePayload::done(token.into(), issued.secret)),
            Err(error) => create_errors(scope, user, error).map(ApiTokenCreatePayload::refused),
        })
    }

    /// Revoke an API token at once.
    async fn api_token_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: ApiTokenRevokeInput,
    ) -> Option<Result<ApiTokenRevokePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = RevokeToken {
            token: scope.typed(&input.id),
        };
        Some(match run!(scope, revoke_token(scope.actor(), cmd)) {
            Ok(token) => Ok(ApiTokenRevokePayload::done(token.into())),
            Err(error) => revoke_errors(scope, error).map(ApiTokenRevokePayload::refused),
        })
    }
}

fn create_errors(
    scope: &RequestScope,
    user: UserId,
    error: CreateTokenError,
) -> Result<Vec<ApiTokenCreateUserError>, ApiError> {
    let of_user = |fault| faults(scope, &Faults::one(InputPath::field("user_id"), fault));
    Ok(match error {
        CreateTokenError::Forbidden(role) => forbidden(scope.language(), role),
        CreateTokenError::Input(all) => faults(scope, &all),
        CreateTokenError::NoUser => of_user(Fault::NotFound(user.into())),
        CreateTokenError::InactiveUser => of_user(Fault::Invalid(Invalid::InactiveUser)),
        CreateTokenError::Store(error) => return Err(error.into()),
    })
}

fn revoke_errors(
    scope: &RequestScope,
    error: RevokeTokenError,
) -> Result<Vec<ApiTokenRevokeUserError>, ApiError> {
    Ok(match error {
        RevokeTokenError::Forbidden(role) => forbidden(scope.language(), role),
        RevokeTokenError::NotFound(id) => {
            vec![not_found(scope, &InputPath::field("id"), id.into()).into()]
        }
        RevokeTokenError::Store(error) => return Err(error.into()),
    })
}
