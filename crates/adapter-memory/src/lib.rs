//! Keeps everything in memory, for tests and demos: as plain as the contract of the ports allows, and gone with the process.

mod map;
mod read;
mod state;
mod store;
mod write;

pub use store::MemoryStore;
