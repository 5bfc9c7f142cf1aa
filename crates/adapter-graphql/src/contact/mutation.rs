//! Creating and changing contacts.

use application::{
    commands::{
        CreateContact, CreateContactError, EraseContact, EraseContactError, ImportContactsError,
        UpdateContact, UpdateContactError,
    },
    queries::records::contact_cursor,
};
use async_graphql::{Context, ID, Object};
use domain::{ContactId, InputPath, Version, fault::Checks};

use super::{
    input::{ContactCreateInput, ContactEraseInput, ContactUpdateInput, ContactsImportInput},
    types::{Contact, ContactEdge},
};
use crate::{
    context::{RequestScope, run, scope},
    errors::ApiError,
    ids, loaders,
    node::Node,
    page::ListOf,
    payload::payload,
    user_errors::{
        ForbiddenError, InvalidInputError, NotFoundError, StaleObjectError, TakenError, external_id_taken,
        faults, forbidden, not_found, stale, user_errors,
    },
};

user_errors! {
    /// What can go wrong in `contactCreate`.
    ContactCreateUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Taken(TakenError);
    /// What can go wrong in `contactUpdate`.
    ContactUpdateUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Stale(StaleObjectError) | Taken(TakenError);
    /// What can go wrong in `contactErase`.
    ContactEraseUserError = Forbidden(ForbiddenError) | NotFound(NotFoundError);
    /// What can go wrong in `contactsImport`.
    ContactsImportUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError);
}

payload! {
    /// Payload of `contactCreate`.
    ContactCreatePayload of ContactCreateUserError {
        /// The new contact; null when there are user errors.
        contact: Contact,
        /// The new contact as an edge; null when there are user errors.
        contact_edge: ContactEdge,
    }
    /// Payload of `contactUpdate`.
    ContactUpdatePayload of ContactUpdateUserError {
        /// The changed contact; null when there are user errors.
        contact: Contact,
    }
    /// Payload of `contactErase`.
    ContactErasePayload of ContactEraseUserError {
        /// Id of the erased contact; null when there are user errors.
        erased_contact_id: ID,
    }
    /// Payload of `contactsImport`.
    ContactsImportPayload of ContactsImportUserError {
        /// The contacts in the order of the input; null when there are user errors.
        contacts: Vec<Contact>,
    }
}

/// Mutations of contacts.
#[derive(Default)]
pub struct ContactMutation;

#[Object]
impl ContactMutation {
    /// Create a contact.
    async fn contact_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: ContactCreateInput,
    ) -> Option<Result<ContactCreatePayload, ApiError>> {
        let scope = scope(ctx);
        let idempotency_key = input.idempotency_key.clone();
        let cmd = CreateContact {
            fields: input.parse(scope),
            idempotency_key,
        };
        Some(match run!(scope, create_contact(scope.actor(), cmd)) {
            Ok(contact) => {
                let edge = ContactEdge::new(
                    contact.clone().into(),
                    &ListOf::account(ctx),
                    &contact_cursor(&contact),
                );
                Ok(ContactCreatePayload::done(contact.into(), edge))
            }
            Err(error) => create_errors(ctx, error).await.map(ContactCreatePayload::refused),
        })
    }

    /// Change a contact. Leave out what shall stay; null clears where clearing makes sense.
    async fn contact_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: ContactUpdateInput,
    ) -> Option<Result<ContactUpdatePayload, ApiError>> {
        let scope = scope(ctx);
        let (contact, expected_version) = (scope.typed(&input.id), input.expected_version.map(Version::new));
        let mut nulls = Checks::new();
        let cmd = UpdateContact {
            contact,
            changes: input.parse(scope, &mut nulls),
            expected_version,
        };
        if let Err(all) = nulls.finish() {
            return Some(Ok(ContactUpdatePayload::refused(faults(scope, &all))));
        }
        Some(match run!(scope, update_contact(scope.actor(), cmd)) {
            Ok(contact) => Ok(ContactUpdatePayload::done(contact.into())),
            Err(error) => update_errors(ctx, error).await.map(ContactUpdatePayload::refused),
        })
    }

    /// Erase a person: removes the data of the contact from its record, tasks, notes and history for good. Counts in reports stay. Admins only.
    async fn contact_erase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: ContactEraseInput,
    ) -> Option<Result<ContactErasePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = EraseContact {
            contact: scope.typed(&input.id),
        };
        Some(match run!(scope, erase_contact(scope.actor(), cmd)) {
            Ok(id) => Ok(ContactErasePayload::done(ids::encode(id.into()))),
            Err(error) => erase_errors(scope, error).map(ContactErasePayload::refused),
        })
    }

    /// Create or update up to 1,000 contacts by their external ids, all or nothing. Admins only.
    async fn contacts_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: ContactsImportInput,
    ) -> Option<Result<ContactsImportPayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = input.parse(scope);
        Some(match run!(scope, import_contacts(scope.actor(), cmd)) {
            Ok(contacts) => Ok(ContactsImportPayload::done(
                contacts.into_iter().map(Contact::from).collect(),
            )),
            Err(error) => import_errors(scope, error).map(ContactsImportPayload::refused),
        })
    }
}

async fn taken(ctx: &Context<'_>, existing: ContactId) -> Result<TakenError, ApiError> {
    let existing = loaders::must(loaders::contact(ctx, existing).await?)?;
    let id = existing.0.details.external_id.clone();
    Ok(external_id_taken(
        scope(ctx).language(),
        id.as_ref(),
        Node::Contact(existing),
    ))
}

async fn create_errors(
    ctx: &Context<'_>,
    error: CreateContactError,
) -> Result<Vec<ContactCreateUserError>, ApiError> {
    Ok(match error {
        CreateContactError::Input(all) => faults(scope(ctx), &all),
        CreateContactError::Taken(existing) => vec![taken(ctx, existing).await?.into()],
        CreateContactError::Store(error) => return Err(error.into()),
    })
}

async fn update_errors(
    ctx: &Context<'_>,
    error: UpdateContactError,
) -> Result<Vec<ContactUpdateUserError>, ApiError> {
    Ok(match error {
        UpdateContactError::Stale(current) => stale(scope(ctx).language(), current),
        UpdateContactError::Input(all) => faults(scope(ctx), &all),
        UpdateContactError::Taken(existing) => vec![taken(ctx, existing).await?.into()],
        UpdateContactError::Store(error) => return Err(error.into()),
    })
}

fn import_errors(
    scope: &RequestScope,
    error: ImportContactsError,
) -> Result<Vec<ContactsImportUserError>, ApiError> {
    Ok(match error {
        ImportContactsError::Forbidden(refused) => forbidden(scope.language(), refused),
        ImportContactsError::Input(all) => faults(scope, &all),
        ImportContactsError::Store(error) => return Err(error.into()),
    })
}

fn erase_errors(
    scope: &RequestScope,
    error: EraseContactError,
) -> Result<Vec<ContactEraseUserError>, ApiError> {
    Ok(match error {
        EraseContactError::Forbidden(refused) => forbidden(scope.language(), refused),
        EraseContactError::NotFound(id) => {
            vec![not_found(scope, &InputPath::field("id"), id.into()).into()]
        }
        EraseContactError::Store(error) => return Err(error.into()),
    })
}
