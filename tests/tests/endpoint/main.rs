//! What clients meet at the endpoint itself, whichever operation they send.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "in tests a panic is the message"
)]

mod closing;
mod events;
mod many_streams;
mod sockets;
