//! Any object by its global id.

use async_graphql::{Context, ID, Interface, Object};
use domain::ObjectId;

use crate::{
    account::types::Account,
    activity::types::Activity,
    api_token::types::ApiToken,
    contact::types::Contact,
    context::{scope, session},
    deal::types::Deal,
    errors::ApiError,
    ids, loaders,
    outcome::types::TaskOutcome,
    settings::types::TaskOutcomeSettings,
    task::types::Task,
    task_type::types::TaskType,
    user::types::User,
};

/// Anything that can be refetched by its global id.
#[derive(Debug, Clone, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Globally unique, opaque id. Never parse it."))]
pub enum Node {
    /// The account.
    Account(Account),
    /// An entry of the history.
    Activity(Activity),
    /// An API token.
    ApiToken(ApiToken),
    /// A contact.
    Contact(Contact),
    /// A deal.
    Deal(Deal),
    /// A task.
    Task(Task),
    /// An outcome.
    TaskOutcome(TaskOutcome),
    /// The settings.
    TaskOutcomeSettings(TaskOutcomeSettings),
    /// A task type.
    TaskType(TaskType),
    /// A user.
    User(User),
}

/// Look-ups by global id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Any object by its global id; null when it does not exist or is not visible to the viewer.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the object.")] id: ID,
    ) -> Option<Result<Node, ApiError>> {
        find(ctx, &id).await.transpose()
    }

    /// Objects in the order of the ids, null where one is not visible to the viewer.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>, ApiError> {
        ids::check_count("ids", ids.len())?;
        futures_util::future::try_join_all(ids.iter().map(|id| find(ctx, id))).await
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, ApiError> {
    match ids::decode(id) {
        Some(object) => load(ctx, object).await,
        None => Ok(None),
    }
}

/// The object, if the account has it.
pub(crate) async fn load(ctx: &Context<'_>, object: ObjectId) -> Result<Option<Node>, ApiError> {
    let own = scope(ctx).actor().account;
    Ok(match object {
        ObjectId::Account(id) if id == own => Some(Node::Account(Account(session(ctx).account().await?))),
        ObjectId::Settings(id) if id == own => Some(Node::TaskOutcomeSettings(TaskOutcomeSettings(
            session(ctx).settings().await?,
        ))),
        ObjectId::Account(_) | ObjectId::Settings(_) => None,
        ObjectId::Activity(id) => loaders::activity(ctx, id).await?.map(Node::Activity),
        ObjectId::ApiToken(id) => loaders::api_token(ctx, id).await?.map(Node::ApiToken),
        ObjectId::Contact(id) => loaders::contact(ctx, id).await?.map(Node::Contact),
        ObjectId::Deal(id) => loaders::deal(ctx, id).await?.map(Node::Deal),
        ObjectId::Outcome(id) => loaders::outcome(ctx, id).await?.map(Node::TaskOutcome),
        ObjectId::Task(id) => loaders::task(ctx, id).await?.map(Node::Task),
        ObjectId::TaskType(id) => loaders::task_type(ctx, id).await?.map(Node::TaskType),
        ObjectId::User(id) => loaders::user(ctx, id).await?.map(Node::User),
    })
}
