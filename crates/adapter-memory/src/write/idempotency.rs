//! Keeps what was done under which key. Units take turns, so whoever holds a key has ended before.

use application::{
    StoreError,
    ports::{EarlierUse, IdempotencyKeys, KeyUse},
};
use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    state::{KeyName, UsedKey, broken},
    store::MemoryUnit,
};

#[async_trait]
impl IdempotencyKeys for MemoryUnit {
    async fn take_key(&mut self, key: &KeyUse) -> Result<Option<EarlierUse>, StoreError> {
        let used = self.state.keys.get(&name(key));
        if let Some(used) = used.filter(|used| used.used_at > key.expired_at) {
            return Ok(Some(used.earlier.clone()));
        }
        let earlier = EarlierUse {
            input_hash: key.input_hash,
            result: Vec::new(),
        };
        let used_at = key.used_at;
        self.state.keys.insert(name(key), UsedKey { earlier, used_at });
        Ok(None)
    }

    async fn keep_result(&mut self, key: &KeyUse, result: &[Uuid]) -> Result<(), StoreError> {
        match self.state.keys.get_mut(&name(key)) {
            Some(used) => {
                used.earlier.result = result.to_vec();
                Ok(())
            }
            None => self.noted(Err(broken("a key to be changed is missing"))),
        }
    }
}

fn name(key: &KeyUse) -> KeyName {
    (key.user, key.use_case, key.key.as_str().to_owned())
}
