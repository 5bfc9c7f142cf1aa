//! Forgetting idempotency keys that no longer count.

use super::Commands;
use crate::{StoreError, idempotency::REMEMBERED_FOR};

impl Commands {
    /// Forgets the keys of all accounts that were used 24 hours ago or earlier, and tells how many. Whoever runs the
    /// installation does so now and then; a key that no longer counts does no harm but to take room.
    pub async fn forget_old_keys(&self) -> Result<u64, StoreError> {
        let used_until = self.clock.now().checked_sub(REMEMBERED_FOR);
        self.store
            .forget_keys(used_until.map_err(StoreError::broken)?)
            .await
    }
}
