//! Deals as the API shows them.

use std::sync::Arc;

use application::queries::activities::HistoryOf;
use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use domain::Subject;

use crate::{
    activity::{
        input::{ActivityFilterInput, ActivityOrder},
        query::history,
        types::ActivityConnection,
    },
    contact::types::Contact,
    errors::ApiError,
    ids, loaders,
    page::{ListOf, connection, page_request},
    scalars::DateTime,
    task::{
        filter::{TaskFilterInput, TaskOrderInput},
        query::tasks,
        types::TaskConnection,
    },
    user::types::User,
};

/// Whether a deal is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub enum DealStatus {
    /// It was lost.
    Lost,
    #[default]
    /// It is being worked on.
    Open,
    /// It was won.
    Won,
}

impl From<domain::DealStatus> for DealStatus {
    fn from(status: domain::DealStatus) -> Self {
        match status {
            domain::DealStatus::Lost => Self::Lost,
            domain::DealStatus::Open => Self::Open,
            domain::DealStatus::Won => Self::Won,
        }
    }
}

impl From<DealStatus> for domain::DealStatus {
    fn from(status: DealStatus) -> Self {
        match status {
            DealStatus::Lost => Self::Lost,
            DealStatus::Open => Self::Open,
            DealStatus::Won => Self::Won,
        }
    }
}

/// An amount of money.
#[derive(Debug, Clone, SimpleObject)]
pub struct Money {
    /// Amount in units of the currency, as a decimal number in text, such as `1499.90`.
    amount: String,
    /// ISO 4217 code of the currency, such as `EUR`.
    currency: String,
}

impl From<&domain::Money> for Money {
    fn from(money: &domain::Money) -> Self {
        Self {
            amount: money.amount().to_string(),
            currency: money.currency().to_owned(),
        }
    }
}

/// A possible sale.
#[derive(Debug, Clone)]
pub struct Deal(pub(crate) Arc<domain::Deal>);

impl From<domain::Deal> for Deal {
    fn from(deal: domain::Deal) -> Self {
        Self(Arc::new(deal))
    }
}

/// A possible sale.
#[Object]
impl Deal {
    /// History of the deal and its tasks.
    async fn activities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "Narrows the list.")] filter: Option<Box<ActivityFilterInput>>,
        #[graphql(desc = "Order of the list.", default_with = "ActivityOrder::NewestFirst")]
        order_by: ActivityOrder,
    ) -> Option<Result<ActivityConnection, ApiError>> {
        let of = HistoryOf::Subject(Subject::Deal(self.0.id));
        Some(
            history(
                ctx,
                of,
                page_request(ListOf::object(ctx, self.0.id), first, last, after, before),
                filter,
                order_by,
            )
            .await,
        )
    }

    /// When the deal was created (timestamp).
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// The contact the deal is made with; null when none is named.
    async fn contact(&self, ctx: &Context<'_>) -> Option<Result<Contact, ApiError>> {
        loaders::contact(ctx, self.0.details.contact?).await.transpose()
    }

    /// Id of the deal in the system it was imported from; unique in the account.
    async fn external_id(&self) -> Option<&str> {
        self.0
            .details
            .external_id
            .as_ref()
            .map(domain::text::ExternalId::as_str)
    }

    /// Globally unique, opaque id.
    pub(crate) async fn id(&self) -> ID {
        ids::encode(self.0.id.into())
    }

    /// Name of the deal.
    async fn name(&self) -> &str {
        self.0.details.name.as_str()
    }

    /// Who works on the deal; null when nobody does.
    async fn owner(&self, ctx: &Context<'_>) -> Option<Result<User, ApiError>> {
        loaders::user(ctx, self.0.details.owner?).await.transpose()
    }

    /// Stage of the account's sales process, as free text.
    async fn stage(&self) -> Option<&str> {
        self.0.details.stage.as_ref().map(domain::text::Stage::as_str)
    }

    /// Whether the deal is still open.
    async fn status(&self) -> DealStatus {
        self.0.details.status.into()
    }

    /// Tasks that relate to the deal; open ones unless the filter says otherwise.
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "Narrows the list.")] filter: Option<Box<TaskFilterInput>>,
        #[graphql(desc = "Order of the list.")] order_by: Option<TaskOrderInput>,
    ) -> Option<Result<TaskConnection, ApiError>> {
        let of = Some(Subject::Deal(self.0.id));
        Some(
            tasks(
                ctx,
                of,
                page_request(ListOf::object(ctx, self.0.id), first, last, after, before),
                filter,
                order_by,
            )
            .await,
        )
    }

    /// When the deal was last changed (timestamp).
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// What the deal is worth; null when unknown.
    async fn value(&self) -> Option<Money> {
        self.0.details.value.as_ref().map(Money::from)
    }

    /// Version for optimistic locking.
    async fn version(&self) -> i32 {
        self.0.version.number()
    }
}

connection! {
    /// A deal and its cursor.
    edge DealEdge,
    /// A page of deals.
    connection DealConnection of Deal,
    "The deal.", "Number of deals on all pages; null when counting would be too costly."
}
