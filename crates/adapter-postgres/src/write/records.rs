//! Writes contacts and deals.

use application::{
    StoreError,
    ports::{Contacts, Deals},
};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{Contact, ContactId, Deal, DealId, text::ExternalId};
use uuid::Uuid;

use super::prepared::Prepared;
use crate::{
    rows::records::{ContactRow, DealRow},
    schema::{contacts, deals},
    store::PgUnit,
};

#[async_trait]
impl Contacts for PgUnit {
    async fn contact(&mut self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        let query = contacts::table
            .find((self.tenant(), id.uuid()))
            .select(ContactRow::as_select());
        let row = query
            .for_no_key_update()
            .first(self.connection())
            .await
            .optional();
        Ok(self.noted(row)?.map(Contact::from))
    }

    async fn contact_names(&mut self, ids: &[ContactId]) -> Result<Vec<(ContactId, String)>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let query = contacts::table
            .filter(
                contacts::account_id
                    .eq(self.tenant())
                    .and(contacts::id.eq_any(ids)),
            )
            .select((contacts::id, contacts::name));
        let names: QueryResult<Vec<(Uuid, String)>> = query.load(self.connection()).await;
        Ok(self
            .noted(names)?
            .into_iter()
            .map(|(id, name)| (ContactId::new(id), name))
            .collect())
    }

    async fn contact_with_external_id(&mut self, id: &ExternalId) -> Result<Option<ContactId>, StoreError> {
        let query = contacts::table
            .filter(
                contacts::account_id
                    .eq(self.tenant())
                    .and(contacts::external_id.eq(id.as_str())),
            )
            .select(contacts::id);
        let id = query.first(self.connection()).await.optional();
        Ok(self.noted(id)?.map(ContactId::new))
    }

    async fn add_contact(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let row = ContactRow::of(self.account_id(), contact);
        let inserted = diesel::insert_into(contacts::table)
            .values(row)
            .execute(self.connection())
            .await;
        self.changed_one(inserted)
    }

    async fn put_contact(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let row = ContactRow::of(self.account_id(), contact);
        let update = diesel::update(contacts::table.find((self.tenant(), contact.id.uuid()))).set(row);
        let updated = Prepared(update).execute(self.connection()).await;
        self.changed_one(updated)
    }
}

#[async_trait]
impl Deals for PgUnit {
    async fn deal(&mut self, id: DealId) -> Result<Option<Deal>, StoreError> {
        let query = deals::table
            .find((self.tenant(), id.uuid()))
            .select(DealRow::as_select());
        let row = query
            .for_no_key_update()
            .first(self.connection())
            .await
            .optional();
        self.noted(row)?.map(Deal::try_from).transpose()
    }

    async fn deal_names(&mut self, ids: &[DealId]) -> Result<Vec<(DealId, String)>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let query = deals::table
            .filter(deals::account_id.eq(self.tenant()).and(deals::id.eq_any(ids)))
            .select((deals::id, deals::name));
        let names: QueryResult<Vec<(Uuid, String)>> = query.load(self.connection()).await;
        Ok(self
            .noted(names)?
            .into_iter()
            .map(|(id, name)| (DealId::new(id), name))
            .collect())
    }

    async fn deal_with_external_id(&mut self, id: &ExternalId) -> Result<Option<DealId>, StoreError> {
        let query = deals::table
            .filter(
                deals::account_id
                    .eq(self.tenant())
                    .and(deals::external_id.eq(id.as_str())),
            )
            .select(deals::id);
        let id = query.first(self.connection()).await.optional();
        Ok(self.noted(id)?.map(DealId::new))
    }

    async fn add_deal(&mut self, deal: &Deal) -> Result<(), StoreError> {
        let row = DealRow::of(self.account_id(), deal);
        let inserted = diesel::insert_into(deals::table)
            .values(row)
            .execute(self.connection())
            .await;
        self.changed_one(inserted)
    }

    async fn put_deal(&mut self, deal: &Deal) -> Result<(), StoreError> {
        let row = DealRow::of(self.account_id(), deal);
        let update = diesel::update(deals::table.find((self.tenant(), deal.id.uuid()))).set(row);
        let updated = Prepared(update).execute(self.connection()).await;
        self.changed_one(updated)
    }
}
