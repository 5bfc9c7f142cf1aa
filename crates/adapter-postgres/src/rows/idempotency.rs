//! Rows of keys under which something was done.

use application::ports::KeyUse;
use diesel::{
    pg::Pg, prelude::*, query_builder::QueryFragment, query_dsl::methods::FilterDsl, upsert::excluded,
};
use domain::{AccountId, UserId};
use uuid::Uuid;

use super::{At, at};
use crate::schema::idempotency_keys;

#[derive(Insertable)]
#[diesel(table_name = idempotency_keys, check_for_backend(Pg))]
pub(crate) struct KeyRow {
    account_id: Uuid,
    user_id: Uuid,
    use_case: &'static str,
    key: String,
    input_hash: Vec<u8>,
    result: Vec<Uuid>,
    used_at: At,
    #[diesel(skip_insertion)]
    expired_at: At,
}

impl KeyRow {
    pub(crate) fn of(account: AccountId, key: &KeyUse, result: &[Uuid]) -> Self {
        Self {
            account_id: account.uuid(),
            user_id: UserId::uuid(key.user),
            use_case: key.use_case,
            key: key.key.as_str().to_owned(),
            input_hash: key.input_hash.to_vec(),
            result: result.to_vec(),
            used_at: at(key.used_at),
            expired_at: at(key.expired_at),
        }
    }

    /// Puts it in the place of an earlier use that no longer counts; a use that counts stays, and no row is changed.
    pub(crate) fn keep(self) -> impl QueryFragment<Pg> + Send {
        use idempotency_keys::{account_id, input_hash, key, result, use_case, used_at, user_id};
        let expired_at = self.expired_at;
        let anew = (
            input_hash.eq(excluded(input_hash)),
            result.eq(excluded(result)),
            used_at.eq(excluded(used_at)),
        );
        let insert = diesel::insert_into(idempotency_keys::table)
            .values(self)
            .on_conflict((account_id, user_id, use_case, key))
            .do_update()
            .set(anew);
        FilterDsl::filter(insert, used_at.le(expired_at))
    }
}
