//! Activities in GraphQL.

pub(crate) mod input;
pub(crate) mod query;
pub(crate) mod types;
