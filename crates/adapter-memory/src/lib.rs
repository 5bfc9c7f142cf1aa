//! Keeps everything in memory, for tests: as plain as the contract of the ports allows, and gone with the process.

mod read;
mod state;
mod store;
mod write;

pub use store::MemoryStore;
