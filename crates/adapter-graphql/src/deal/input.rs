//! Inputs of mutations of deals.

use application::commands::{DealFields, DealPatch, ImportDeals, MoneyFields};
use async_graphql::{ID, InputObject, MaybeUndefined};
use domain::fault::Checks;

use super::types::DealStatus;
use crate::{
    context::RequestScope,
    payload::{clearable, required},
};

/// An amount of money.
#[derive(Debug, InputObject)]
pub struct MoneyInput {
    /// Amount in units of the currency, as a decimal number in text with at most 4 decimals.
    amount: String,
    /// ISO 4217 code of the currency.
    currency: String,
}

/// Input of `dealCreate`.
#[derive(Debug, InputObject)]
pub struct DealCreateInput {
    /// The contact the deal is made with, null for none.
    contact_id: Option<ID>,
    /// Id in the system the record comes from; unique in the account.
    external_id: Option<String>,
    /// Name, 1 to 200 characters.
    name: String,
    /// Who works on the deal, null for nobody.
    owner_id: Option<ID>,
    /// Stage of the sales process.
    stage: Option<String>,
    #[graphql(default_with = "DealStatus::Open")]
    /// Whether the deal is still open.
    status: DealStatus,
    /// What the deal is worth, null for unknown.
    value: Option<MoneyInput>,
    /// Retrying with the same key within 24 hours returns the first result instead of acting twice; at most 100 characters.
    pub(super) idempotency_key: Option<String>,
}

/// Input of `dealUpdate`.
#[derive(Debug, InputObject)]
pub struct DealUpdateInput {
    /// The contact the deal is made with, null for none.
    contact_id: MaybeUndefined<ID>,
    /// Id in the system the record comes from; unique in the account.
    external_id: MaybeUndefined<String>,
    /// Name, 1 to 200 characters.
    name: MaybeUndefined<String>,
    /// Who works on the deal, null for nobody.
    owner_id: MaybeUndefined<ID>,
    /// Stage of the sales process.
    stage: MaybeUndefined<String>,
    /// Whether the deal is still open.
    status: MaybeUndefined<DealStatus>,
    /// What the deal is worth, null for unknown.
    value: MaybeUndefined<MoneyInput>,
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the deal.
    pub(super) id: ID,
}

/// One deal of an import.
#[derive(Debug, InputObject)]
pub struct DealImportInput {
    /// The contact the deal is made with, null for none.
    contact_id: Option<ID>,
    /// Id in the system the record comes from; unique in the account.
    external_id: String,
    /// Name, 1 to 200 characters.
    name: String,
    /// Who works on the deal, null for nobody.
    owner_id: Option<ID>,
    /// Stage of the sales process.
    stage: Option<String>,
    #[graphql(default_with = "DealStatus::Open")]
    /// Whether the deal is still open.
    status: DealStatus,
    /// What the deal is worth, null for unknown.
    value: Option<MoneyInput>,
}

/// Input of `dealsImport`.
#[derive(Debug, InputObject)]
pub struct DealsImportInput {
    /// The deals, 1 to 1,000.
    deals: Vec<DealImportInput>,
}

impl DealsImportInput {
    pub(super) fn parse(self, scope: &RequestScope) -> ImportDeals {
        let deals = self.deals.into_iter().map(|deal| DealFields {
            name: deal.name,
            contact: deal.contact_id.map(|id| scope.typed(&id)),
            value: deal.value.map(Into::into),
            stage: deal.stage,
            status: deal.status.into(),
            owner: deal.owner_id.map(|id| scope.typed(&id)),
            external_id: Some(deal.external_id),
        });
        ImportDeals {
            deals: deals.collect(),
        }
    }
}

impl From<MoneyInput> for MoneyFields {
    fn from(money: MoneyInput) -> Self {
        Self {
            amount: money.amount,
            currency: money.currency,
        }
    }
}

impl DealCreateInput {
    pub(super) fn parse(self, scope: &RequestScope) -> DealFields {
        DealFields {
            name: self.name,
            contact: self.contact_id.map(|id| scope.typed(&id)),
            value: self.value.map(Into::into),
            stage: self.stage,
            status: self.status.into(),
            owner: self.owner_id.map(|id| scope.typed(&id)),
            external_id: self.external_id,
        }
    }
}

impl DealUpdateInput {
    pub(super) fn parse(self, scope: &RequestScope, nulls: &mut Checks) -> DealPatch {
        DealPatch {
            name: required(self.name, "name", nulls),
            contact: clearable(self.contact_id).map(|contact| contact.map(|id| scope.typed(&id))),
            value: clearable(self.value).map(|value| value.map(Into::into)),
            stage: clearable(self.stage),
            status: required(self.status, "status", nulls).map(Into::into),
            owner: clearable(self.owner_id).map(|owner| owner.map(|id| scope.typed(&id))),
            external_id: clearable(self.external_id),
        }
    }
}
