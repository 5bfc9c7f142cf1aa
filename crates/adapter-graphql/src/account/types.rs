//! The account and its viewer as the API shows them.

use application::queries::people::api_token_cursor;
use async_graphql::{Context, ID, Object};
use domain::ObjectId;

use crate::{
    api_token::types::ApiTokenConnection,
    context::session,
    errors::ApiError,
    ids,
    page::{Count, ListOf, page_request},
    settings::types::TaskOutcomeSettings,
    user::types::User,
};

/// A company that uses the system. Accounts never see each other.
#[derive(Debug, Clone)]
pub struct Account(pub(crate) domain::Account);

/// A company that uses the system. Accounts never see each other.
#[Object]
impl Account {
    /// Globally unique, opaque id.
    pub(crate) async fn id(&self) -> ID {
        ids::encode(ObjectId::Account(self.0.id))
    }

    /// Name of the account.
    async fn name(&self) -> &str {
        self.0.name.as_str()
    }

    /// Settings of the Task Outcomes feature.
    async fn task_outcome_settings(&self, ctx: &Context<'_>) -> Result<TaskOutcomeSettings, ApiError> {
        Ok(TaskOutcomeSettings(session(ctx).settings().await?))
    }

    /// IANA name of the account's time zone, such as `Europe/Berlin`; reports cut days and weeks by it.
    async fn time_zone(&self) -> &str {
        self.0.time_zone.name()
    }
}

/// The signed-in user in the context of the account.
#[derive(Debug, Clone, Copy)]
pub struct Viewer;

/// The signed-in user in the context of the account.
#[Object]
impl Viewer {
    /// The account the viewer works in.
    async fn account(&self, ctx: &Context<'_>) -> Result<Account, ApiError> {
        Ok(Account(session(ctx).account().await?))
    }

    /// API tokens of the viewer; for an admin those of the whole account.
    async fn api_tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
    ) -> Option<Result<ApiTokenConnection, ApiError>> {
        let read = async {
            let asked = page_request(ListOf::account(ctx), first, last, after, before)?;
            let tokens = session(ctx).api_tokens(&asked.page).await?;
            Ok(ApiTokenConnection::new(
                &asked.list,
                tokens,
                api_token_cursor,
                Count::ApiTokens,
            ))
        };
        Some(read.await)
    }

    /// The user record of the viewer.
    async fn user(&self, ctx: &Context<'_>) -> Result<User, ApiError> {
        Ok(session(ctx).viewer().await?.into())
    }
}
