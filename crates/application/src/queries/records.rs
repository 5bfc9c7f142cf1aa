//! Contacts and deals.

use domain::{Contact, ContactId, Deal, DealId, SearchTerms};

use super::{QueryError, Session, check_cursors, people::words};
use crate::{
    StoreError,
    page::{Cursor, CursorKey, Page, PageRequest},
};

const CONTACTS: &str = "contacts";
const DEALS: &str = "deals";

/// The place of a contact in the list by name.
pub fn contact_cursor(contact: &Contact) -> Cursor {
    Cursor {
        list: CONTACTS.into(),
        key: CursorKey::Text(contact.details.name.folded()),
        id: contact.id.uuid(),
    }
}

/// The place of a deal in the list by name.
pub fn deal_cursor(deal: &Deal) -> Cursor {
    Cursor {
        list: DEALS.into(),
        key: CursorKey::Text(deal.details.name.folded()),
        id: deal.id.uuid(),
    }
}

impl Session {
    /// Contacts by id, as many as there are.
    pub async fn contacts_by_id(&self, ids: &[ContactId]) -> Result<Vec<Contact>, StoreError> {
        self.reading.contacts_by_id(ids).await
    }

    /// Deals by id, as many as there are.
    pub async fn deals_by_id(&self, ids: &[DealId]) -> Result<Vec<Deal>, StoreError> {
        self.reading.deals_by_id(ids).await
    }

    /// Contacts by name.
    pub async fn contacts(
        &self,
        search: Option<&SearchTerms>,
        page: &PageRequest,
    ) -> Result<Page<Contact>, QueryError> {
        check_cursors(page, CONTACTS)?;
        Ok(self.reading.contacts(words(search), page).await?)
    }

    /// How many contacts that are.
    pub async fn contact_count(&self, search: Option<&SearchTerms>) -> Result<u64, StoreError> {
        self.reading.contact_count(words(search)).await
    }

    /// Deals by name.
    pub async fn deals(
        &self,
        search: Option<&SearchTerms>,
        page: &PageRequest,
    ) -> Result<Page<Deal>, QueryError> {
        check_cursors(page, DEALS)?;
        Ok(self.reading.deals(words(search), page).await?)
    }

    /// How many deals that are.
    pub async fn deal_count(&self, search: Option<&SearchTerms>) -> Result<u64, StoreError> {
        self.reading.deal_count(words(search)).await
    }
}
