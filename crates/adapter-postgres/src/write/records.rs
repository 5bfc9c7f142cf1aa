//! Writes contacts and deals.

use application::{
    StoreError,
    ports::{Contacts, Deals},
};
use async_trait::async_trait;
use diesel::{prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;
use domain::{Contact, ContactId, Deal, DealId, text::ExternalId};
use uuid::Uuid;

use super::{ROWS_PER_STATEMENT, prepared::Prepared};
use crate::{
    read::uuids,
    rows::records::{ContactRow, DealRow, FullContactRow, FullDealRow},
    schema::{contacts, deals},
    store::PgUnit,
};

#[async_trait]
impl Contacts for PgUnit {
    async fn contact(&mut self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        let query = contacts::table
            .find((self.tenant(), id.uuid()))
            .filter(contacts::erased_at.is_null())
            .select(ContactRow::as_select());
        let row = query
            .for_no_key_update()
            .first(self.connection().await?)
            .await
            .optional();
        Ok(self.noted(row)?.map(Contact::from))
    }

    async fn contact_names(&mut self, ids: &[ContactId]) -> Result<Vec<(ContactId, String)>, StoreError> {
        let query = known(self.tenant(), ids).select((contacts::id, contacts::name));
        let names = self.ask(async |connection| query.load(connection).await).await?;
        Ok(contact_names(names))
    }

    async fn held_contact_names(
        &mut self,
        ids: &[ContactId],
    ) -> Result<Vec<(ContactId, String)>, StoreError> {
        let query = known(self.tenant(), ids)
            .order(contacts::id)
            .select((contacts::id, contacts::name))
            .for_share();
        let names: QueryResult<Vec<(Uuid, String)>> = query.load(self.connection().await?).await;
        self.noted(names).map(contact_names)
    }

    async fn contact_with_external_id(&mut self, id: &ExternalId) -> Result<Option<ContactId>, StoreError> {
        let query = contacts::table
            .filter(
                contacts::account_id
                    .eq(self.tenant())
                    .and(contacts::external_id.eq(id.as_str())),
            )
            .select(contacts::id);
        let id = query.first(self.connection().await?).await.optional();
        Ok(self.noted(id)?.map(ContactId::new))
    }

    async fn add_contact(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let row = FullContactRow::of(self.account_id(), contact);
        let inserted = diesel::insert_into(contacts::table)
            .values(row)
            .execute(self.connection().await?)
            .await;
        self.changed_one(inserted)
    }

    async fn put_contact(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let row = FullContactRow::of(self.account_id(), contact);
        let update = diesel::update(contacts::table.find((self.tenant(), contact.id.uuid()))).set(row);
        let updated = Prepared(update).execute(self.connection().await?).await;
        self.changed_one(updated)
    }

    async fn contacts_with_external_ids(&mut self, ids: &[ExternalId]) -> Result<Vec<Contact>, StoreError> {
        let ids: Vec<&str> = ids.iter().map(ExternalId::as_str).collect();
        let query = contacts::table
            .filter(
                contacts::account_id
                    .eq(self.tenant())
                    .and(contacts::external_id.eq_any(ids)),
            )
            .order(contacts::id)
            .select(ContactRow::as_select())
            .for_no_key_update();
        let rows: QueryResult<Vec<ContactRow>> = query.load(self.connection().await?).await;
        Ok(self.noted(rows)?.into_iter().map(Contact::from).collect())
    }

    async fn save_contacts(&mut self, contacts: &[Contact]) -> Result<(), StoreError> {
        for some in in_order_of_external_ids(contacts, |contact| contact.details.external_id.as_ref()) {
            self.save_some_contacts(&some).await?;
        }
        Ok(())
    }
}

/// Those of these contacts that exist.
#[diesel::dsl::auto_type]
fn known<'a>(account: Uuid, ids: &'a [ContactId]) -> _ {
    let ids: Vec<Uuid> = uuids(ids, ContactId::uuid);
    contacts::table
        .filter(contacts::account_id.eq(account))
        .filter(contacts::id.eq_any(ids))
        .filter(contacts::erased_at.is_null())
}

fn contact_names(rows: Vec<(Uuid, String)>) -> Vec<(ContactId, String)> {
    let named = rows.into_iter().map(|(id, name)| (ContactId::new(id), name));
    named.collect()
}

#[async_trait]
impl Deals for PgUnit {
    async fn deal(&mut self, id: DealId) -> Result<Option<Deal>, StoreError> {
        let query = deals::table
            .find((self.tenant(), id.uuid()))
            .select(DealRow::as_select());
        let row = query
            .for_no_key_update()
            .first(self.connection().await?)
            .await
            .optional();
        self.noted(row)?.map(Deal::try_from).transpose()
    }

