//! Keeps what was done under which key.

use application::{
    StoreError,
    ports::{EarlierUse, IdempotencyKeys, KeyUse},
};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Change;
use crate::{
    codes::contradiction,
    rows::{at, idempotency::KeyRow},
    schema::idempotency_keys,
    store::PgUnit,
};

#[async_trait]
impl IdempotencyKeys for PgUnit {
    /// A key that was never used has no row to be locked, and one that were made for that would be written twice.
    async fn take_key(&mut self, key: &KeyUse) -> Result<(), StoreError> {
        self.take_turn(turn(self.key_name(key)));
        Ok(())
    }

    async fn earlier_use(&mut self, key: &KeyUse) -> Result<Option<EarlierUse>, StoreError> {
        self.settle().await?;
        let earlier = idempotency_keys::table
            .find(self.key_name(key))
            .filter(idempotency_keys::used_at.gt(at(key.expired_at)))
            .select((idempotency_keys::input_hash, idempotency_keys::result));
        let earlier: Option<(Vec<u8>, Vec<Uuid>)> = self
            .ask(async |connection| earlier.first(connection).await.optional())
            .await?;
        let earlier = earlier.map(|(hash, result)| {
            let input_hash = hash.try_into().map_err(|_| contradiction("input hash"))?;
            Ok(EarlierUse { input_hash, result })
        });
        earlier.transpose()
    }

    async fn keep_result(&mut self, key: &KeyUse, result: &[Uuid]) -> Result<(), StoreError> {
        let row = KeyRow::of(self.account_id(), key, result);
        self.later(Change::KeepKey(row)).await
    }
}

/// Account, user, use case and key.
type KeyName<'a> = (Uuid, Uuid, &'a str, &'a str);

impl PgUnit {
    fn key_name<'a>(&self, key: &'a KeyUse) -> KeyName<'a> {
        (self.tenant(), key.user.uuid(), key.use_case, key.key.as_str())
    }
}

/// The number that whoever uses a key waits for. Other keys that share it wait as well, and find nothing.
fn turn((account, user, use_case, key): KeyName<'_>) -> i64 {
    let mut hasher = Sha256::new();
    for part in [
        account.as_bytes().as_slice(),
        user.as_bytes(),
        use_case.as_bytes(),
        b" ",
        key.as_bytes(),
    ] {
        hasher.update(part);
    }
    let digest: [u8; 32] = hasher.finalize().into();
    digest.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}
