//! The account and its viewer in GraphQL.

pub(crate) mod input;
pub(crate) mod mutation;
pub(crate) mod query;
pub(crate) mod types;
