//! Task types in display order.

use application::queries::catalogue::task_type_cursor;
use async_graphql::{Context, Object};

use super::types::TaskTypeConnection;
use crate::{
    context::session,
    errors::ApiError,
    page::{Count, ListOf, page_request},
};

/// Questions about task types.
#[derive(Default)]
pub struct TaskTypeQuery;

#[Object]
impl TaskTypeQuery {
    /// Task types of the account, in display order.
    async fn task_types(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "Also list archived task types.", default)] include_archived: bool,
    ) -> Option<Result<TaskTypeConnection, ApiError>> {
        let read = async {
            let asked = page_request(ListOf::account(ctx), first, last, after, before)?;
            let task_types = session(ctx).task_types(include_archived, &asked.page).await?;
            let count = Count::TaskTypes {
                archived_too: include_archived,
            };
            Ok(TaskTypeConnection::new(
                &asked.list,
                task_types,
                task_type_cursor,
                count,
            ))
        };
        Some(read.await)
    }
}
