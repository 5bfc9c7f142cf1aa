//! Creating a deal.

use domain::{Actor, Deal, DealId};

use super::{
    Commands,
    records::{DealFields, deal_details},
    update_deal::check_external_id,
};
use crate::{errors::use_case_error, idempotency::repeatable};

/// Create a deal.
#[derive(Debug, Clone, Hash, Default)]
pub struct CreateDeal {
    /// What is known.
    pub fields: DealFields,
    /// Key under which it can be sent again without being done twice.
    pub idempotency_key: Option<String>,
}

use_case_error! {
    /// Why a deal was not created.
    pub enum CreateDealError: Input {
        /// This deal has the external id already.
        Taken(DealId),
    }
}

repeatable! { CreateDeal => Deal, "create_deal"; }

impl Commands {
    /// Creates a deal. Everyone of the account may.
    pub async fn create_deal(&self, actor: &Actor, cmd: CreateDeal) -> Result<Deal, CreateDealError> {
        self.once(actor, &cmd, async |unit| {
            let details = deal_details::<CreateDealError>(unit, &cmd.fields, None).await?;
            if let Some(other) = check_external_id(unit, &details, None).await? {
                return Err(CreateDealError::Taken(other));
            }
            let now = self.clock.now();
            let (deal, event) = Deal::create(DealId::new(self.ids.next()), details, now);
            unit.add_deal(&deal).await?;
            self.record(unit, Some(actor.user), now, [event]).await?;
            Ok(deal)
        })
        .await
    }
}
