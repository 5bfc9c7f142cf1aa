//! Options of what is served over HTTP, as people type them.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
#[command(next_help_heading = "HTTP")]
pub(in crate::config) struct HttpArgs {
    /// Address and port to serve HTTP at
    #[arg(
        long,
        env = "LISTEN",
        value_name = "ADDRESS:PORT",
        default_value = "127.0.0.1:8080"
    )]
    pub(in crate::config) listen: String,
    /// Origins whose pages may ask with a token of their users, such as `https://crm.example`; several with commas
    /// [default: none]
    #[arg(
        long = "cors-origin",
        env = "CORS_ORIGIN",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    pub(in crate::config) cors_origins: Vec<String>,
    /// Run only the documents of this manifest, as Relay, graphql-codegen and Apollo write it
    /// [default: every document that keeps the limits]
    #[arg(long, env = "TRUSTED_DOCUMENTS", value_name = "FILE")]
    pub(in crate::config) trusted_documents: Option<OsString>,
    /// Whether clients may ask for the schema; it can always be read at /schema.graphql
    #[arg(
        long,
        env = "INTROSPECTION",
        value_name = "ON-OFF",
        value_enum,
        default_value_t
    )]
    pub(in crate::config) introspection: Switch,
    /// Whether errors suggest names of the schema that are similar to a wrong one
    #[arg(long, env = "SUGGESTIONS", value_name = "ON-OFF", value_enum, default_value_t)]
    pub(in crate::config) suggestions: Switch,
}

/// Whether something is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::config) enum Switch {
    /// Yes
    #[default]
    On,
    /// No
    Off,
}

/// Numbers come as texts, so that all that are wrong can be told at once.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(in crate::config) struct LimitArgs {
    /// Points that an API token may spend in a minute, one for each node that it asks for; 0 for no limit
    #[arg(long, env = "RATE_LIMIT", value_name = "POINTS", default_value = "600000")]
    pub(in crate::config) rate_limit: String,
    /// Nodes that one operation may ask for
    #[arg(long, env = "MAX_COST", value_name = "N", default_value = "20000")]
    pub(in crate::config) max_cost: String,
    /// Tokens of a document
    #[arg(long, env = "MAX_TOKENS", value_name = "N", default_value = "5000")]
    pub(in crate::config) max_tokens: String,
    /// Operations of a document
    #[arg(long, env = "MAX_OPERATIONS", value_name = "N", default_value = "10")]
    pub(in crate::config) max_operations: String,
    /// Levels of fields of an operation, counted through fragments
    #[arg(long, env = "MAX_DEPTH", value_name = "N", default_value = "12")]
    pub(in crate::config) max_depth: String,
    /// The same for operations that ask for the schema
    #[arg(long, env = "MAX_INTROSPECTION_DEPTH", value_name = "N", default_value = "15")]
    pub(in crate::config) max_introspection_depth: String,
    /// Aliases of an operation, counted through fragments
    #[arg(long, env = "MAX_ALIASES", value_name = "N", default_value = "30")]
    pub(in crate::config) max_aliases: String,
    /// Fields of an operation, counted through fragments
    #[arg(long, env = "MAX_FIELDS", value_name = "N", default_value = "1000")]
    pub(in crate::config) max_fields: String,
    /// Directives of an operation, counted through fragments
    #[arg(long, env = "MAX_DIRECTIVES", value_name = "N", default_value = "50")]
    pub(in crate::config) max_directives: String,
    /// Bytes of the body of a request
    #[arg(long, env = "MAX_BODY", value_name = "BYTES", default_value = "1048576")]
    pub(in crate::config) max_body: String,
    /// How long sending the head of a request may take, and doing nothing between two requests
    #[arg(long, env = "HEAD_TIMEOUT", value_name = "SECONDS", default_value = "30")]
    pub(in crate::config) head_timeout: String,
    /// How long sending the body of a request may take
    #[arg(long, env = "BODY_TIMEOUT", value_name = "SECONDS", default_value = "15")]
    pub(in crate::config) body_timeout: String,
    /// How long a query may take
    #[arg(long, env = "QUERY_TIMEOUT", value_name = "SECONDS", default_value = "15")]
    pub(in crate::config) query_timeout: String,
    /// How long a mutation may take
    #[arg(long, env = "MUTATION_TIMEOUT", value_name = "SECONDS", default_value = "60")]
    pub(in crate::config) mutation_timeout: String,
}
