//! The account, its users and their API tokens.

use async_trait::async_trait;
use domain::{Account, ApiTokenId, LabelKey, User, UserId, text::TokenName};
use jiff::Timestamp;

use crate::{StoreError, confirmation::ConfirmationKey};

/// The account the unit was opened for.
#[async_trait]
pub trait Accounts: Send {
    /// The account; not locked.
    async fn account(&mut self) -> Result<Option<Account>, StoreError>;

    /// Adds the account, with the key its confirmations are signed with and with new settings (off, version 1).
    /// [`StoreError::Conflict`] if it exists.
    async fn add_account(&mut self, account: &Account, key: &ConfirmationKey) -> Result<(), StoreError>;

    /// The key that confirmations of this account are signed with; not locked.
    async fn confirmation_key(&mut self) -> Result<ConfirmationKey, StoreError>;
}

/// The users of the account.
#[async_trait]
pub trait Users: Send {
    /// A user; not locked.
    async fn user(&mut self, id: UserId) -> Result<Option<User>, StoreError>;

    /// The names of those users that exist, in any order; not locked.
    async fn user_names(&mut self, ids: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError>;

    /// The user with this e-mail address, by its key; not locked.
    async fn user_with_email(&mut self, key: &LabelKey) -> Result<Option<User>, StoreError>;

    /// Adds a user; [`StoreError::Conflict`] if the address is taken.
    async fn add_user(&mut self, user: &User) -> Result<(), StoreError>;

    /// Stores a changed user; [`StoreError::Conflict`] if the address is taken.
    async fn put_user(&mut self, user: &User) -> Result<(), StoreError>;
}

/// A token to be stored: never the secret itself.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// Its id.
    pub id: ApiTokenId,
    /// Whom it signs in.
    pub user: UserId,
    /// What it is for.
    pub name: TokenName,
    /// SHA-256 of the secret.
    pub secret_hash: [u8; 32],
    /// When it was created.
    pub created_at: Timestamp,
}

/// The API tokens of the account.
#[async_trait]
pub trait ApiTokens: Send {
    /// Adds a token that works from now on; [`StoreError::Conflict`] if one has this secret.
    async fn add_api_token(&mut self, token: &NewApiToken) -> Result<(), StoreError>;
}
