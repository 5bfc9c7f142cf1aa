//! Contacts by name.

use application::queries::records::contact_cursor;
use async_graphql::{Context, Object};

use super::types::ContactConnection;
use crate::{
    context::session,
    errors::ApiError,
    page::{Count, ListOf, page_request, search_terms},
};

/// Questions about contacts.
#[derive(Default)]
pub struct ContactQuery;

#[Object]
impl ContactQuery {
    /// Contacts of the account by name, for pickers.
    async fn contacts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "Text the name or email must contain; at most 200 characters.")] search: Option<
            String,
        >,
    ) -> Option<Result<ContactConnection, ApiError>> {
        let read = async {
            let (asked, search) = (
                page_request(ListOf::account(ctx), first, last, after, before)?,
                search_terms(search)?,
            );
            let contacts = session(ctx).contacts(search.as_ref(), &asked.page).await?;
            Ok(ContactConnection::new(
                &asked.list,
                contacts,
                contact_cursor,
                Count::Contacts(search),
            ))
        };
        Some(read.await)
    }
}
