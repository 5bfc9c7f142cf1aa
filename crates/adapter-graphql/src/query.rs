//! The entry points for reading, one object per subject.

use async_graphql::MergedObject;

use crate::{
    account::query::ViewerQuery, activity::query::ActivityQuery, contact::query::ContactQuery,
    deal::query::DealQuery, node::NodeQuery, outcome::query::OutcomeQuery, rate_limit::RateLimitQuery,
    task::query::TaskQuery, task_overview::query::TaskOverviewQuery, task_type::query::TaskTypeQuery,
    user::query::UserQuery,
};

/// Entry points for reading. Every field is nullable, so that one failure leaves its siblings intact.
#[derive(Default, MergedObject)]
pub struct Query(
    ActivityQuery,
    ContactQuery,
    DealQuery,
    NodeQuery,
    OutcomeQuery,
    RateLimitQuery,
    TaskQuery,
    TaskOverviewQuery,
    TaskTypeQuery,
    UserQuery,
    ViewerQuery,
);
