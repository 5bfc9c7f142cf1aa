//! What is proven of the service as a whole, over HTTP and a real PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is the message of a test"
)]

mod matrix;
mod soak;
