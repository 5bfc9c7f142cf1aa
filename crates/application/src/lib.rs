//! What one can do and ask: use cases, and the ports they need. Knows the order of steps, and no adapter.

pub mod commands;
pub mod confirmation;
pub mod errors;
pub mod idempotency;
pub mod page;
pub mod ports;
pub mod queries;
mod unit;

pub use commands::Commands;
pub use errors::{StoreError, UseCaseError};
pub use queries::{Queries, Session};
pub use unit::Unit;
