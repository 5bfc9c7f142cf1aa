//! Rows of keys under which something was done.

use application::ports::KeyUse;
use diesel::prelude::*;
use domain::{AccountId, UserId};
use uuid::Uuid;

use super::{At, at};
use crate::schema::idempotency_keys;

#[derive(Insertable)]
#[diesel(table_name = idempotency_keys)]
pub(crate) struct KeyRow {
    account_id: Uuid,
    user_id: Uuid,
    use_case: &'static str,
    key: String,
    input_hash: Vec<u8>,
    result: Vec<Uuid>,
    used_at: At,
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
        }
    }
}
