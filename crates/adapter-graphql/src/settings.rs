//! The settings in GraphQL.

pub(crate) mod input;
pub(crate) mod mutation;
pub(crate) mod subscription;
pub(crate) mod types;
