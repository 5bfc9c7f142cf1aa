//! Changing a contact.

use domain::{Actor, Contact, ContactDetails, ContactId, Version};

use super::{
    Commands,
    known::{missing, owner_changed},
    records::{ContactPatch, contact_details},
};
use crate::{StoreError, Unit, errors::use_case_error};

/// Change a contact; what is kept stays.
#[derive(Debug, Clone)]
pub struct UpdateContact {
    /// Which contact.
    pub contact: ContactId,
    /// What changes.
    pub changes: ContactPatch,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a contact was not changed.
    pub enum UpdateContactError: Stale, Input {
        /// This contact has the external id already.
        Taken(ContactId),
    }
}

impl Commands {
    /// Changes a contact. Everyone of the account may.
    pub async fn update_contact(
        &self,
        actor: &Actor,
        cmd: UpdateContact,
    ) -> Result<Contact, UpdateContactError> {
        self.in_unit(actor.account, async |unit| {
            let mut contact = unit
                .contact(cmd.contact)
                .await?
                .ok_or_else(|| missing(cmd.contact))?;
            contact.version.check(cmd.expected_version)?;
            let owner = contact.details.owner;
            let details =
                contact_details::<UpdateContactError>(unit, &cmd.changes.applied_to(&contact.details), owner)
                    .await?;
            if let Some(other) = check_external_id(unit, &details, Some(contact.id)).await? {
                return Err(UpdateContactError::Taken(other));
            }
            let now = self.clock.now();
            if let Some(event) = contact.update(details, now) {
                let event = owner_changed(unit, event, owner, contact.details.owner).await?;
                unit.put_contact(&contact).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(contact)
        })
        .await
    }
}

/// The other contact that has the external id, if there is one.
pub(super) async fn check_external_id(
    unit: &mut Unit,
    details: &ContactDetails,
    own: Option<ContactId>,
) -> Result<Option<ContactId>, StoreError> {
    let Some(external_id) = &details.external_id else {
        return Ok(None);
    };
    Ok(unit
        .contact_with_external_id(external_id)
        .await?
        .filter(|other| Some(*other) != own))
}
