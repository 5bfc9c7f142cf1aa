//! The write side: units of work.

use async_trait::async_trait;
use domain::AccountId;

use jiff::Timestamp;

use super::{
    Accounts, Activities, ApiTokens, Contacts, Deals, Erasure, IdempotencyKeys, Outcomes, Settings,
    TaskTypes, Tasks, Users,
};
use crate::{StoreError, Unit};

/// Where everything is kept.
#[async_trait]
pub trait Store: Send + Sync {
    /// Opens a unit of work on one account. Everything it reads and writes belongs to that account: what belongs to
    /// another one does not exist for it. The account itself need not exist yet.
    ///
    /// Fails with [`StoreError::Busy`] in bounded time when there is no room; where room is taken only with the first
    /// step, that one does.
    async fn begin(&self, account: AccountId) -> Result<Unit, StoreError>;

    /// Forgets the keys of all accounts that were used at or before this moment, and tells how many those were.
    async fn forget_keys(&self, used_until: Timestamp) -> Result<u64, StoreError>;
}

/// Steps that happen together or not at all, on the account the unit was opened for.
///
/// Reads that say "stays locked" keep other units from changing the row until this one ends; such a read waits for a
/// unit that holds the row, and then sees what that one committed. All other reads see what is committed at that
/// moment. Dropping a unit undoes it, at a cost: roll back explicitly.
///
/// A step that stores what does not exist fails with [`StoreError::Broken`]. After a step has failed the unit can only
/// be ended: committing it then undoes it and tells that failure. A step that only changes may be put off, and then fails
/// with the next read or the commit.
#[async_trait]
pub trait UnitOfWork:
    Accounts
    + Users
    + ApiTokens
    + IdempotencyKeys
    + Settings
    + TaskTypes
    + Outcomes
    + Contacts
    + Deals
    + Tasks
    + Activities
    + Erasure
    + Send
{
    /// Makes all steps visible and durable. Fails with [`StoreError::Conflict`] when that is no longer possible.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;

    /// Undoes all steps.
    async fn rollback(self: Box<Self>);
}
