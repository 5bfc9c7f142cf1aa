//! Clients that others wrote, against a server of ours.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is the message of a test"
)]

mod audit;
mod examples;
mod node;
mod process;
mod python;
mod streams;
