//! The GraphQL endpoint itself: what it refuses and how, which documents it takes, what goes on, what it bears.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is the message of a test"
)]

mod closing;
mod documents;
mod error_codes;
mod events;
mod hostile;
mod languages;
mod limits;
mod many_streams;
mod on_postgres;
mod sockets;
mod wire;
