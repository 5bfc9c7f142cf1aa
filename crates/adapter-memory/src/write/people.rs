//! Writes the account, its users and their tokens.

use application::{
    StoreError,
    confirmation::ConfirmationKey,
    ports::{Accounts, ApiTokens, NewApiToken, Users},
};
use async_trait::async_trait;
use domain::{Account, LabelKey, TaskSettings, User, UserId};

use super::{add, put, unique};
use crate::{
    state::{AccountRecord, broken},
    store::MemoryUnit,
};

#[async_trait]
impl Accounts for MemoryUnit {
    async fn account(&mut self) -> Result<Option<Account>, StoreError> {
        Ok(self.state.account.as_ref().map(|record| record.account.clone()))
    }

    async fn add_account(&mut self, account: &Account, key: &ConfirmationKey) -> Result<(), StoreError> {
        if account.id != self.account {
            return self.noted(Err(broken("the unit was opened for another account")));
        }
        if self.state.account.is_some() {
            return self.noted(Err(StoreError::Conflict));
        }
        self.state.account = Some(AccountRecord {
            account: account.clone(),
            confirmation_key: key.clone(),
            settings: TaskSettings::new(),
        });
        Ok(())
    }

    async fn confirmation_key(&mut self) -> Result<ConfirmationKey, StoreError> {
        let key = self.state.record().map(|record| record.confirmation_key.clone());
        self.noted(key)
    }
}

#[async_trait]
impl Users for MemoryUnit {
    async fn user(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        Ok(self.state.users.get(&id).cloned())
    }

    async fn user_names(&mut self, ids: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError> {
        let users = ids.iter().filter_map(|id| self.state.users.get(id));
        Ok(users
            .map(|user| (user.id, user.name.as_str().to_owned()))
            .collect())
    }

    async fn user_with_email(&mut self, key: &LabelKey) -> Result<Option<User>, StoreError> {
        let mut users = self.state.users.values();
        Ok(users.find(|user| user.email.key() == *key).cloned())
    }

    async fn add_user(&mut self, user: &User) -> Result<(), StoreError> {
        let unique = self.email_is_free(user);
        let added = unique.and_then(|()| add(&mut self.state.users, user.id, user.clone()));
        self.noted(added)
    }

    async fn put_user(&mut self, user: &User) -> Result<(), StoreError> {
        let unique = self.email_is_free(user);
        let put = unique.and_then(|()| put(&mut self.state.users, &user.id, user.clone()));
        self.noted(put)
    }
}

impl MemoryUnit {
    fn email_is_free(&self, user: &User) -> Result<(), StoreError> {
        let key = user.email.key();
        unique(self.state.users.values(), |other| {
            other.id != user.id && other.email.key() == key
        })
    }
}

#[async_trait]
impl ApiTokens for MemoryUnit {
    async fn add_api_token(&mut self, token: &NewApiToken) -> Result<(), StoreError> {
        let free = unique(self.state.api_tokens.values(), |other| {
            other.secret_hash == token.secret_hash
        });
        let added = free.and_then(|()| add(&mut self.state.api_tokens, token.id, token.clone()));
        self.noted(added)
    }
}
