//! What subscribers are told, on each store: the application is asked without a transport in between.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is the message of a test"
)]

mod access;
mod catalogue;
mod on_postgres;
mod report;
mod tasks;
