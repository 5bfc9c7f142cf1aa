//! Reads contacts and deals.

use application::{
    StoreError,
    page::{Page, PageRequest},
};
use diesel::{dsl::IntoBoxed, pg::Pg, prelude::*};
use diesel_async::RunQueryDsl;
use domain::{Contact, ContactId, Deal, DealId};
use uuid::Uuid;

use super::{count, keyset::Keyset, strpos, uuids};
use crate::{
    rows::records::{ContactRow, DealRow},
    schema::{contacts, deals},
    unit::Transaction,
};

const CONTACTS_BY_NAME: Keyset = Keyset::ascending("contacts.sort_key", "contacts.id");
const DEALS_BY_NAME: Keyset = Keyset::ascending("deals.sort_key", "deals.id");

pub(super) async fn contacts_by_id(tx: &Transaction, ids: &[ContactId]) -> Result<Vec<Contact>, StoreError> {
    let query = contacts::table
        .filter(
            contacts::account_id
                .eq(tx.account().uuid())
                .and(contacts::id.eq_any(uuids(ids, ContactId::uuid))),
        )
        .filter(contacts::erased_at.is_null())
        .select(ContactRow::as_select());
    let rows: Vec<ContactRow> = tx.look_up(query.load(&mut tx.shared())).await?;
    Ok(rows.into_iter().map(Contact::from).collect())
}

pub(super) async fn contacts(
    tx: &mut Transaction,
    search: &[String],
    page: &PageRequest,
) -> Result<Page<Contact>, StoreError> {
    let found = found_contacts(tx.account().uuid(), search);
    let query = CONTACTS_BY_NAME.page(found, page).select(ContactRow::as_select());
    let rows: Vec<ContactRow> = tx.beside(query.load(&mut tx.shared())).await?;
    Ok(Page::of_read(rows.into_iter().map(Contact::from).collect(), page))
}

pub(super) async fn contact_count(tx: &mut Transaction, search: &[String]) -> Result<u64, StoreError> {
    let query = found_contacts(tx.account().uuid(), search).count();
    count(tx.beside(query.get_result(&mut tx.shared())).await?)
}

fn found_contacts(account: Uuid, search: &[String]) -> IntoBoxed<'_, contacts::table, Pg> {
    let all = contacts::table.into_boxed().filter(
        contacts::account_id
            .eq(account)
            .and(contacts::erased_at.is_null()),
    );
    search.iter().fold(all, |query, word| {
        query.filter(strpos(contacts::search_text, word).gt(0))
    })
}

pub(super) async fn deals_by_id(tx: &Transaction, ids: &[DealId]) -> Result<Vec<Deal>, StoreError> {
    let query = deals::table
        .filter(
            deals::account_id
                .eq(tx.account().uuid())
                .and(deals::id.eq_any(uuids(ids, DealId::uuid))),
        )
        .select(DealRow::as_select());
    let rows: Vec<DealRow> = tx.look_up(query.load(&mut tx.shared())).await?;
    rows.into_iter().map(Deal::try_from).collect()
}

pub(super) async fn deals(
    tx: &mut Transaction,
    search: &[String],
    page: &PageRequest,
) -> Result<Page<Deal>, StoreError> {
    let found = found_deals(tx.account().uuid(), search);
    let query = DEALS_BY_NAME.page(found, page).select(DealRow::as_select());
    let rows: Vec<DealRow> = tx.beside(query.load(&mut tx.shared())).await?;
    let items: Result<_, _> = rows.into_iter().map(Deal::try_from).collect();
    Ok(Page::of_read(items?, page))
}

pub(super) async fn deal_count(tx: &mut Transaction, search: &[String]) -> Result<u64, StoreError> {
    let query = found_deals(tx.account().uuid(), search).count();
    count(tx.beside(query.get_result(&mut tx.shared())).await?)
}

fn found_deals(account: Uuid, search: &[String]) -> IntoBoxed<'_, deals::table, Pg> {
    let all = deals::table.into_boxed().filter(deals::account_id.eq(account));
    search.iter().fold(all, |query, word| {
        query.filter(strpos(deals::sort_key, word).gt(0))
    })
}
