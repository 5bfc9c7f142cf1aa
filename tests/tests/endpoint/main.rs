//! The GraphQL endpoint itself: what it refuses and how, which documents it takes, what it bears.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is the message of a test"
)]

mod documents;
mod error_codes;
mod hostile;
mod languages;
mod limits;
mod on_postgres;
mod wire;
