//! What contacts and deals are made of, as it comes in: parsed here, with all faults together.

use domain::{
    ContactDetails, ContactId, DealDetails, DealStatus, InputPath, Money, Patch, UserId,
    fault::{Checks, Fault, Faults},
    text::{Company, DealName, Email, ExternalId, PersonName, Phone, Stage},
};

use super::known::check_owner;
use crate::{StoreError, Unit};

/// A contact as it comes in; blank texts are none.
#[derive(Debug, Clone, Hash, Default)]
pub struct ContactFields {
    /// Display name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Company they work for.
    pub company: Option<String>,
    /// Who looks after them.
    pub owner: Option<UserId>,
    /// Id in the system the record comes from.
    pub external_id: Option<String>,
}

/// Changes of a contact; what is kept stays.
#[derive(Debug, Clone, Default)]
pub struct ContactPatch {
    /// Display name.
    pub name: Patch<String>,
    /// E-mail address.
    pub email: Patch<Option<String>>,
    /// Phone number.
    pub phone: Patch<Option<String>>,
    /// Company they work for.
    pub company: Patch<Option<String>>,
    /// Who looks after them.
    pub owner: Patch<Option<UserId>>,
    /// Id in the system the record comes from.
    pub external_id: Patch<Option<String>>,
}

/// An amount of money as it comes in.
#[derive(Debug, Clone, Hash)]
pub struct MoneyFields {
    /// Decimal number in text.
    pub amount: String,
    /// Code of ISO 4217.
    pub currency: String,
}

/// A deal as it comes in; blank texts are none.
#[derive(Debug, Clone, Hash, Default)]
pub struct DealFields {
    /// Its name.
    pub name: String,
    /// With whom it is made.
    pub contact: Option<ContactId>,
    /// What it is worth.
    pub value: Option<MoneyFields>,
    /// Stage of the sales process.
    pub stage: Option<String>,
    /// Whether it is still open.
    pub status: DealStatus,
    /// Who works on it.
    pub owner: Option<UserId>,
    /// Id in the system the record comes from.
    pub external_id: Option<String>,
}

/// Changes of a deal; what is kept stays.
#[derive(Debug, Clone, Default)]
pub struct DealPatch {
    /// Its name.
    pub name: Patch<String>,
    /// With whom it is made.
    pub contact: Patch<Option<ContactId>>,
    /// What it is worth.
    pub value: Patch<Option<MoneyFields>>,
    /// Stage of the sales process.
    pub stage: Patch<Option<String>>,
    /// Whether it is still open.
    pub status: Patch<DealStatus>,
    /// Who works on it.
    pub owner: Patch<Option<UserId>>,
    /// Id in the system the record comes from.
    pub external_id: Patch<Option<String>>,
}

impl ContactPatch {
    /// The contact with these changes, as it would come in anew.
    pub(super) fn applied_to(&self, present: &ContactDetails) -> ContactFields {
        let text = |value: Option<&str>| value.map(str::to_owned);
        ContactFields {
            name: self.name.clone().or(present.name.as_str().to_owned()),
            email: self
                .email
                .clone()
                .or(text(present.email.as_ref().map(Email::as_str))),
            phone: self
                .phone
                .clone()
                .or(text(present.phone.as_ref().map(Phone::as_str))),
            company: self
                .company
                .clone()
                .or(text(present.company.as_ref().map(Company::as_str))),
            owner: self.owner.clone().or(present.owner),
            external_id: self
                .external_id
                .clone()
                .or(text(present.external_id.as_ref().map(ExternalId::as_str))),
        }
    }
}

