//! What was done under which key, so that a request that is sent again does nothing again.

use async_trait::async_trait;
use domain::{UserId, text::IdempotencyKey};
use jiff::Timestamp;
use uuid::Uuid;

use crate::StoreError;

/// The use of a key: who, for which use case, with which input, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// Who sent it. A key means nothing to another user.
    pub user: UserId,
    /// The use case, in snake case. A key means nothing to another one.
    pub use_case: &'static str,
    /// The key as it was sent.
    pub key: IdempotencyKey,
    /// SHA-256 of the input.
    pub input_hash: [u8; 32],
    /// When it is used.
    pub used_at: Timestamp,
    /// Uses at or before this moment no longer count.
    pub expired_at: Timestamp,
}

/// What was done before under the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierUse {
    /// SHA-256 of the input of that time.
    pub input_hash: [u8; 32],
    /// Ids of what it made or changed, in the order of its result.
    pub result: Vec<Uuid>,
}

/// The keys of the account.
#[async_trait]
pub trait IdempotencyKeys: Send {
    /// Takes the key for this unit: whoever takes the same key waits until it ends, at the latest with what is held or
    /// changed next. Whether it was used before is not looked up. Lock order: before everything else.
    async fn take_key(&mut self, key: &KeyUse) -> Result<(), StoreError>;

    /// The earlier use that still counts, if there is one.
    async fn earlier_use(&mut self, key: &KeyUse) -> Result<Option<EarlierUse>, StoreError>;

    /// Keeps the ids of what was done under the key that this unit has taken; [`StoreError::Conflict`], here or at the end,
    /// where an earlier use counts.
    async fn keep_result(&mut self, key: &KeyUse, result: &[Uuid]) -> Result<(), StoreError>;
}
