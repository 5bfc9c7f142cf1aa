//! Lists of outcomes.

use application::queries::catalogue::{OutcomeFilter, OutcomeOrder, OutcomeOrderField};
use async_graphql::{Context, Enum, ID, InputObject, Object};
use domain::TaskTypeId;

use super::types::{TaskOutcomeConnection, TaskOutcomeSentiment};
use crate::{
    context::session,
    errors::ApiError,
    ids::{TypedId, filter_ids, filter_values},
    page::{Count, ListOf, page_request, search_terms},
    shared::OrderDirection,
};

/// Narrows a list of outcomes. All given conditions must hold.
#[derive(Debug, Default, InputObject)]
pub struct TaskOutcomeFilterInput {
    #[graphql(default)]
    /// Also list archived outcomes.
    include_archived: bool,
    /// Text the label must contain, ignoring case; at most 200 characters.
    search: Option<String>,
    /// Any of these sentiments.
    sentiments: Option<Vec<TaskOutcomeSentiment>>,
    /// Offered for any of these task types, at most 100.
    task_type_ids: Option<Vec<ID>>,
}

/// What outcomes can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub enum TaskOutcomeOrderField {
    /// Time of creation.
    CreatedAt,
    #[default]
    /// Label, without case and accents.
    Label,
}

/// Order of a list of outcomes; ties are broken by id.
#[derive(Debug, Clone, Copy, Default, InputObject)]
pub struct TaskOutcomeOrderInput {
    #[graphql(default_with = "OrderDirection::Asc")]
    /// Direction of the order.
    direction: OrderDirection,
    #[graphql(default_with = "TaskOutcomeOrderField::Label")]
    /// What to order by.
    field: TaskOutcomeOrderField,
}

impl TaskOutcomeFilterInput {
    fn parse(self) -> Result<OutcomeFilter, ApiError> {
        Ok(OutcomeFilter {
            include_archived: self.include_archived,
            search: search_terms(self.search)?,
            sentiments: filter_values("sentiments", self.sentiments)?,
            task_types: filter_ids("taskTypeIds", self.task_type_ids, TaskTypeId::of)?,
        })
    }
}

impl From<TaskOutcomeOrderInput> for OutcomeOrder {
    fn from(order: TaskOutcomeOrderInput) -> Self {
        let field = match order.field {
            TaskOutcomeOrderField::CreatedAt => OutcomeOrderField::CreatedAt,
            TaskOutcomeOrderField::Label => OutcomeOrderField::Label,
        };
        Self {
            field,
            descending: order.direction == OrderDirection::Desc,
        }
    }
}

/// Questions about outcomes.
#[derive(Default)]
pub struct OutcomeQuery;

#[Object]
impl OutcomeQuery {
    /// Outcomes of the account.
    async fn task_outcomes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "Narrows the list.")] filter: Option<TaskOutcomeFilterInput>,
        #[graphql(desc = "Order of the list.")] order_by: Option<TaskOutcomeOrderInput>,
    ) -> Option<Result<TaskOutcomeConnection, ApiError>> {
        let read = async {
            let asked = page_request(ListOf::account(ctx), first, last, after, before)?;
            let (filter, order) = (
                filter.unwrap_or_default().parse()?,
                OutcomeOrder::from(order_by.unwrap_or_default()),
            );
            let outcomes = session(ctx).outcomes(&filter, order, &asked.page).await?;
            Ok(TaskOutcomeConnection::new(
                &asked.list,
                outcomes,
                |outcome| order.cursor(outcome),
                Count::Outcomes(filter),
            ))
        };
        Some(read.await)
    }
}
