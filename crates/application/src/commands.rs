//! What one can do: one file per use case. Each asks for the proof that the actor may, then works in one unit.

use std::sync::Arc;

use crate::ports::{Clock, Ids, Store};

/// The write side of the application: holds a store and no read port, so that a unit never waits for a second
/// connection.
#[derive(Clone)]
pub struct Commands {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
}

impl Commands {
    /// Acts on this store, with this clock and these ids.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self { store, clock, ids }
    }
}
