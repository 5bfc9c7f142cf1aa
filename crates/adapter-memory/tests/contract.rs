//! The contract of the store, kept in memory.

use adapter_memory::MemoryStore;

testkit::store_contract!(async { MemoryStore::new() });
