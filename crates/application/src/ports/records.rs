//! The records that tasks relate to: contacts and deals of the account.

use async_trait::async_trait;
use domain::{Contact, ContactId, Deal, DealId, text::ExternalId};

use crate::StoreError;

/// The contacts.
#[async_trait]
pub trait Contacts: Send {
    /// A contact; stays locked.
    async fn contact(&mut self, id: ContactId) -> Result<Option<Contact>, StoreError>;

    /// The names of those contacts that exist, in any order; not locked.
    async fn contact_names(&mut self, ids: &[ContactId]) -> Result<Vec<(ContactId, String)>, StoreError>;

    /// The same; none of them is erased or changed before this unit ends. Several units can hold one.
    async fn held_contact_names(&mut self, ids: &[ContactId])
    -> Result<Vec<(ContactId, String)>, StoreError>;

    /// The contact with this external id; not locked.
    async fn contact_with_external_id(&mut self, id: &ExternalId) -> Result<Option<ContactId>, StoreError>;

    /// Adds a contact; [`StoreError::Conflict`] if its external id is taken.
    async fn add_contact(&mut self, contact: &Contact) -> Result<(), StoreError>;

    /// Stores a changed contact; [`StoreError::Conflict`] if its external id is taken.
    async fn put_contact(&mut self, contact: &Contact) -> Result<(), StoreError>;

    /// Those contacts that have one of these external ids, by id; all stay locked.
    async fn contacts_with_external_ids(&mut self, ids: &[ExternalId]) -> Result<Vec<Contact>, StoreError>;

    /// Adds contacts that are new and stores those that are changed, in a number of statements that does not grow with
    /// them; [`StoreError::Conflict`] if an external id is taken.
    async fn save_contacts(&mut self, contacts: &[Contact]) -> Result<(), StoreError>;
}

/// The deals.
#[async_trait]
pub trait Deals: Send {
    /// A deal; stays locked.
    async fn deal(&mut self, id: DealId) -> Result<Option<Deal>, StoreError>;

    /// The names of those deals that exist, in any order; not locked.
    async fn deal_names(&mut self, ids: &[DealId]) -> Result<Vec<(DealId, String)>, StoreError>;

    /// The deal with this external id; not locked.
    async fn deal_with_external_id(&mut self, id: &ExternalId) -> Result<Option<DealId>, StoreError>;

    /// Adds a deal; [`StoreError::Conflict`] if its external id is taken.
    async fn add_deal(&mut self, deal: &Deal) -> Result<(), StoreError>;

    /// Stores a changed deal; [`StoreError::Conflict`] if its external id is taken.
    async fn put_deal(&mut self, deal: &Deal) -> Result<(), StoreError>;

    /// Those deals that have one of these external ids, by id; all stay locked.
    async fn deals_with_external_ids(&mut self, ids: &[ExternalId]) -> Result<Vec<Deal>, StoreError>;

    /// Adds deals that are new and stores those that are changed, in a number of statements that does not grow with
    /// them; [`StoreError::Conflict`] if an external id is taken.
    async fn save_deals(&mut self, deals: &[Deal]) -> Result<(), StoreError>;
}
