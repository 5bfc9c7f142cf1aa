//! The outermost room: configuration, telemetry, HTTP, the local PostgreSQL and the wiring; it decides nothing.

pub mod background;
pub mod config;
pub mod database;
pub mod shutdown;
pub mod telemetry;
