//! What all tests share: values to start from, a clock and ids one can foresee, scripted failures, and the contract of
//! the store, which every adapter runs. Names no rule of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "runs in tests only, where a panic is the message"
)]

pub mod builders;
pub mod clock;
pub mod contract;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod proof;
pub mod random_histories;
pub mod random_reports;
pub mod scripted;
#[cfg(feature = "server")]
pub mod server;

pub use clock::{FixedClock, SequentialIds};
