//! Creating a contact.

use domain::{Actor, Contact, ContactId};

use super::{
    Commands,
    records::{ContactFields, contact_details},
    update_contact::check_external_id,
};
use crate::{errors::use_case_error, idempotency::repeatable};

/// Create a contact.
#[derive(Debug, Clone, Hash, Default)]
pub struct CreateContact {
    /// What is known.
    pub fields: ContactFields,
    /// Key under which it can be sent again without being done twice.
    pub idempotency_key: Option<String>,
}

use_case_error! {
    /// Why a contact was not created.
    pub enum CreateContactError: Input {
        /// This contact has the external id already.
        Taken(ContactId),
    }
}

repeatable! { CreateContact => Contact, "create_contact"; }

impl Commands {
    /// Creates a contact. Everyone of the account may.
    pub async fn create_contact(
        &self,
        actor: &Actor,
        cmd: CreateContact,
    ) -> Result<Contact, CreateContactError> {
        self.once(actor, &cmd, async |unit| {
            let details = contact_details::<CreateContactError>(unit, &cmd.fields, None).await?;
            if let Some(other) = check_external_id(unit, &details, None).await? {
                return Err(CreateContactError::Taken(other));
            }
            let now = self.clock.now();
            let (contact, event) = Contact::create(ContactId::new(self.ids.next()), details, now);
            unit.add_contact(&contact).await?;
            self.record(unit, Some(actor.user), now, [event]).await?;
            Ok(contact)
        })
        .await
    }
}
