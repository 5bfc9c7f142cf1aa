//! Writes the account, its users and their tokens.

use application::{
    StoreError,
    confirmation::ConfirmationKey,
    ports::{Accounts, ApiTokens, NewApiToken, Users},
};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{Account, LabelKey, TaskSettings, User, UserId};
use uuid::Uuid;

use super::prepared::Prepared;
use crate::{
    read,
    rows::{
        people::{NewAccountRow, NewApiTokenRow, UserRow},
        settings::SettingsRow,
    },
    schema::{accounts, api_tokens, task_settings, users},
    store::PgUnit,
};

#[async_trait]
impl Accounts for PgUnit {
    async fn account(&mut self) -> Result<Option<Account>, StoreError> {
        read::people::account(&mut self.0).await
    }

    async fn add_account(&mut self, account: &Account, key: &ConfirmationKey) -> Result<(), StoreError> {
        let insert = diesel::insert_into(accounts::table).values(NewAccountRow::of(account, key));
        let inserted = insert.execute(self.connection()).await;
        self.changed_one(inserted)?;
        let settings = SettingsRow::of(account.id, &TaskSettings::new());
        let inserted = diesel::insert_into(task_settings::table)
            .values(settings)
            .execute(self.connection())
            .await;
        self.changed_one(inserted)
    }

    async fn confirmation_key(&mut self) -> Result<ConfirmationKey, StoreError> {
        read::people::confirmation_key(&mut self.0).await
    }
}

#[async_trait]
impl Users for PgUnit {
    async fn user(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let query = users::table
            .find((self.tenant(), id.uuid()))
            .select(UserRow::as_select());
        let row = query.first(self.connection()).await.optional();
        self.noted(row)?.map(User::try_from).transpose()
    }

    async fn user_names(&mut self, ids: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError> {
        let query = users::table
            .filter(
                users::account_id
                    .eq(self.tenant())
                    .and(users::id.eq_any(ids.iter().map(|id| id.uuid()))),
            )
            .select((users::id, users::name));
        let rows: QueryResult<Vec<(Uuid, String)>> = query.load(self.connection()).await;
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
        let row = query.first(self.connection()).await.optional();
        self.noted(row)?.map(User::try_from).transpose()
    }

    async fn add_user(&mut self, user: &User) -> Result<(), StoreError> {
        let row = UserRow::of(self.account_id(), user);
        let inserted = diesel::insert_into(users::table)
            .values(row)
            .execute(self.connection())
            .await;
        self.changed_one(inserted)
    }

    async fn put_user(&mut self, user: &User) -> Result<(), StoreError> {
        let row = UserRow::of(self.account_id(), user);
        let update = diesel::update(users::table.find((self.tenant(), user.id.uuid()))).set(row);
        let updated = Prepared(update).execute(self.connection()).await;
        self.changed_one(updated)
    }
}

#[async_trait]
impl ApiTokens for PgUnit {
    async fn add_api_token(&mut self, token: &NewApiToken) -> Result<(), StoreError> {
        let insert =
            diesel::insert_into(api_tokens::table).values(NewApiTokenRow::of(self.account_id(), token));
        let inserted = insert.execute(self.connection()).await;
        self.changed_one(inserted)
    }
}
