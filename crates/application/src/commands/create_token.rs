//! Creating an API token.

use domain::{ApiToken, ApiTokenId, InputPath, UserId, fault::Checks, text::TokenName};
use jiff::Timestamp;

use super::{Authority, Commands};
use crate::errors::use_case_error;

/// Create a token that signs a user in.
#[derive(Debug, Clone)]
pub struct CreateToken {
    /// Who creates it: the user it signs in, or an admin.
    pub by: Authority,
    /// The user it signs in.
    pub user: UserId,
    /// What it is for.
    pub name: String,
    /// When it stops working; never when none.
    pub expires_at: Option<Timestamp>,
    /// SHA-256 of the secret, which the caller keeps.
    pub secret_hash: [u8; 32],
}

use_case_error! {
    /// Why a token was not created.
    pub enum CreateTokenError: Forbidden, Input {
        /// There is no such user in such an account.
        NoUser,
        /// The user is not active, so the token would not work.
        InactiveUser,
    }
}

impl Commands {
    /// Creates a token that works until it expires or is revoked.
    pub async fn create_token(&self, cmd: CreateToken) -> Result<ApiToken, CreateTokenError> {
        if let Authority::User(actor) = &cmd.by {
            ApiToken::may_manage(cmd.user, actor)?;
        }
        self.in_unit(cmd.by.account(), async |unit| {
            let now = self.clock.now();
            let mut checks = Checks::new();
            let name = checks.take(InputPath::field("name"), TokenName::parse(&cmd.name));
            let expires_at = cmd.expires_at.map(|at| ApiToken::parse_expiry(at, now));
            let expires_at = checks.take_opt(InputPath::field("expires_at"), expires_at);
            let name = checks.finish_with(name)?;
            let user = unit.user(cmd.user).await?.ok_or(CreateTokenError::NoUser)?;
            if !user.is_active {
                return Err(CreateTokenError::InactiveUser);
            }
            let id = ApiTokenId::new(self.ids.next());
            let (token, event) = ApiToken::create(id, user.id, name, expires_at, now);
            unit.add_api_token(&token, &cmd.secret_hash).await?;
            self.record(unit, cmd.by.user(), now, [event]).await?;
            Ok(token)
        })
        .await
    }
}