    async fn deal_names(&mut self, ids: &[DealId]) -> Result<Vec<(DealId, String)>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let query = deals::table
            .filter(deals::account_id.eq(self.tenant()).and(deals::id.eq_any(ids)))
            .select((deals::id, deals::name));
        let names: Vec<(Uuid, String)> = self.ask(async |connection| query.load(connection).await).await?;
        let of_deals = names.into_iter().map(|(id, name)| (DealId::new(id), name));
        Ok(of_deals.collect())
    }

    async fn deal_with_external_id(&mut self, id: &ExternalId) -> Result<Option<DealId>, StoreError> {
        let query = deals::table
            .filter(
                deals::account_id
                    .eq(self.tenant())
                    .and(deals::external_id.eq(id.as_str())),
            )
            .select(deals::id);
        let id = query.first(self.connection().await?).await.optional();
        Ok(self.noted(id)?.map(DealId::new))
    }

    async fn add_deal(&mut self, deal: &Deal) -> Result<(), StoreError> {
        let row = FullDealRow::of(self.account_id(), deal);
        let inserted = diesel::insert_into(deals::table)
            .values(row)
            .execute(self.connection().await?)
            .await;
        self.changed_one(inserted)
    }

    async fn put_deal(&mut self, deal: &Deal) -> Result<(), StoreError> {
        let row = FullDealRow::of(self.account_id(), deal);
        let update = diesel::update(deals::table.find((self.tenant(), deal.id.uuid()))).set(row);
        let updated = Prepared(update).execute(self.connection().await?).await;
        self.changed_one(updated)
    }

    async fn deals_with_external_ids(&mut self, ids: &[ExternalId]) -> Result<Vec<Deal>, StoreError> {
        let ids: Vec<&str> = ids.iter().map(ExternalId::as_str).collect();
        let query = deals::table
            .filter(
                deals::account_id
                    .eq(self.tenant())
                    .and(deals::external_id.eq_any(ids)),
            )
            .order(deals::id)
            .select(DealRow::as_select())
            .for_no_key_update();
        let rows: QueryResult<Vec<DealRow>> = query.load(self.connection().await?).await;
        self.noted(rows)?.into_iter().map(Deal::try_from).collect()
    }

    async fn save_deals(&mut self, deals: &[Deal]) -> Result<(), StoreError> {
        for some in in_order_of_external_ids(deals, |deal| deal.details.external_id.as_ref()) {
            self.save_some_deals(&some).await?;
        }
        Ok(())
    }
}

/// In portions for one statement each. All imports take unique keys in one order, so that none waits for one that waits
/// for it.
fn in_order_of_external_ids<R>(
    records: &[R],
    external_id: impl Fn(&R) -> Option<&ExternalId>,
) -> Vec<Vec<&R>> {
    let mut ordered: Vec<&R> = records.iter().collect();
    ordered.sort_by(|a, b| {
        let id = |record| external_id(record).map(ExternalId::as_str);
        id(a).cmp(&id(b))
    });
    ordered.chunks(ROWS_PER_STATEMENT).map(<[&R]>::to_vec).collect()
}

impl PgUnit {
    /// Inserting what exists already turns into changing it.
    async fn save_some_contacts(&mut self, some: &[&Contact]) -> Result<(), StoreError> {
        let account = self.account_id();
        let rows: Vec<_> = some
            .iter()
            .map(|contact| FullContactRow::of(account, contact))
            .collect();
        let upsert = diesel::insert_into(contacts::table)
            .values(rows)
            .on_conflict((contacts::account_id, contacts::id))
            .do_update()
            .set((
                contacts::name.eq(excluded(contacts::name)),
                contacts::sort_key.eq(excluded(contacts::sort_key)),
                contacts::email.eq(excluded(contacts::email)),
                contacts::search_text.eq(excluded(contacts::search_text)),
                contacts::phone.eq(excluded(contacts::phone)),
                contacts::company.eq(excluded(contacts::company)),
                contacts::owner_id.eq(excluded(contacts::owner_id)),
                contacts::external_id.eq(excluded(contacts::external_id)),
                contacts::version.eq(excluded(contacts::version)),
                contacts::updated_at.eq(excluded(contacts::updated_at)),
            ));
        let saved = upsert.execute(self.connection().await?).await;
        self.noted(saved).map(|_| ())
    }

    /// Inserting what exists already turns into changing it.
    async fn save_some_deals(&mut self, some: &[&Deal]) -> Result<(), StoreError> {
        let account = self.account_id();
        let rows: Vec<_> = some.iter().map(|deal| FullDealRow::of(account, deal)).collect();
        let upsert = diesel::insert_into(deals::table)
            .values(rows)
            .on_conflict((deals::account_id, deals::id))
            .do_update()
            .set((
                deals::name.eq(excluded(deals::name)),
                deals::sort_key.eq(excluded(deals::sort_key)),
                deals::contact_id.eq(excluded(deals::contact_id)),
                deals::value_amount.eq(excluded(deals::value_amount)),
                deals::value_currency.eq(excluded(deals::value_currency)),
                deals::stage.eq(excluded(deals::stage)),
                deals::status.eq(excluded(deals::status)),
                deals::owner_id.eq(excluded(deals::owner_id)),
                deals::external_id.eq(excluded(deals::external_id)),
                deals::version.eq(excluded(deals::version)),
                deals::updated_at.eq(excluded(deals::updated_at)),
            ));
        let saved = upsert.execute(self.connection().await?).await;
        self.noted(saved).map(|_| ())
    }
}
