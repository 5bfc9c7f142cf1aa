//! Lists of tasks: open ones unless the filter says otherwise.

use application::queries::tasks::{TaskFilter, TaskOrder};
use async_graphql::{Context, Object};
use domain::Subject;
use futures_util::future::BoxFuture;

use super::{
    filter::{TaskFilterInput, TaskOrderInput},
    types::TaskConnection,
};
use crate::{
    context::session,
    errors::ApiError,
    page::{Asked, Count, ListOf, page_request},
};

/// Questions about tasks.
#[derive(Default)]
pub struct TaskQuery;

#[Object]
impl TaskQuery {
    /// Tasks of the account; open ones unless the filter says otherwise.
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
        Some(
            tasks(
                ctx,
                None,
                page_request(ListOf::account(ctx), first, last, after, before),
                filter,
                order_by,
            )
            .await,
        )
    }
}

/// Tasks of the account, or of one contact or deal. Boxed like its filter, because a field's future is as big as that of
/// the biggest field of its type, and an answer has hundreds of fields.
pub(crate) fn tasks<'a>(
    ctx: &'a Context<'_>,
    of: Option<Subject>,
    asked: Result<Asked, ApiError>,
    filter: Option<Box<TaskFilterInput>>,
    order_by: Option<TaskOrderInput>,
) -> BoxFuture<'a, Result<TaskConnection, ApiError>> {
    Box::pin(async move {
        let asked = asked?;
        let mut filter = filter.unwrap_or_default().parse(&session(ctx)).await?;
        if let Some(subject) = of {
            // The record's own tasks that also fit the filter: another record's never do.
            let is_asked_for = filter
                .subjects
                .as_ref()
                .is_none_or(|subjects| subjects.contains(&subject));
            filter.subjects = Some(if is_asked_for { vec![subject] } else { Vec::new() });
        }
        let order = order_by.map_or_else(|| filter.default_order(), TaskOrder::from);
        listed(ctx, filter, order, asked).await
    })
}

/// A page of the tasks that fit a filter.
pub(crate) async fn listed(
    ctx: &Context<'_>,
    filter: TaskFilter,
    order: TaskOrder,
    asked: Asked,
) -> Result<TaskConnection, ApiError> {
    let tasks = session(ctx).tasks(&filter, order, &asked.page).await?;
    Ok(TaskConnection::new(
        &asked.list,
        tasks,
        |task| order.cursor(task),
        Count::Tasks(Box::new(filter)),
    ))
}
