//! Writes contacts and deals.

use application::{
    StoreError,
    ports::{Contacts, Deals},
};
use async_trait::async_trait;
use domain::{Contact, ContactId, Deal, DealId, text::ExternalId};

use super::{add, put, unique};
use crate::store::MemoryUnit;

#[async_trait]
impl Contacts for MemoryUnit {
    async fn contact(&mut self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        Ok(self.state.contacts.get(&id).cloned())
    }

    async fn contact_names(&mut self, ids: &[ContactId]) -> Result<Vec<(ContactId, String)>, StoreError> {
        let wanted = self
            .state
            .contacts
            .values()
            .filter(|contact| ids.contains(&contact.id));
        Ok(wanted
            .map(|contact| (contact.id, contact.details.name.as_str().to_owned()))
            .collect())
    }

    async fn held_contact_names(
        &mut self,
        ids: &[ContactId],
    ) -> Result<Vec<(ContactId, String)>, StoreError> {
        self.contact_names(ids).await
    }

    async fn contact_with_external_id(&mut self, id: &ExternalId) -> Result<Option<ContactId>, StoreError> {
        let mut contacts = self.state.contacts.values();
        let found = contacts.find(|contact| contact.details.external_id.as_ref() == Some(id));
        Ok(found.map(|contact| contact.id))
    }

    async fn add_contact(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let free = self.contact_is_unique(contact);
        let added = free.and_then(|()| add(&mut self.state.contacts, contact.id, contact.clone()));
        self.noted(added)
    }

    async fn put_contact(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let free = self.contact_is_unique(contact);
        let put = free.and_then(|()| put(&mut self.state.contacts, &contact.id, contact.clone()));
        self.noted(put)
    }

    async fn contacts_with_external_ids(&mut self, ids: &[ExternalId]) -> Result<Vec<Contact>, StoreError> {
        let has_one = |contact: &&Contact| {
            contact
                .details
                .external_id
                .as_ref()
                .is_some_and(|id| ids.contains(id))
        };
        Ok(self.state.contacts.values().filter(has_one).cloned().collect())
    }

    async fn save_contacts(&mut self, contacts: &[Contact]) -> Result<(), StoreError> {
        for contact in contacts {
            let free = self.contact_is_unique(contact);
            self.noted(free)?;
            self.state.contacts.insert(contact.id, contact.clone());
        }
        Ok(())
    }
}

#[async_trait]
impl Deals for MemoryUnit {
    async fn deal(&mut self, id: DealId) -> Result<Option<Deal>, StoreError> {
        Ok(self.state.deals.get(&id).cloned())
    }

    async fn deal_names(&mut self, ids: &[DealId]) -> Result<Vec<(DealId, String)>, StoreError> {
        let wanted = self.state.deals.values().filter(|deal| ids.contains(&deal.id));
        Ok(wanted
            .map(|deal| (deal.id, deal.details.name.as_str().to_owned()))
            .collect())
    }

    async fn deal_with_external_id(&mut self, id: &ExternalId) -> Result<Option<DealId>, StoreError> {
        let mut deals = self.state.deals.values();
        let found = deals.find(|deal| deal.details.external_id.as_ref() == Some(id));
        Ok(found.map(|deal| deal.id))
    }

    async fn add_deal(&mut self, deal: &Deal) -> Result<(), StoreError> {
        let free = self.deal_is_unique(deal);
        let added = free.and_then(|()| add(&mut self.state.deals, deal.id, deal.clone()));
        self.noted(added)
    }

    async fn put_deal(&mut self, deal: &Deal) -> Result<(), StoreError> {
        let free = self.deal_is_unique(deal);
        let put = free.and_then(|()| put(&mut self.state.deals, &deal.id, deal.clone()));
        self.noted(put)
    }

    async fn deals_with_external_ids(&mut self, ids: &[ExternalId]) -> Result<Vec<Deal>, StoreError> {
        let has_one = |deal: &&Deal| {
            deal.details
                .external_id
                .as_ref()
                .is_some_and(|id| ids.contains(id))
        };
        Ok(self.state.deals.values().filter(has_one).cloned().collect())
    }

    async fn save_deals(&mut self, deals: &[Deal]) -> Result<(), StoreError> {
        for deal in deals {
            let free = self.deal_is_unique(deal);
            self.noted(free)?;
            self.state.deals.insert(deal.id, deal.clone());
        }
        Ok(())
    }
}

impl MemoryUnit {
    fn contact_is_unique(&self, contact: &Contact) -> Result<(), StoreError> {
        let Some(external_id) = &contact.details.external_id else {
            return Ok(());
        };
        unique(self.state.contacts.values(), |other| {
            other.id != contact.id && other.details.external_id.as_ref() == Some(external_id)
        })
    }

    fn deal_is_unique(&self, deal: &Deal) -> Result<(), StoreError> {
        let Some(external_id) = &deal.details.external_id else {
            return Ok(());
        };
        unique(self.state.deals.values(), |other| {
            other.id != deal.id && other.details.external_id.as_ref() == Some(external_id)
        })
    }
}
