//! Keeps everything in PostgreSQL: the only crate that names Diesel. It knows rows, joins, pages and error codes, and
//! decides nothing.

mod connect;
mod errors;
pub mod migrate;
mod pool;
mod schema;
mod unit;

pub use connect::ConnectError;
pub use migrate::{MigrateError, MigrationReport, migrate};
pub use pool::{PgPool, PoolOptions};
