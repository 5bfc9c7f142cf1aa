//! Task types in GraphQL.

pub(crate) mod arrangement;
pub(crate) mod input;
pub(crate) mod mutation;
pub(crate) mod query;
pub(crate) mod types;
