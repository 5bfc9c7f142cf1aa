//! How tasks are completed: one, several, corrected, opened again.

pub mod input;
pub mod mutation;
