//! The steps that the acceptance tests are told in. Knows URLs and the API, nothing inside.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "runs in tests only, where a panic is the message"
)]

pub mod operator;
pub mod soak;
pub mod sockets;
pub mod steps;

pub use serde_json::{Value, json};
pub use sockets::Socket;
pub use steps::Team;
pub use testkit::server::{
    Answer, AppOptions, Client, Code, Guest, LateClock, Limits, Patience, RateLimits, SchemaOptions,
    StreamOptions, Subscription, TestAccount, TestServer, TrustedDocuments, codes,
};

/// The text of a value.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}"))
}

/// The texts at `field` of the entries of a list.
pub fn all<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let entries = list.as_array().unwrap_or_else(|| panic!("a list, not {list}"));
    entries.iter().map(|entry| text(&entry[field])).collect()
}
