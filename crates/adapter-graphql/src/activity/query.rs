//! The history of the account, a record or a task.

use application::queries::activities::HistoryOf;
use async_graphql::{Context, Object};
use futures_util::future::BoxFuture;

use super::{
    input::{ActivityFilterInput, ActivityOrder},
    types::ActivityConnection,
};
use crate::{
    context::session,
    errors::ApiError,
    page::{Asked, Count, ListOf, page_request},
};

/// Questions about the history.
#[derive(Default)]
pub struct ActivityQuery;

#[Object]
impl ActivityQuery {
    /// History of the account, searchable.
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
        Some(
            history(
                ctx,
                HistoryOf::Account,
                page_request(ListOf::account(ctx), first, last, after, before),
                filter,
                order_by,
            )
            .await,
        )
    }
}

/// A page of a history. Boxed like its filter, because a field's future is as big as that of the biggest field of its type,
/// and an answer has hundreds of fields.
pub(crate) fn history<'a>(
    ctx: &'a Context<'_>,
    of: HistoryOf,
    asked: Result<Asked, ApiError>,
    filter: Option<Box<ActivityFilterInput>>,
    order: ActivityOrder,
) -> BoxFuture<'a, Result<ActivityConnection, ApiError>> {
    Box::pin(async move {
        let asked = asked?;
        let filter = filter.unwrap_or_default().parse(of)?;
        let order = application::queries::activities::ActivityOrder::from(order);
        let entries = session(ctx).activities(&filter, order, &asked.page).await?;
        Ok(ActivityConnection::new(
            &asked.list,
            entries,
            |entry| order.cursor(entry),
            Count::Activities(Box::new(filter)),
        ))
    })
}
