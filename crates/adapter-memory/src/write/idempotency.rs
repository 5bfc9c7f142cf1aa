//! Keeps what was done under which key. Units take turns, so whoever has taken a key has ended before.

use application::{
    StoreError,
    ports::{EarlierUse, IdempotencyKeys, KeyUse},
};
use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    state::{KeyName, UsedKey},
    store::MemoryUnit,
};

#[async_trait]
impl IdempotencyKeys for MemoryUnit {
    async fn take_key(&mut self, _: &KeyUse) -> Result<(), StoreError> {
        Ok(())
    }

    async fn earlier_use(&mut self, key: &KeyUse) -> Result<Option<EarlierUse>, StoreError> {
        let used = self.state.keys.get(&name(key));
        let counting = used.filter(|used| used.used_at > key.expired_at);
        Ok(counting.map(|used| used.earlier.clone()))
    }

    async fn keep_result(&mut self, key: &KeyUse, result: &[Uuid]) -> Result<(), StoreError> {
        if self.earlier_use(key).await?.is_some() {
            return self.noted(Err(StoreError::Conflict));
        }
        let earlier = EarlierUse {
            input_hash: key.input_hash,
            result: result.to_vec(),
        };
        let used_at = key.used_at;
        self.state.keys.insert(name(key), UsedKey { earlier, used_at });
        Ok(())
    }
}

fn name(key: &KeyUse) -> KeyName {
    (key.user, key.use_case, key.key.as_str().to_owned())
}
