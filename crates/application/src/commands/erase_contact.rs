//! Erasing a person.

use domain::{Actor, ContactId};

use super::Commands;
use crate::errors::use_case_error;

/// Remove all that tells who a contact is, for good.
#[derive(Debug, Clone)]
pub struct EraseContact {
    /// Which contact.
    pub contact: ContactId,
}

use_case_error! {
    /// Why a contact was not erased.
    pub enum EraseContactError: Forbidden {
        /// There is no such contact, or it was erased before.
        NotFound(ContactId),
    }
}

impl Commands {
    /// Erases a contact: its data go from record, tasks, notes and history. Admins may.
    ///
    /// What was completed keeps counting. Open tasks are deleted with it: nobody can do something for a person of whom
    /// nothing is known. Deals stay, and no longer show whom they were made with. An entry tells that a contact was
    /// erased, and one per open task that it was deleted; none of them tells who it was.
    pub async fn erase_contact(
        &self,
        actor: &Actor,
        cmd: EraseContact,
    ) -> Result<ContactId, EraseContactError> {
        let admin = actor.admin()?;
        self.in_unit(actor.account, async |unit| {
            let contact = unit.contact(cmd.contact).await?;
            let contact = contact.ok_or(EraseContactError::NotFound(cmd.contact))?;
            let open_tasks = unit.open_tasks_about(contact.id).await?;
            let now = self.clock.now();
            unit.erase_contact(contact.id, now).await?;
            let events = contact.erase(admin, &open_tasks);
            self.record(unit, Some(actor.user), now, events).await?;
            Ok(contact.id)
        })
        .await
    }
}
