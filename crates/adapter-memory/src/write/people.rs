//! Writes the account, its users and their tokens.

use application::{
    StoreError,
    confirmation::ConfirmationKey,
    ports::{Accounts, ApiTokens, Users},
};
use async_trait::async_trait;
use domain::{Account, ApiToken, ApiTokenId, LabelKey, TaskSettings, User, UserId};
use jiff::Timestamp;

use super::{add, put, unique};
use crate::{
    state::{AccountRecord, ApiTokenRecord, broken},
    store::MemoryUnit,
};

#[async_trait]
impl Accounts for MemoryUnit {
    async fn account(&mut self) -> Result<Option<Account>, StoreError> {
        Ok(self.state.account.as_ref().map(|record| record.account.clone()))
    }

    async fn account_to_change(&mut self) -> Result<Option<Account>, StoreError> {
        self.account().await
    }

    async fn put_account(&mut self, account: &Account) -> Result<(), StoreError> {
        match &mut self.state.account {
            Some(record) => {
                record.account = account.clone();
                Ok(())
            }
            None => self.noted(Err(broken("an account is missing"))),
        }
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

    async fn users(&mut self, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        let users = self.state.users.values().filter(|user| ids.contains(&user.id));
        Ok(users.cloned().collect())
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

    async fn user_to_change(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        self.user(id).await
    }

    async fn lock_active_admins(&mut self) -> Result<Vec<UserId>, StoreError> {
        let users = self.state.users.values();
        Ok(users
            .filter(|user| user.is_active_admin())
            .map(|user| user.id)
            .collect())
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
    async fn add_api_token(&mut self, token: &ApiToken, secret_hash: &[u8; 32]) -> Result<(), StoreError> {
        let free = unique(self.state.api_tokens.values(), |other| {
            other.secret_hash == *secret_hash
        });
        let record = ApiTokenRecord {
            token: token.clone(),
            secret_hash: *secret_hash,
        };
        let added = free.and_then(|()| add(&mut self.state.api_tokens, token.id, record));
        self.noted(added)
    }

    async fn api_token(&mut self, id: ApiTokenId) -> Result<Option<ApiToken>, StoreError> {
        let record = self.state.api_tokens.get(&id);
        Ok(record.map(|record| record.token.clone()))
    }

    async fn put_api_token(&mut self, token: &ApiToken) -> Result<(), StoreError> {
        match self.state.api_tokens.get_mut(&token.id) {
            Some(record) => {
                record.token.revoked_at = token.revoked_at;
                Ok(())
            }
            None => self.noted(Err(broken("a token to be changed is missing"))),
        }
    }

    async fn note_token_use(&mut self, id: ApiTokenId, hour: Timestamp) -> Result<(), StoreError> {
        if let Some(record) = self.state.api_tokens.get_mut(&id) {
            record.token.last_used_at = record.token.last_used_at.max(Some(hour));
        }
        Ok(())
    }
}
