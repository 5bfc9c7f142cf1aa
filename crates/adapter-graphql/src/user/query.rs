//! Users by name.

use application::queries::people::user_cursor;
use async_graphql::{Context, Object};

use super::types::UserConnection;
use crate::{
    context::session,
    errors::ApiError,
    page::{Count, ListOf, page_request, search_terms},
};

/// Questions about users.
#[derive(Default)]
pub struct UserQuery;

#[Object]
impl UserQuery {
    /// Users of the account, by name.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "Text the name must contain; at most 200 characters.")] search: Option<String>,
    ) -> Option<Result<UserConnection, ApiError>> {
        let read = async {
            let (asked, search) = (
                page_request(ListOf::account(ctx), first, last, after, before)?,
                search_terms(search)?,
            );
            let users = session(ctx).users(search.as_ref(), &asked.page).await?;
            Ok(UserConnection::new(
                &asked.list,
                users,
                user_cursor,
                Count::Users(search),
            ))
        };
        Some(read.await)
    }
}
