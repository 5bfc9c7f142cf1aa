//! Deals by name.

use application::queries::records::deal_cursor;
use async_graphql::{Context, Object};

use super::types::DealConnection;
use crate::{
    context::session,
    errors::ApiError,
    page::{Count, ListOf, page_request, search_terms},
};

/// Questions about deals.
#[derive(Default)]
pub struct DealQuery;

#[Object]
impl DealQuery {
    /// Deals of the account by name, for pickers.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "Text the name must contain; at most 200 characters.")] search: Option<String>,
    ) -> Option<Result<DealConnection, ApiError>> {
        let read = async {
            let (asked, search) = (
                page_request(ListOf::account(ctx), first, last, after, before)?,
                search_terms(search)?,
            );
            let deals = session(ctx).deals(search.as_ref(), &asked.page).await?;
            Ok(DealConnection::new(
                &asked.list,
                deals,
                deal_cursor,
                Count::Deals(search),
            ))
        };
        Some(read.await)
    }
}
