//! The account and its viewer in GraphQL.

pub(crate) mod query;
pub(crate) mod types;
