//! Data to try things out with, as many as you like, and measurements on them. It knows the domain and the store's
//! fast entrance, and nothing of the server.

mod chance;
pub mod load;
pub mod markers;
mod text;
