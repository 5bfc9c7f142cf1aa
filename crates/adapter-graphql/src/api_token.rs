//! API tokens in GraphQL.

pub(crate) mod input;
pub(crate) mod mutation;
pub(crate) mod types;
