//! The account, its users and their API tokens.

use async_trait::async_trait;
use domain::{Account, ApiToken, ApiTokenId, LabelKey, User, UserId};
use jiff::Timestamp;

use crate::{StoreError, confirmation::ConfirmationKey};

/// The account the unit was opened for.
#[async_trait]
pub trait Accounts: Send {
    /// The account; it stays as it is until the unit ends, but does not keep other units from reading it so too.
    async fn account(&mut self) -> Result<Option<Account>, StoreError>;

    /// The account; stays locked, also against units that read it.
    async fn account_to_change(&mut self) -> Result<Option<Account>, StoreError>;

    /// Stores the changed account.
    async fn put_account(&mut self, account: &Account) -> Result<(), StoreError>;

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

    /// Those of these users that exist, in any order; not locked.
    async fn users(&mut self, ids: &[UserId]) -> Result<Vec<User>, StoreError>;

    /// The names of those users that exist, in any order; not locked.
    async fn user_names(&mut self, ids: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError>;

    /// The user with this e-mail address, by its key; not locked.
    async fn user_with_email(&mut self, key: &LabelKey) -> Result<Option<User>, StoreError>;

    /// A user; stays locked.
    async fn user_to_change(&mut self, id: UserId) -> Result<Option<User>, StoreError>;

    /// The active admins, by id; all stay locked. Whoever may take one from them takes this lock first.
    async fn lock_active_admins(&mut self) -> Result<Vec<UserId>, StoreError>;

    /// Adds a user; [`StoreError::Conflict`] if the address is taken.
    async fn add_user(&mut self, user: &User) -> Result<(), StoreError>;

    /// Stores a changed user; [`StoreError::Conflict`] if the address is taken.
    async fn put_user(&mut self, user: &User) -> Result<(), StoreError>;
}

/// The API tokens of the account.
#[async_trait]
pub trait ApiTokens: Send {
    /// Adds a token with the SHA-256 of its secret; [`StoreError::Conflict`] if one has this secret.
    async fn add_api_token(&mut self, token: &ApiToken, secret_hash: &[u8; 32]) -> Result<(), StoreError>;

    /// A token; stays locked.
    async fn api_token(&mut self, id: ApiTokenId) -> Result<Option<ApiToken>, StoreError>;

    /// Stores whether a token is revoked; nothing else of it changes.
    async fn put_api_token(&mut self, token: &ApiToken) -> Result<(), StoreError>;

    /// Notes the hour in which a token was used, unless a later one stands there.
    async fn note_token_use(&mut self, id: ApiTokenId, hour: Timestamp) -> Result<(), StoreError>;
}
