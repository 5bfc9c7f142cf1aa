//! Rows of keys under which something was done.

use application::ports::KeyUse;
use diesel::sql_types::Text;
use domain::{AccountId, UserId};
use uuid::Uuid;

use super::{
    At, at,
    columns::{Column, InColumns, in_columns},
};
use crate::schema::idempotency_keys;

/// A key as it is written.
pub(crate) struct KeyRow {
    name: NamedKey,
    /// As PostgreSQL writes arrays: arrays in an array would have to be of one length.
    result: String,
    /// Uses until then no longer count.
    pub(crate) expired_at: At,
}

struct NamedKey {
    account_id: Uuid,
    user_id: Uuid,
    use_case: &'static str,
    key: String,
    input_hash: Vec<u8>,
    used_at: At,
}

in_columns! { NamedKey, idempotency_keys: account_id, user_id, use_case, key, input_hash, used_at }

impl InColumns for KeyRow {
    fn columns<'a>(rows: &[&'a Self]) -> Vec<Column<'a>> {
        let names: Vec<&'a NamedKey> = rows.iter().map(|row| &row.name).collect();
        let mut columns = NamedKey::columns(&names);
        let results = rows.iter().map(|row| &row.result).collect();
        columns.push(Column::of::<Text, _>("result", results).cast("::uuid[]"));
        columns
    }
}

impl KeyRow {
    pub(crate) fn of(account: AccountId, key: &KeyUse, result: &[Uuid]) -> Self {
        let ids: Vec<String> = result.iter().map(Uuid::to_string).collect();
        Self {
            name: NamedKey {
                account_id: account.uuid(),
                user_id: UserId::uuid(key.user),
                use_case: key.use_case,
                key: key.key.as_str().to_owned(),
                input_hash: key.input_hash.to_vec(),
                used_at: at(key.used_at),
            },
            result: format!("{{{}}}", ids.join(",")),
            expired_at: at(key.expired_at),
        }
    }
}
