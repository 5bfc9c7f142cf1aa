//! Changing a deal.

use domain::{Actor, Deal, DealDetails, DealId, Version};

use super::{
    Commands,
    known::{ContactNames, missing, owner_changed},
    records::{DealPatch, deal_details},
};
use crate::{StoreError, Unit, errors::use_case_error};

/// Change a deal; what is kept stays.
#[derive(Debug, Clone)]
pub struct UpdateDeal {
    /// Which deal.
    pub deal: DealId,
    /// What changes.
    pub changes: DealPatch,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a deal was not changed.
    pub enum UpdateDealError: Stale, Input {
        /// This deal has the external id already.
        Taken(DealId),
    }
}

impl Commands {
    /// Changes a deal. Everyone of the account may.
    pub async fn update_deal(&self, actor: &Actor, cmd: UpdateDeal) -> Result<Deal, UpdateDealError> {
        self.in_unit(actor.account, async |unit| {
            let mut deal = unit.deal(cmd.deal).await?.ok_or_else(|| missing(cmd.deal))?;
            deal.version.check(cmd.expected_version)?;
            let before = deal.details.clone();
            let details =
                deal_details::<UpdateDealError>(unit, &cmd.changes.applied_to(&before), Some(&before))
                    .await?;
            if let Some(other) = check_external_id(unit, &details, Some(deal.id)).await? {
                return Err(UpdateDealError::Taken(other));
            }
            let now = self.clock.now();
            if let Some(event) = deal.update(details, now) {
                let event = owner_changed(unit, event, before.owner, deal.details.owner).await?;
                let contacts = ContactNames::of(unit, [before.contact, deal.details.contact]).await?;
                let event = contacts.tell(event, before.contact, deal.details.contact);
                unit.put_deal(&deal).await?;
                self.record(unit, Some(actor.user), now, [event]).await?;
            }
            Ok(deal)
        })
        .await
    }
}

/// The other deal that has the external id, if there is one.
pub(super) async fn check_external_id(
    unit: &mut Unit,
    details: &DealDetails,
    own: Option<DealId>,
) -> Result<Option<DealId>, StoreError> {
    let Some(external_id) = &details.external_id else {
        return Ok(None);
    };
    Ok(unit
        .deal_with_external_id(external_id)
        .await?
        .filter(|other| Some(*other) != own))
}
