//! The edges of the domain, by their numbers, over HTTP and each store.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is the message of a test"
)]

mod after;
mod assignments;
mod bad_input;
mod catalogue;
mod catalogue_removal;
mod completing;
mod cursors;
mod erasure;
mod errors;
mod export;
mod history;
mod idempotency;
mod imports;
mod many;
mod on_postgres;
mod people;
mod rate_limit;
mod report;
mod report_basis;
mod report_more;
mod starter_set;
mod switch;
mod task_type_arrangement;
mod task_types;
mod team;
