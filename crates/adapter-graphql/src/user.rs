//! Users in GraphQL.

pub(crate) mod query;
pub(crate) mod types;
