//! Creating and changing deals.

use application::{
    commands::{CreateDeal, CreateDealError, ImportDealsError, UpdateDeal, UpdateDealError},
    queries::records::deal_cursor,
};
use async_graphql::{Context, Object};
use domain::{DealId, Version, fault::Checks};

use super::{
    input::{DealCreateInput, DealUpdateInput, DealsImportInput},
    types::{Deal, DealEdge},
};
use crate::{
    context::{RequestScope, run, scope},
    errors::ApiError,
    loaders,
    node::Node,
    page::ListOf,
    payload::payload,
    user_errors::{
        ForbiddenError, InvalidInputError, NotFoundError, StaleObjectError, TakenError, external_id_taken,
        faults, forbidden, stale, user_errors,
    },
};

user_errors! {
    /// What can go wrong in `dealCreate`.
    DealCreateUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Taken(TakenError);
    /// What can go wrong in `dealUpdate`.
    DealUpdateUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Stale(StaleObjectError) | Taken(TakenError);
    /// What can go wrong in `dealsImport`.
    DealsImportUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError);
}

payload! {
    /// Payload of `dealCreate`.
    DealCreatePayload of DealCreateUserError {
        /// The new deal; null when there are user errors.
        deal: Deal,
        /// The new deal as an edge; null when there are user errors.
        deal_edge: DealEdge,
    }
    /// Payload of `dealUpdate`.
    DealUpdatePayload of DealUpdateUserError {
        /// The changed deal; null when there are user errors.
        deal: Deal,
    }
    /// Payload of `dealsImport`.
    DealsImportPayload of DealsImportUserError {
        /// The deals in the order of the input; null when there are user errors.
        deals: Vec<Deal>,
    }
}

/// Mutations of deals.
#[derive(Default)]
pub struct DealMutation;

#[Object]
impl DealMutation {
    /// Create a deal.
    async fn deal_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: DealCreateInput,
    ) -> Option<Result<DealCreatePayload, ApiError>> {
        let scope = scope(ctx);
        let idempotency_key = input.idempotency_key.clone();
        let cmd = CreateDeal {
            fields: input.parse(scope),
            idempotency_key,
        };
        Some(match run!(scope, create_deal(scope.actor(), cmd)) {
            Ok(deal) => {
                let edge = DealEdge::new(deal.clone().into(), &ListOf::account(ctx), &deal_cursor(&deal));
                Ok(DealCreatePayload::done(deal.into(), edge))
            }
            Err(error) => create_errors(ctx, error).await.map(DealCreatePayload::refused),
        })
    }

    /// Change a deal. Leave out what shall stay; null clears where clearing makes sense.
    async fn deal_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: DealUpdateInput,
    ) -> Option<Result<DealUpdatePayload, ApiError>> {
        let scope = scope(ctx);
        let (deal, expected_version) = (scope.typed(&input.id), input.expected_version.map(Version::new));
        let mut nulls = Checks::new();
        let cmd = UpdateDeal {
            deal,
            changes: input.parse(scope, &mut nulls),
            expected_version,
        };
        if let Err(all) = nulls.finish() {
            return Some(Ok(DealUpdatePayload::refused(faults(scope, &all))));
        }
        Some(match run!(scope, update_deal(scope.actor(), cmd)) {
            Ok(deal) => Ok(DealUpdatePayload::done(deal.into())),
            Err(error) => update_errors(ctx, error).await.map(DealUpdatePayload::refused),
        })
    }

    /// Create or update up to 1,000 deals by their external ids, all or nothing. Admins only.
    async fn deals_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: DealsImportInput,
    ) -> Option<Result<DealsImportPayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = input.parse(scope);
        Some(match run!(scope, import_deals(scope.actor(), cmd)) {
            Ok(deals) => Ok(DealsImportPayload::done(
                deals.into_iter().map(Deal::from).collect(),
            )),
            Err(error) => import_errors(scope, error).map(DealsImportPayload::refused),
        })
    }
}

async fn taken(ctx: &Context<'_>, existing: DealId) -> Result<TakenError, ApiError> {
    let existing = loaders::must(loaders::deal(ctx, existing).await?)?;
    let id = existing.0.details.external_id.clone();
    Ok(external_id_taken(
        scope(ctx).language(),
        id.as_ref(),
        Node::Deal(existing),
    ))
}

async fn create_errors(
    ctx: &Context<'_>,
    error: CreateDealError,
) -> Result<Vec<DealCreateUserError>, ApiError> {
    Ok(match error {
        CreateDealError::Input(all) => faults(scope(ctx), &all),
        CreateDealError::Taken(existing) => vec![taken(ctx, existing).await?.into()],
        CreateDealError::Store(error) => return Err(error.into()),
    })
}

async fn update_errors(
    ctx: &Context<'_>,
    error: UpdateDealError,
) -> Result<Vec<DealUpdateUserError>, ApiError> {
    Ok(match error {
        UpdateDealError::Stale(current) => stale(scope(ctx).language(), current),
        UpdateDealError::Input(all) => faults(scope(ctx), &all),
        UpdateDealError::Taken(existing) => vec![taken(ctx, existing).await?.into()],
        UpdateDealError::Store(error) => return Err(error.into()),
    })
}

fn import_errors(
    scope: &RequestScope,
    error: ImportDealsError,
) -> Result<Vec<DealsImportUserError>, ApiError> {
    Ok(match error {
        ImportDealsError::Forbidden(refused) => forbidden(scope.language(), refused),
        ImportDealsError::Input(all) => faults(scope, &all),
        ImportDealsError::Store(error) => return Err(error.into()),
    })
}
