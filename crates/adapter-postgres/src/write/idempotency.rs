//! Keeps what was done under which key.

use application::{
    StoreError,
    ports::{EarlierUse, IdempotencyKeys, KeyUse},
};
use async_trait::async_trait;
use diesel::{prelude::*, query_dsl::methods::FilterDsl, upsert::excluded};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Change, prepared::Prepared};
use crate::{codes::contradiction, rows::at, schema::idempotency_keys, store::PgUnit};

#[async_trait]
impl IdempotencyKeys for PgUnit {
    /// The insert waits for whoever has inserted the same key and has not ended yet.
    async fn take_key(&mut self, key: &KeyUse) -> Result<Option<EarlierUse>, StoreError> {
        use idempotency_keys::{account_id, input_hash, result, use_case, used_at, user_id};
        let anew = (
            input_hash.eq(excluded(input_hash)),
            result.eq(Vec::<Uuid>::new()),
            used_at.eq(excluded(used_at)),
        );
        let insert = diesel::insert_into(idempotency_keys::table)
            .values((
                account_id.eq(self.tenant()),
                user_id.eq(key.user.uuid()),
                use_case.eq(key.use_case),
                idempotency_keys::key.eq(key.key.as_str()),
                input_hash.eq(key.input_hash.as_slice()),
                used_at.eq(at(key.used_at)),
            ))
            .on_conflict((account_id, user_id, use_case, idempotency_keys::key))
            .do_update()
            .set(anew);
        let insert = Prepared(FilterDsl::filter(insert, used_at.le(at(key.expired_at))));
        let taken = self.ask(async |connection| insert.execute(connection).await);
        if taken.await? == 1 {
            return Ok(None);
        }
        let earlier = idempotency_keys::table
            .find((self.tenant(), key.user.uuid(), key.use_case, key.key.as_str()))
            .select((input_hash, result));
        let earlier: QueryResult<(Vec<u8>, Vec<Uuid>)> = earlier.first(self.connection().await?).await;
        let (hash, ids) = self.noted(earlier)?;
        Ok(Some(EarlierUse {
            input_hash: hash.try_into().map_err(|_| contradiction("input hash"))?,
            result: ids,
        }))
    }

    async fn keep_result(&mut self, key: &KeyUse, result: &[Uuid]) -> Result<(), StoreError> {
        let taken = (
            self.tenant(),
            key.user.uuid(),
            key.use_case,
            key.key.as_str().to_owned(),
        );
        self.later(Change::KeepResult(taken, result.to_vec())).await
    }
}
