//! Rows of contacts and deals.

use application::StoreError;
use diesel::{pg::Pg, prelude::*};
use domain::{
    AccountId, Contact, ContactDetails, ContactId, Deal, DealDetails, DealId, Money, UserId, Version,
    text::{Company, DealName, Email, ExternalId, PersonName, Phone, Stage},
};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{At, at};
use crate::{
    codes,
    schema::{contacts, deals},
};

/// A contact as it is read.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = contacts, primary_key(account_id, id), check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct ContactRow {
    id: Uuid,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    company: Option<String>,
    owner_id: Option<Uuid>,
    external_id: Option<String>,
    version: i32,
    created_at: At,
    updated_at: At,
}

/// The same as it is written, with whose it is, what it is sorted by and what it is found by.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = contacts, primary_key(account_id, id), check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct FullContactRow {
    account_id: Uuid,
    #[diesel(embed)]
    contact: ContactRow,
    sort_key: String,
    search_text: String,
}

impl FullContactRow {
    pub(crate) fn of(account: AccountId, contact: &Contact) -> Self {
        Self {
            account_id: account.uuid(),
            contact: ContactRow::of(contact),
            sort_key: contact.details.name.folded(),
            search_text: contact.search_text(),
        }
    }
}

impl ContactRow {
    fn of(contact: &Contact) -> Self {
        let details = &contact.details;
        Self {
            id: contact.id.uuid(),
            name: details.name.as_str().to_owned(),
            email: details.email.as_ref().map(|email| email.as_str().to_owned()),
            phone: details.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            company: details
                .company
                .as_ref()
                .map(|company| company.as_str().to_owned()),
            owner_id: details.owner.map(UserId::uuid),
            external_id: details.external_id.as_ref().map(|id| id.as_str().to_owned()),
            version: contact.version.number(),
            created_at: at(contact.created_at),
            updated_at: at(contact.updated_at),
        }
    }
}

impl From<ContactRow> for Contact {
    fn from(row: ContactRow) -> Self {
        Self {
            id: ContactId::new(row.id),
            details: ContactDetails {
                name: PersonName::restore(row.name),
                email: row.email.map(Email::restore),
                phone: row.phone.map(Phone::restore),
                company: row.company.map(Company::restore),
                owner: row.owner_id.map(UserId::new),
                external_id: row.external_id.map(ExternalId::restore),
            },
            version: Version::new(row.version),
            created_at: row.created_at.to_jiff(),
            updated_at: row.updated_at.to_jiff(),
        }
    }
}

/// A deal as it is read.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = deals, primary_key(account_id, id), check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct DealRow {
    id: Uuid,
    name: String,
    contact_id: Option<Uuid>,
    value_amount: Option<Decimal>,
    value_currency: Option<String>,
    stage: Option<String>,
    status: i16,
    owner_id: Option<Uuid>,
    external_id: Option<String>,
    version: i32,
    created_at: At,
    updated_at: At,
}

/// The same as it is written, with whose it is and what it is sorted and found by.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = deals, primary_key(account_id, id), check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct FullDealRow {
    account_id: Uuid,
    #[diesel(embed)]
    deal: DealRow,
    sort_key: String,
}

impl FullDealRow {
    pub(crate) fn of(account: AccountId, deal: &Deal) -> Self {
        Self {
            account_id: account.uuid(),
            deal: DealRow::of(deal),
            sort_key: deal.details.name.folded(),
        }
    }
}

impl DealRow {
    fn of(deal: &Deal) -> Self {
        let details = &deal.details;
        Self {
            id: deal.id.uuid(),
            name: details.name.as_str().to_owned(),
            contact_id: details.contact.map(ContactId::uuid),
            value_amount: details.value.as_ref().map(Money::amount),
            value_currency: details.value.as_ref().map(|value| value.currency().to_owned()),
            stage: details.stage.as_ref().map(|stage| stage.as_str().to_owned()),
            status: codes::deal_status(details.status),
            owner_id: details.owner.map(UserId::uuid),
            external_id: details.external_id.as_ref().map(|id| id.as_str().to_owned()),
            version: deal.version.number(),
            created_at: at(deal.created_at),
            updated_at: at(deal.updated_at),
        }
    }
}

impl TryFrom<DealRow> for Deal {
    type Error = StoreError;

    fn try_from(row: DealRow) -> Result<Self, StoreError> {
        let value = row.value_amount.zip(row.value_currency);
        Ok(Self {
            id: DealId::new(row.id),
            details: DealDetails {
                name: DealName::restore(row.name),
                contact: row.contact_id.map(ContactId::new),
                value: value.map(|(amount, currency)| Money::restore(amount, currency)),
                stage: row.stage.map(Stage::restore),
                status: codes::to_deal_status(row.status)?,
                owner: row.owner_id.map(UserId::new),
                external_id: row.external_id.map(ExternalId::restore),
            },
            version: Version::new(row.version),
            created_at: row.created_at.to_jiff(),
            updated_at: row.updated_at.to_jiff(),
        })
    }
}
