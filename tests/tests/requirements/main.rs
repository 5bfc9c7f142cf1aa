//! Every requirement of the mission, S1 to S13, over HTTP and a real PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is the message of a test"
)]

mod completing;
mod documents;
mod finding;
mod managing;
mod switching;
