//! The schema: what it is made of, and how it is written down.

use async_graphql::{EmptySubscription, SDLExportOptions};

use crate::{mutation::Mutation, query::Query, user_errors::UserError};

/// The executable schema.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Builds the schema. It holds no state: a request brings what it needs.
pub fn schema() -> Schema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
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
