//! Inputs of mutations of contacts.

use application::commands::{ContactFields, ContactPatch, ImportContacts};
use async_graphql::{ID, InputObject, MaybeUndefined};
use domain::fault::Checks;

use crate::{
    context::RequestScope,
    payload::{clearable, required},
};

/// Input of `contactCreate`.
#[derive(Debug, InputObject)]
pub struct ContactCreateInput {
    /// Email address.
    email: Option<String>,
    /// Id in the system the record comes from; unique in the account.
    external_id: Option<String>,
    /// Display name, 1 to 200 characters.
    name: String,
    /// Company the contact works for.
    company: Option<String>,
    /// Who looks after the contact, null for nobody.
    owner_id: Option<ID>,
    /// Phone number.
    phone: Option<String>,
    /// Retrying with the same key within 24 hours returns the first result instead of acting twice; at most 100 characters.
    pub(super) idempotency_key: Option<String>,
}

/// Input of `contactUpdate`.
#[derive(Debug, InputObject)]
pub struct ContactUpdateInput {
    /// Email address.
    email: MaybeUndefined<String>,
    /// Id in the system the record comes from; unique in the account.
    external_id: MaybeUndefined<String>,
    /// Display name, 1 to 200 characters.
    name: MaybeUndefined<String>,
    /// Company the contact works for.
    company: MaybeUndefined<String>,
    /// Who looks after the contact, null for nobody.
    owner_id: MaybeUndefined<ID>,
    /// Phone number.
    phone: MaybeUndefined<String>,
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the contact.
    pub(super) id: ID,
}

/// Input of `contactErase`.
#[derive(Debug, InputObject)]
pub struct ContactEraseInput {
    /// Id of the contact.
    pub(super) id: ID,
}

/// One contact of an import.
#[derive(Debug, InputObject)]
pub struct ContactImportInput {
    /// Email address.
    email: Option<String>,
    /// Id in the system the record comes from; unique in the account.
    external_id: String,
    /// Display name, 1 to 200 characters.
    name: String,
    /// Company the contact works for.
    company: Option<String>,
    /// Who looks after the contact, null for nobody.
    owner_id: Option<ID>,
    /// Phone number.
    phone: Option<String>,
}

/// Input of `contactsImport`.
#[derive(Debug, InputObject)]
pub struct ContactsImportInput {
    /// The contacts, 1 to 1,000.
    contacts: Vec<ContactImportInput>,
}

impl ContactsImportInput {
    pub(super) fn parse(self, scope: &RequestScope) -> ImportContacts {
        let contacts = self.contacts.into_iter().map(|contact| ContactFields {
            name: contact.name,
            email: contact.email,
            phone: contact.phone,
            company: contact.company,
            owner: contact.owner_id.map(|id| scope.typed(&id)),
            external_id: Some(contact.external_id),
        });
        ImportContacts {
            contacts: contacts.collect(),
        }
    }
}

impl ContactCreateInput {
    pub(super) fn parse(self, scope: &RequestScope) -> ContactFields {
        ContactFields {
            name: self.name,
            email: self.email,
            phone: self.phone,
            company: self.company,
            owner: self.owner_id.map(|id| scope.typed(&id)),
            external_id: self.external_id,
        }
    }
}

impl ContactUpdateInput {
    pub(super) fn parse(self, scope: &RequestScope, nulls: &mut Checks) -> ContactPatch {
        ContactPatch {
            name: required(self.name, "name", nulls),
            email: clearable(self.email),
            phone: clearable(self.phone),
            company: clearable(self.company),
            owner: clearable(self.owner_id).map(|owner| owner.map(|id| scope.typed(&id))),
            external_id: clearable(self.external_id),
        }
    }
}
