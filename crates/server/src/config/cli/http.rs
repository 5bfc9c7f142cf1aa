//! Options of what is served over HTTP, as people type them.

use clap::Args;

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
    /// Origins whose pages may ask with a token of their users, such as https://crm.example; several with commas
    /// [default: none]
    #[arg(
        long = "cors-origin",
        env = "CORS_ORIGIN",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    pub(in crate::config) cors_origins: Vec<String>,
    /// Points that an API token may spend in a minute, one for each node that it asks for; 0 for no limit
    #[arg(long, env = "RATE_LIMIT", value_name = "POINTS", default_value = "600000")]
    pub(in crate::config) rate_limit: String,
}
