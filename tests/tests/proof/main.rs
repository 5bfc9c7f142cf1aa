//! What is proven of the service as a whole, over HTTP and each store; the soak looks at its tables.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is the message of a test"
)]

mod exact_on_postgres;
mod matrix;
mod soak_on_postgres;
