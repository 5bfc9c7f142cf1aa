//! A first start on a machine without PostgreSQL, against a server on this machine that plays the release site.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod archive;
mod bench;
mod faults;
mod full_disk;
mod site;
mod starts;
mod transfers;