impl DealPatch {
    /// The deal with these changes, as it would come in anew.
    pub(super) fn applied_to(&self, present: &DealDetails) -> DealFields {
        let text = |value: Option<&str>| value.map(str::to_owned);
        let money = |money: &Money| MoneyFields {
            amount: money.amount().to_string(),
            currency: money.currency().to_owned(),
        };
        DealFields {
            name: self.name.clone().or(present.name.as_str().to_owned()),
            contact: self.contact.clone().or(present.contact),
            value: self.value.clone().or(present.value.as_ref().map(money)),
            stage: self
                .stage
                .clone()
                .or(text(present.stage.as_ref().map(Stage::as_str))),
            status: self.status.clone().or(present.status),
            owner: self.owner.clone().or(present.owner),
            external_id: self
                .external_id
                .clone()
                .or(text(present.external_id.as_ref().map(ExternalId::as_str))),
        }
    }
}

/// Parses a contact; `owner` is looked up only where it is not the present one, so that an inactive owner may stay.
pub(super) async fn contact_details<E: From<Faults> + From<StoreError>>(
    unit: &mut Unit,
    fields: &ContactFields,
    present_owner: Option<UserId>,
) -> Result<ContactDetails, E> {
    let mut checks = Checks::new();
    let name = checks.take(InputPath::field("name"), PersonName::parse(&fields.name));
    let email = optional(fields.email.as_deref(), "email", Email::parse, &mut checks);
    let phone = optional(fields.phone.as_deref(), "phone", Phone::parse, &mut checks);
    let company = optional(fields.company.as_deref(), "company", Company::parse, &mut checks);
    let external_id = optional(
        fields.external_id.as_deref(),
        "external_id",
        ExternalId::parse,
        &mut checks,
    );
    if fields.owner != present_owner {
        check_owner(unit, fields.owner, InputPath::field("owner_id"), &mut checks).await?;
    }
    let name = checks.finish_with(name)?;
    Ok(ContactDetails {
        name,
        email,
        phone,
        company,
        owner: fields.owner,
        external_id,
    })
}

/// Parses a deal; owner and contact are looked up only where they are not the present ones.
pub(super) async fn deal_details<E: From<Faults> + From<StoreError>>(
    unit: &mut Unit,
    fields: &DealFields,
    present: Option<&DealDetails>,
) -> Result<DealDetails, E> {
    let mut checks = Checks::new();
    let name = checks.take(InputPath::field("name"), DealName::parse(&fields.name));
    let stage = optional(fields.stage.as_deref(), "stage", Stage::parse, &mut checks);
    let external_id = optional(
        fields.external_id.as_deref(),
        "external_id",
        ExternalId::parse,
        &mut checks,
    );
    let value = fields.value.as_ref().and_then(|value| money(value, &mut checks));
    if fields.owner != present.and_then(|present| present.owner) {
        check_owner(unit, fields.owner, InputPath::field("owner_id"), &mut checks).await?;
    }
    if let Some(contact) = fields.contact
        && present.and_then(|present| present.contact) != Some(contact)
        && unit.contact_names(&[contact]).await?.is_empty()
    {
        checks.fault(InputPath::field("contact_id"), Fault::NotFound(contact.into()));
    }
    let name = checks.finish_with(name)?;
    let (contact, status, owner) = (fields.contact, fields.status, fields.owner);
    Ok(DealDetails {
        name,
        contact,
        value,
        stage,
        status,
        owner,
        external_id,
    })
}

fn money(fields: &MoneyFields, checks: &mut Checks) -> Option<Money> {
    let path = InputPath::field("value");
    let amount = checks.take(path.then("amount"), Money::parse_amount(&fields.amount));
    let currency = checks.take(path.then("currency"), Money::parse_currency(&fields.currency));
    Some(Money::restore(amount?, currency?))
}

/// An optional line of text: blank is none.
fn optional<T>(
    raw: Option<&str>,
    field: &'static str,
    parse: impl Fn(&str) -> Result<T, Fault>,
    checks: &mut Checks,
) -> Option<T> {
    match raw.map(parse) {
        Some(Err(Fault::Blank)) | None => None,
        Some(parsed) => checks.take(InputPath::field(field), parsed),
    }
}
