//! Puts whole accounts into a database at once, by COPY: for data that were made and not typed. Every column is what
//! a unit of work would have written, because the rows are the same.

mod loader;
mod portion;
mod sheet;

pub use loader::{BulkError, Loader};
pub use portion::Portion;
