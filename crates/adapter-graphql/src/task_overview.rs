//! The Task Overview Report in GraphQL.

pub(crate) mod input;
pub(crate) mod link;
pub(crate) mod query;
pub(crate) mod rows;
pub(crate) mod subscription;
pub(crate) mod types;
