//! The account and its users.

use domain::{Account, ApiToken, ApiTokenId, Role, SearchTerms, User, UserId};

use super::{QueryError, Session, check_cursors, must_exist};
use crate::{
    StoreError,
    page::{Cursor, CursorKey, Page, PageRequest},
};

/// The place of a user in the list by name.
pub fn user_cursor(user: &User) -> Cursor {
    Cursor {
        list: USERS.into(),
        key: CursorKey::Text(user.name.folded()),
        id: user.id.uuid(),
    }
}

const USERS: &str = "users";
const API_TOKENS: &str = "api_tokens";

/// The place of a token in the list, newest first.
pub fn api_token_cursor(token: &ApiToken) -> Cursor {
    Cursor {
        list: API_TOKENS.into(),
        key: CursorKey::Time(token.created_at),
        id: token.id.uuid(),
    }
}

/// The words of an optional search; none is no condition.
pub(crate) fn words(search: Option<&SearchTerms>) -> &[String] {
    search.map_or(&[], SearchTerms::words)
}

impl Session {
    /// The account.
    pub async fn account(&self) -> Result<Account, StoreError> {
        must_exist(self.reading.account().await?, "the account")
    }

    /// The record of the signed-in user.
    pub async fn viewer(&self) -> Result<User, StoreError> {
        let found = self.reading.users_by_id(&[self.actor.user]).await?;
        must_exist(found.into_iter().next(), "the signed-in user")
    }

    /// Users by id, as many as there are.
    pub async fn users_by_id(&self, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        self.reading.users_by_id(ids).await
    }

    /// Users by name.
    pub async fn users(
        &self,
        search: Option<&SearchTerms>,
        page: &PageRequest,
    ) -> Result<Page<User>, QueryError> {
        check_cursors(page, USERS)?;
        Ok(self.reading.users(words(search), page).await?)
    }

    /// How many users that are.
    pub async fn user_count(&self, search: Option<&SearchTerms>) -> Result<u64, StoreError> {
        self.reading.user_count(words(search)).await
    }

    /// API tokens of the signed-in user, newest first; for an admin those of the whole account.
    pub async fn api_tokens(&self, page: &PageRequest) -> Result<Page<ApiToken>, QueryError> {
        check_cursors(page, API_TOKENS)?;
        Ok(self.reading.api_tokens(self.tokens_of(), page).await?)
    }

    /// How many tokens that are.
    pub async fn api_token_count(&self) -> Result<u64, StoreError> {
        self.reading.api_token_count(self.tokens_of()).await
    }

    /// Those of these tokens that the signed-in user may see.
    pub async fn api_tokens_by_id(&self, ids: &[ApiTokenId]) -> Result<Vec<ApiToken>, StoreError> {
        let mut tokens = self.reading.api_tokens_by_id(ids).await?;
        tokens.retain(|token| ApiToken::may_manage(token.user, &self.actor).is_ok());
        Ok(tokens)
    }

    fn tokens_of(&self) -> Option<UserId> {
        match self.actor.role {
            Role::Admin => None,
            Role::Member => Some(self.actor.user),
        }
    }
}
