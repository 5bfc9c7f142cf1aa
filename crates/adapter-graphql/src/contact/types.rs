//! Contacts as the API shows them.

use std::sync::Arc;

use application::queries::activities::HistoryOf;
use async_graphql::{Context, ID, Object};
use domain::{Subject, text::Email};

use crate::{
    activity::{
        input::{ActivityFilterInput, ActivityOrder},
        query::history,
        types::ActivityConnection,
    },
    errors::ApiError,
    ids, loaders,
    page::{ListOf, connection, page_request},
    scalars::DateTime,
    task::{
        filter::{TaskFilterInput, TaskOrderInput},
        query::tasks,
        types::TaskConnection,
    },
    user::types::User,
};

/// A person outside the team.
#[derive(Debug, Clone)]
pub struct Contact(pub(crate) Arc<domain::Contact>);

impl From<domain::Contact> for Contact {
    fn from(contact: domain::Contact) -> Self {
        Self(Arc::new(contact))
    }
}

/// A person outside the team.
#[Object]
impl Contact {
    /// History of the contact and its tasks.
    async fn activities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "Narrows the list.")] filter: Option<Box<ActivityFilterInput>>,
        #[graphql(desc = "Order of the list.", default_with = "ActivityOrder::NewestFirst")]
        order_by: ActivityOrder,
    ) -> Option<Result<ActivityConnection, ApiError>> {
        let of = HistoryOf::Subject(Subject::Contact(self.0.id));
        Some(
            history(
                ctx,
                of,
                page_request(ListOf::object(ctx, self.0.id), first, last, after, before),
                filter,
                order_by,
            )
            .await,
        )
    }

    /// When the contact was created (timestamp).
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// Email address of the contact.
    async fn email(&self) -> Option<&str> {
        self.0.details.email.as_ref().map(Email::as_str)
    }

    /// Id of the contact in the system it was imported from; unique in the account.
    async fn external_id(&self) -> Option<&str> {
        self.0
            .details
            .external_id
            .as_ref()
            .map(domain::text::ExternalId::as_str)
    }

    /// Globally unique, opaque id.
    pub(crate) async fn id(&self) -> ID {
        ids::encode(self.0.id.into())
    }

    /// Display name of the contact.
    async fn name(&self) -> &str {
        self.0.details.name.as_str()
    }

    /// Company the contact works for.
    async fn company(&self) -> Option<&str> {
        self.0.details.company.as_ref().map(domain::text::Company::as_str)
    }

    /// Who looks after the contact; null when nobody does.
    async fn owner(&self, ctx: &Context<'_>) -> Option<Result<User, ApiError>> {
        loaders::user(ctx, self.0.details.owner?).await.transpose()
    }

    /// Phone number of the contact.
    async fn phone(&self) -> Option<&str> {
        self.0.details.phone.as_ref().map(domain::text::Phone::as_str)
    }

    /// Tasks that relate to the contact; open ones unless the filter says otherwise.
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Size of a forward page, 1 to 100; 20 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Size of a backward page, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Cursor to start after.")] after: Option<String>,
        #[graphql(desc = "Cursor to end before.")] before: Option<String>,
        #[graphql(desc = "Narrows the list.")] filter: Option<Box<TaskFilterInput>>,
        #[graphql(desc = "Order of the list.")] order_by: Option<TaskOrderInput>,
    ) -> Option<Result<TaskConnection, ApiError>> {
        let of = Some(Subject::Contact(self.0.id));
        Some(
            tasks(
                ctx,
                of,
                page_request(ListOf::object(ctx, self.0.id), first, last, after, before),
                filter,
                order_by,
            )
            .await,
        )
    }

    /// When the contact was last changed (timestamp).
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// Version for optimistic locking.
    async fn version(&self) -> i32 {
        self.0.version.number()
    }
}

connection! {
    /// A contact and its cursor.
    edge ContactEdge,
    /// A page of contacts.
    connection ContactConnection of Contact,
    "The contact.", "Number of contacts on all pages; null when counting would be too costly."
}
