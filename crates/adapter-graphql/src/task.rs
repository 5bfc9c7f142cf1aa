//! Tasks in GraphQL.

pub(crate) mod filter;
pub(crate) mod input;
pub(crate) mod mutation;
pub(crate) mod query;
pub(crate) mod subscription;
pub(crate) mod types;
