//! The schema: what it is made of, and how it is written down.

use async_graphql::SDLExportOptions;

use crate::{mutation::Mutation, query::Query, subscription::Subscription, user_errors::UserError};

/// The executable schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// Builds the schema. It holds no state: a request brings what it needs.
pub fn schema() -> Schema {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<UserError>()
        .finish()
}

/// The schema in the schema definition language.
pub fn sdl() -> String {
    schema().sdl_with_options(
        SDLExportOptions::new()
            .sorted_fields()
            .sorted_arguments()
            .sorted_enum_items()
            .include_specified_by(),
    )
}
