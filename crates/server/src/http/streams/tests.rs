//! Real connections to operations that are made up: what goes on, how it ends, and who waits for whom.

mod bench;
mod events;
mod sockets;
