//! Data to try things out with, as many as you like, and measurements on them. It knows the domain and the store's
//! fast entrance, and of the server what its clients know.

mod chance;
pub mod endpoint;
pub mod harness;
pub mod load;
pub mod markers;
mod page;
mod plain;
pub mod rates;
pub mod report;
pub mod search;
mod site;
mod text;

pub use page::{growth_row, write_endpoint, write_page};
pub use site::Site;
