//! The schema: what it is made of, what it lets through, and how it is written down.

use std::sync::Arc;

use async_graphql::SDLExportOptions;

use crate::{
    documents::{Documents, TrustedDocuments},
    limits::Limits,
    mutation::Mutation,
    query::Query,
    subscription::Subscription,
    user_errors::UserError,
};

/// What the library executes.
pub(crate) type Executable = async_graphql::Schema<Query, Mutation, Subscription>;

/// Bytes in which documents are kept that were asked before.
const KNOWN_DOCUMENTS: usize = 8 * 1024 * 1024;

/// What a schema lets through.
#[derive(Debug, Clone)]
pub struct SchemaOptions {
    /// What a request may ask for.
    pub limits: Limits,
    /// Whether clients may ask for the schema itself.
    pub introspection: bool,
    /// Whether errors tell names of the schema that are similar to a wrong one.
    pub suggestions: bool,
    /// The documents that are run; any that keeps the limits when there are none.
    pub trusted: Option<Arc<TrustedDocuments>>,
}

impl Default for SchemaOptions {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            introspection: true,
            suggestions: true,
            trusted: None,
        }
    }
}

/// The schema with all it knows about documents. A request brings everything else.
pub struct Schema {
    pub(crate) executable: Executable,
    pub(crate) limits: Limits,
    pub(crate) introspection: bool,
    pub(crate) documents: Documents,
}

impl Schema {
    /// Builds the schema.
    pub fn new(options: SchemaOptions) -> Self {
        Self {
            executable: executable(options.suggestions),
            limits: options.limits,
            introspection: options.introspection,
            documents: Documents::new(options.limits, KNOWN_DOCUMENTS, options.trusted),
        }
    }
}

fn executable(suggestions: bool) -> Executable {
    let schema = Executable::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<UserError>();
    if suggestions {
        schema
    } else {
        schema.disable_suggestions()
    }
    .finish()
}

/// The schema in the schema definition language.
pub fn sdl() -> String {
    executable(true).sdl_with_options(
        SDLExportOptions::new()
            .sorted_fields()
            .sorted_arguments()
            .sorted_enum_items()
            .include_specified_by(),
    )
}
