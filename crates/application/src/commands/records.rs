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
    let (mut checks, base) = (Checks::new(), InputPath::default());
    let details = parsed_contact(fields, &base, &mut checks);
    if fields.owner != present_owner {
        check_owner(unit, fields.owner, base.then("owner_id"), &mut checks).await?;
    }
    Ok(checks.finish_with(details)?)
}

/// Parses a deal; owner and contact are looked up only where they are not the present ones.
pub(super) async fn deal_details<E: From<Faults> + From<StoreError>>(
    unit: &mut Unit,
    fields: &DealFields,
    present: Option<&DealDetails>,
) -> Result<DealDetails, E> {
    let (mut checks, base) = (Checks::new(), InputPath::default());
    let details = parsed_deal(fields, &base, &mut checks);
    if fields.owner != present.and_then(|present| present.owner) {
        check_owner(unit, fields.owner, base.then("owner_id"), &mut checks).await?;
    }
    if let Some(contact) = fields.contact
        && present.and_then(|present| present.contact) != Some(contact)
        && unit.held_contact_names(&[contact]).await?.is_empty()
    {
        checks.fault(base.then("contact_id"), Fault::NotFound(contact.into()));
    }
    Ok(checks.finish_with(details)?)
}

/// Parses a contact that stands at `base` in the input; whom it names is not looked up.
pub(super) fn parsed_contact(
    fields: &ContactFields,
    base: &InputPath,
    checks: &mut Checks,
) -> Option<ContactDetails> {
    let name = checks.take(base.then("name"), PersonName::parse(&fields.name));
    let email = optional(fields.email.as_deref(), base.then("email"), Email::parse, checks);
    let phone = optional(fields.phone.as_deref(), base.then("phone"), Phone::parse, checks);
    let company = optional(
        fields.company.as_deref(),
        base.then("company"),
        Company::parse,
        checks,
    );
    let place = base.then("external_id");
    let external_id = optional(fields.external_id.as_deref(), place, ExternalId::parse, checks);
    Some(ContactDetails {
        name: name?,
        email,
        phone,
        company,
        owner: fields.owner,
        external_id,
    })
}

/// Parses a deal that stands at `base` in the input; whom it names is not looked up.
pub(super) fn parsed_deal(fields: &DealFields, base: &InputPath, checks: &mut Checks) -> Option<DealDetails> {
    let name = checks.take(base.then("name"), DealName::parse(&fields.name));
    let stage = optional(fields.stage.as_deref(), base.then("stage"), Stage::parse, checks);
    let place = base.then("external_id");
    let external_id = optional(fields.external_id.as_deref(), place, ExternalId::parse, checks);
    let value = fields.value.as_ref();
    let value = value.and_then(|value| money(value, &base.then("value"), checks));
    Some(DealDetails {
        name: name?,
        contact: fields.contact,
        value,
        stage,
        status: fields.status,
        owner: fields.owner,
        external_id,
    })
}

fn money(fields: &MoneyFields, place: &InputPath, checks: &mut Checks) -> Option<Money> {
    let amount = checks.take(place.then("amount"), Money::parse_amount(&fields.amount));
    let currency = checks.take(place.then("currency"), Money::parse_currency(&fields.currency));
    Some(Money::restore(amount?, currency?))
}

/// An optional line of text: blank is none.
fn optional<T>(
    raw: Option<&str>,
    place: InputPath,
    parse: impl Fn(&str) -> Result<T, Fault>,
    checks: &mut Checks,
) -> Option<T> {
    match raw.map(parse) {
        Some(Err(Fault::Blank)) | None => None,
        Some(parsed) => checks.take(place, parsed),
    }
}
