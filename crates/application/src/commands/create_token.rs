//! Creating an API token.

use domain::{
    AccountId, ActivityAction, ActivityKind, ApiTokenId, Event, Faults, InputPath, User, UserId,
    text::TokenName,
};

use super::Commands;
use crate::{errors::use_case_error, ports::NewApiToken};

/// Create a token that signs a user in. Whoever runs the installation does, outside of any account.
#[derive(Debug, Clone)]
pub struct CreateToken {
    /// Which account.
    pub account: AccountId,
    /// The user it signs in.
    pub user: UserId,
    /// What it is for.
    pub name: String,
    /// SHA-256 of the secret, which the caller keeps.
    pub secret_hash: [u8; 32],
}

use_case_error! {
    /// Why a token was not created.
    pub enum CreateTokenError: Input {
        /// There is no such user in such an account.
        NoUser,
        /// The user is not active, so the token would not work.
        InactiveUser,
    }
}

impl Commands {
    /// Creates a token that works until it is revoked.
    pub async fn create_token(&self, cmd: CreateToken) -> Result<User, CreateTokenError> {
        self.in_unit(cmd.account, async |unit| {
            let name = TokenName::parse(&cmd.name);
            let name = name.map_err(|fault| Faults::one(InputPath::field("name"), fault))?;
            let user = unit.user(cmd.user).await?.ok_or(CreateTokenError::NoUser)?;
            if !user.is_active {
                return Err(CreateTokenError::InactiveUser);
            }
            let (now, id) = (self.clock.now(), ApiTokenId::new(self.ids.next()));
            let event = Event::new(
                ActivityKind::ApiTokenChanged,
                ActivityAction::Created,
                name.as_str(),
            );
            let (user_id, secret_hash) = (user.id, cmd.secret_hash);
            unit.add_api_token(&NewApiToken {
                id,
                user: user_id,
                name,
                secret_hash,
                created_at: now,
            })
            .await?;
            self.record(unit, None, now, [event]).await?;
            Ok(user)
        })
        .await
    }
}
