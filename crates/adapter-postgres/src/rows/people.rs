//! Rows of accounts, users and tokens.

use application::{StoreError, confirmation::ConfirmationKey};
use diesel::{pg::Pg, prelude::*};
use domain::{
    Account, AccountId, ApiToken, ApiTokenId, TimeZone, User, UserId, Version,
    text::{AccountName, Email, PersonName, TokenName},
};
use uuid::Uuid;

use super::{At, at};
use crate::{
    codes,
    schema::{accounts, api_tokens, users},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts, check_for_backend(Pg))]
pub(crate) struct AccountRow {
    account_id: Uuid,
    name: String,
    time_zone: String,
    created_at: At,
}

impl TryFrom<AccountRow> for Account {
    type Error = StoreError;

    fn try_from(row: AccountRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: AccountId::new(row.account_id),
            name: AccountName::restore(row.name),
            time_zone: TimeZone::parse(&row.time_zone).map_err(|_| codes::contradiction("time zone"))?,
            created_at: row.created_at.to_jiff(),
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = accounts)]
pub(crate) struct NewAccountRow<'a> {
    account_id: Uuid,
    name: &'a str,
    time_zone: &'a str,
    confirmation_key: &'a [u8],
    created_at: At,
}

impl<'a> NewAccountRow<'a> {
    pub(crate) fn of(account: &'a Account, key: &'a ConfirmationKey) -> Self {
        Self {
            account_id: account.id.uuid(),
            name: account.name.as_str(),
            time_zone: account.time_zone.name(),
            confirmation_key: key.bytes(),
            created_at: at(account.created_at),
        }
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, primary_key(account_id, id), check_for_backend(Pg))]
pub(crate) struct UserRow {
    account_id: Uuid,
    id: Uuid,
    name: String,
    name_key: String,
    email: String,
    email_key: String,
    role: i16,
    active: bool,
    version: i32,
    created_at: At,
    updated_at: At,
}

impl UserRow {
    pub(crate) fn of(account: AccountId, user: &User) -> Self {
        Self {
            account_id: account.uuid(),
            id: user.id.uuid(),
            name: user.name.as_str().to_owned(),
            name_key: user.name.folded(),
            email: user.email.as_str().to_owned(),
            email_key: user.email.key().as_str().to_owned(),
            role: codes::role(user.role),
            active: user.is_active,
            version: user.version.number(),
            created_at: at(user.created_at),
            updated_at: at(user.updated_at),
        }
    }
}

impl TryFrom<UserRow> for User {
    type Error = StoreError;

    fn try_from(row: UserRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: UserId::new(row.id),
            name: PersonName::restore(row.name),
            email: Email::restore(row.email),
            role: codes::to_role(row.role)?,
            is_active: row.active,
            version: Version::new(row.version),
            created_at: row.created_at.to_jiff(),
            updated_at: row.updated_at.to_jiff(),
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = api_tokens, check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false)]
pub(crate) struct ApiTokenRow {
    account_id: Uuid,
    id: Uuid,
    user_id: Uuid,
    name: String,
    created_at: At,
    expires_at: Option<At>,
    revoked_at: Option<At>,
    last_used_at: Option<At>,
}

impl ApiTokenRow {
    pub(crate) fn of(account: AccountId, token: &ApiToken) -> Self {
        Self {
            account_id: account.uuid(),
            id: token.id.uuid(),
            user_id: token.user.uuid(),
            name: token.name.as_str().to_owned(),
            created_at: at(token.created_at),
            expires_at: token.expires_at.map(at),
            revoked_at: token.revoked_at.map(at),
            last_used_at: token.last_used_at.map(at),
        }
    }
}

impl From<ApiTokenRow> for ApiToken {
    fn from(row: ApiTokenRow) -> Self {
        Self {
            id: ApiTokenId::new(row.id),
            user: UserId::new(row.user_id),
            name: TokenName::restore(row.name),
            created_at: row.created_at.to_jiff(),
            expires_at: row.expires_at.map(At::to_jiff),
            revoked_at: row.revoked_at.map(At::to_jiff),
            last_used_at: row.last_used_at.map(At::to_jiff),
        }
    }
}
