//! Removing what tells who a person was.

use async_trait::async_trait;
use domain::{ContactId, TaskId, TaskTypeId};
use jiff::Timestamp;

use crate::StoreError;

/// Erasing a contact that the unit has locked.
#[async_trait]
pub trait Erasure: Send {
    /// The open tasks about a contact, by id, with their types. All tasks about it stay locked, and no other one is added
    /// while the contact is locked.
    async fn open_tasks_about(&mut self, contact: ContactId)
    -> Result<Vec<(TaskId, TaskTypeId)>, StoreError>;

    /// Removes, for good and in a number of statements that does not grow with it:
    /// - all that is known about the contact, which is gone for every read;
    /// - title and description of the tasks about it: open ones are taken from view, completed ones stay, to be counted
    ///   and read, and no unit finds them any more;
    /// - notes of their completions;
    /// - title, notes, reason, changes and search text of entries about the contact and those tasks;
    /// - the names it ever had from changes of `contact` in entries of deals. Deals keep their own data.
    async fn erase_contact(&mut self, contact: ContactId, at: Timestamp) -> Result<(), StoreError>;
}
