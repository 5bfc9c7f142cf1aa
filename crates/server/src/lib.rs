//! The outermost room: configuration, telemetry, HTTP, the local PostgreSQL and the wiring; it decides nothing.

pub mod app;
pub mod auth;
pub mod background;
pub mod clock;
pub mod config;
pub mod database;
pub mod demo;
pub mod descriptors;
pub mod housekeeping;
pub mod http;
pub mod patient;
pub mod rate_limit;
pub mod run;
pub mod sealing;
pub mod shutdown;
pub mod telemetry;
