//! Writes the account, its users and their tokens.

use application::{
    StoreError,
    confirmation::ConfirmationKey,
    ports::{Accounts, ApiTokens, Users},
};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{Account, ApiToken, ApiTokenId, LabelKey, Role, TaskSettings, User, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use super::prepared::Prepared;
use crate::{
    codes,
    read::{self, uuids},
    rows::{
        at,
        people::{AccountRow, ApiTokenRow, NewAccountRow, UserRow},
        settings::SettingsRow,
    },
    schema::{accounts, api_tokens, task_settings, users},
    store::PgUnit,
};

#[async_trait]
impl Accounts for PgUnit {
    /// `FOR SHARE`: foreign keys lock the row weaker, so whoever changes the account does not wait for all that is recorded.
    async fn account(&mut self) -> Result<Option<Account>, StoreError> {
        let query = accounts::table
            .find(self.tenant())
            .select(AccountRow::as_select());
        let row = query.for_share().first(self.connection().await?).await.optional();
        self.noted(row)?.map(Account::try_from).transpose()
    }

    async fn account_to_change(&mut self) -> Result<Option<Account>, StoreError> {
        let query = accounts::table
            .find(self.tenant())
            .select(AccountRow::as_select());
        let row = query
            .for_no_key_update()
            .first(self.connection().await?)
            .await
            .optional();
        self.noted(row)?.map(Account::try_from).transpose()
    }

    async fn put_account(&mut self, account: &Account) -> Result<(), StoreError> {
        let changed = (
            accounts::name.eq(account.name.as_str()),
            accounts::time_zone.eq(account.time_zone.name()),
        );
        let update = diesel::update(accounts::table.find(self.tenant())).set(changed);
        let updated = update.execute(self.connection().await?).await;
        self.changed_one(updated)
    }

    async fn add_account(&mut self, account: &Account, key: &ConfirmationKey) -> Result<(), StoreError> {
        let insert = diesel::insert_into(accounts::table).values(NewAccountRow::of(account, key));
        let inserted = insert.execute(self.connection().await?).await;
        self.changed_one(inserted)?;
        let settings = SettingsRow::of(account.id, &TaskSettings::new());
        let inserted = diesel::insert_into(task_settings::table)
            .values(settings)
            .execute(self.connection().await?)
            .await;
        self.changed_one(inserted)
    }

    async fn confirmation_key(&mut self) -> Result<ConfirmationKey, StoreError> {
        read::people::confirmation_key(self.transaction().await?).await
    }
}

#[async_trait]
impl Users for PgUnit {
    async fn user(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let query = users::table
            .find((self.tenant(), id.uuid()))
            .select(UserRow::as_select());
        let row = query.first(self.connection().await?).await.optional();
        self.noted(row)?.map(User::try_from).transpose()
    }

    async fn users(&mut self, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        let query = users::table
            .filter(
                users::account_id
                    .eq(self.tenant())
                    .and(users::id.eq_any(uuids(ids, UserId::uuid))),
            )
            .select(UserRow::as_select());
        let rows: QueryResult<Vec<UserRow>> = query.load(self.connection().await?).await;
        self.noted(rows)?.into_iter().map(User::try_from).collect()
    }

    async fn user_names(&mut self, ids: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError> {
        let query = users::table
            .filter(
                users::account_id
                    .eq(self.tenant())
                    .and(users::id.eq_any(ids.iter().map(|id| id.uuid()))),
            )
            .select((users::id, users::name));
        let rows: QueryResult<Vec<(Uuid, String)>> = query.load(self.connection().await?).await;
        let names = self.noted(rows)?.into_iter();
        Ok(names.map(|(id, name)| (UserId::new(id), name)).collect())
    }

    async fn user_with_email(&mut self, key: &LabelKey) -> Result<Option<User>, StoreError> {
        let query = users::table
            .filter(
                users::account_id
                    .eq(self.tenant())
                    .and(users::email_key.eq(key.as_str())),
            )
            .select(UserRow::as_select());
        let row = query.first(self.connection().await?).await.optional();
        self.noted(row)?.map(User::try_from).transpose()
    }

    async fn user_to_change(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let query = users::table
            .find((self.tenant(), id.uuid()))
            .select(UserRow::as_select());
        let row = query
            .for_no_key_update()
            .first(self.connection().await?)
            .await
            .optional();
        self.noted(row)?.map(User::try_from).transpose()
    }

    /// Whoever waited sees what the other one committed: who is no longer an active admin is left out then.
    async fn lock_active_admins(&mut self) -> Result<Vec<UserId>, StoreError> {
        let query = users::table
            .filter(users::account_id.eq(self.tenant()).and(users::active))
            .filter(users::role.eq(codes::role(Role::Admin)))
            .order(users::id)
            .select(users::id)
            .for_no_key_update();
        let ids: QueryResult<Vec<Uuid>> = query.load(self.connection().await?).await;
        Ok(self.noted(ids)?.into_iter().map(UserId::new).collect())
    }

    async fn add_user(&mut self, user: &User) -> Result<(), StoreError> {
        let row = UserRow::of(self.account_id(), user);
        let inserted = diesel::insert_into(users::table)
            .values(row)
            .execute(self.connection().await?)
            .await;
        self.changed_one(inserted)
    }

    async fn put_user(&mut self, user: &User) -> Result<(), StoreError> {
        let row = UserRow::of(self.account_id(), user);
        let update = diesel::update(users::table.find((self.tenant(), user.id.uuid()))).set(row);
        let updated = Prepared(update).execute(self.connection().await?).await;
        self.changed_one(updated)
    }
}

#[async_trait]
impl ApiTokens for PgUnit {
    async fn add_api_token(&mut self, token: &ApiToken, secret_hash: &[u8; 32]) -> Result<(), StoreError> {
        let row = ApiTokenRow::of(self.account_id(), token);
        let insert = diesel::insert_into(api_tokens::table)
            .values((row, api_tokens::secret_hash.eq(secret_hash.as_slice())));
        let inserted = insert.execute(self.connection().await?).await;
        self.changed_one(inserted)
    }

    async fn api_token(&mut self, id: ApiTokenId) -> Result<Option<ApiToken>, StoreError> {
        let query = api_tokens::table
            .find((self.tenant(), id.uuid()))
            .select(ApiTokenRow::as_select());
        let row = query
            .for_no_key_update()
            .first(self.connection().await?)
            .await
            .optional();
        Ok(self.noted(row)?.map(ApiToken::from))
    }

    async fn put_api_token(&mut self, token: &ApiToken) -> Result<(), StoreError> {
        let stored = api_tokens::table.find((self.tenant(), token.id.uuid()));
        let update = diesel::update(stored).set(api_tokens::revoked_at.eq(token.revoked_at.map(at)));
        let updated = update.execute(self.connection().await?).await;
        self.changed_one(updated)
    }

    async fn note_token_use(&mut self, id: ApiTokenId, hour: Timestamp) -> Result<(), StoreError> {
        let earlier = api_tokens::last_used_at
            .is_null()
            .or(api_tokens::last_used_at.assume_not_null().lt(at(hour)));
        let stored = api_tokens::table.find((self.tenant(), id.uuid())).filter(earlier);
        let update = diesel::update(stored).set(api_tokens::last_used_at.eq(at(hour)));
        let updated = update.execute(self.connection().await?).await;
        self.noted(updated).map(|_| ())
    }
}
