//! Revoking an API token, and noting that one was used.

use domain::{AccountId, Actor, ApiToken, ApiTokenId};
use jiff::Timestamp;

use super::Commands;
use crate::{StoreError, errors::use_case_error};

/// Revoke a token at once.
#[derive(Debug, Clone)]
pub struct RevokeToken {
    /// Which token.
    pub token: ApiTokenId,
}

use_case_error! {
    /// Why a token was not revoked.
    pub enum RevokeTokenError: Forbidden {
        /// There is no such token, or it is someone else's.
        NotFound(ApiTokenId),
    }
}

impl Commands {
    /// Revokes a token. Revoked already, nothing changes. Whom it signs in and admins may; for others it does not exist.
    pub async fn revoke_token(&self, actor: &Actor, cmd: RevokeToken) -> Result<ApiToken, RevokeTokenError> {
        self.in_unit(actor.account, async |unit| {
            let token = unit.api_token(cmd.token).await?;
            let token = token.filter(|token| ApiToken::may_manage(token.user, actor).is_ok());
            let mut token = token.ok_or(RevokeTokenError::NotFound(cmd.token))?;
            let now = self.clock.now();
            if let Some(event) = token.revoke(now) {
                unit.put_api_token(&token).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(token)
        })
        .await
    }

    /// Notes that a token was used in this hour. That is no change that the history tells.
    pub async fn note_token_use(
        &self,
        account: AccountId,
        token: ApiTokenId,
        hour: Timestamp,
    ) -> Result<(), StoreError> {
        self.in_unit(account, async |unit| unit.note_token_use(token, hour).await)
            .await
    }
}
