//! Remembers what was walked for with success: who looks for it again need not ask the index first.

use std::{
    fmt,
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::AccountId;
use lru::LruCache;

/// How many conditions are remembered, of all accounts together.
const KEPT: NonZeroUsize = NonZeroUsize::new(4_096).unwrap();

/// One entry of how many lately had what was looked for. An old number only makes a worse guess.
#[derive(Clone)]
pub(super) struct Frequent(Arc<Mutex<LruCache<(AccountId, String), u32>>>);

impl Frequent {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(LruCache::new(KEPT))))
    }

    pub(super) fn one_of(&self, condition: &(AccountId, String)) -> Option<u32> {
        self.kept().get(condition).copied()
    }

    pub(super) fn remember(&self, condition: (AccountId, String), one_of: u32) {
        self.kept().put(condition, one_of);
    }

    pub(super) fn forget(&self, condition: &(AccountId, String)) {
        self.kept().pop(condition);
    }

    fn kept(&self) -> MutexGuard<'_, LruCache<(AccountId, String), u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Frequent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Frequent")
    }
}
