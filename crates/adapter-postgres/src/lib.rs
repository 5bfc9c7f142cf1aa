//! Keeps everything in PostgreSQL: the only crate that names Diesel. It knows rows, joins, pages and error codes, and
//! decides nothing.

pub mod bulk;
pub mod check;
mod codes;
mod connect;
mod errors;
mod feed;
mod fragment;
mod history_index;
mod look_ups;
pub mod migrate;
mod pool;
mod read;
mod rows;
mod schema;
mod seal;
mod store;
mod together;
mod unit;
mod write;

pub use connect::ConnectError;
pub use feed::PgFeed;
pub use migrate::{MigrateError, MigrationReport, migrate};
pub use pool::{PgPool, PoolOptions};
pub use seal::{Sealer, Visit};
pub use store::PgStore;
