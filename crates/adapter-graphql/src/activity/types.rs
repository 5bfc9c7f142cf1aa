//! Entries of the history as the API shows them.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use domain::Change;

use crate::{
    context::{Language, language},
    errors::ApiError,
    ids, loaders,
    outcome::types::{TaskOutcome, TaskOutcomeSentiment},
    page::connection,
    scalars::DateTime,
    subject::{self, TaskSubject},
    task::types::Task,
    task_type::types::TaskType,
    text,
    user::types::User,
};

/// What an entry of the history tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ActivityKind {
    /// A task was completed.
    TaskCompleted,
    /// Outcome or notes of a completed task were corrected.
    TaskCompletionCorrected,
    /// A task was created.
    TaskCreated,
    /// A task was deleted.
    TaskDeleted,
    /// A completed task was opened again.
    TaskReopened,
    /// Title, description, type, owner or due time of a task was changed.
    TaskUpdated,
    /// Outcomes were created, changed, archived, brought back, merged or deleted.
    TaskOutcomeChanged,
    /// Task Outcomes was switched on or off, or assignments were saved.
    TaskOutcomeSettingsChanged,
    /// A task type was created, renamed, moved, archived, brought back or deleted.
    TaskTypeChanged,
    /// Name or time zone of the account was changed.
    AccountChanged,
    /// An API token was created or revoked.
    ApiTokenChanged,
    /// A contact was created or changed.
    ContactChanged,
    /// A contact was erased.
    ContactErased,
    /// Contacts, deals or tasks were imported.
    DataImported,
    /// Data was exported as a file.
    DataExported,
    /// A deal was created or changed.
    DealChanged,
    /// A user was added, changed or deactivated.
    UserChanged,
}

macro_rules! kinds {
    ($($kind:ident),* $(,)?) => {
        impl From<domain::ActivityKind> for ActivityKind {
            fn from(kind: domain::ActivityKind) -> Self {
                match kind {
                    $(domain::ActivityKind::$kind => Self::$kind,)*
                }
            }
        }

        impl From<ActivityKind> for domain::ActivityKind {
            fn from(kind: ActivityKind) -> Self {
                match kind {
                    $(ActivityKind::$kind => Self::$kind,)*
                }
            }
        }
    };
}

kinds! {
    TaskCompleted, TaskCompletionCorrected, TaskCreated, TaskDeleted, TaskReopened, TaskUpdated, TaskOutcomeChanged, TaskOutcomeSettingsChanged,
    TaskTypeChanged, AccountChanged, ApiTokenChanged, ContactChanged, ContactErased, DataExported, DataImported, DealChanged, UserChanged,
}

/// A value before and after, as text in the language of the request.
#[derive(Debug, Clone, SimpleObject)]
pub struct ActivityChange {
    /// Value after; null when there is none.
    after: Option<String>,
    /// Value before; null when there was none.
    before: Option<String>,
    /// Name of the changed field, as in this schema.
    field: String,
}

impl ActivityChange {
    fn of(change: &Change, language: Language) -> Self {
        let value = |value: &Option<String>| {
            value
                .as_ref()
                .map(|v| text::change_value(language, &change.field, v))
        };
        Self {
            after: value(&change.after),
            before: value(&change.before),
            field: text::camel_case(&change.field),
        }
    }
}

/// How many changed fields an entry shows.
const MAXIMUM_CHANGES: usize = 20;

/// One entry of the history. It never changes: label and sentiment are those of the moment.
#[derive(Debug, Clone)]
pub struct Activity(pub(crate) Arc<domain::Activity>);

impl From<domain::Activity> for Activity {
    fn from(activity: domain::Activity) -> Self {
        Self(Arc::new(activity))
    }
}

/// One entry of the history. It never changes: label and sentiment are those of the moment.
#[Object]
impl Activity {
    /// Who did it; null when an import did.
    async fn actor(&self, ctx: &Context<'_>) -> Option<Result<User, ApiError>> {
        loaders::user(ctx, self.0.actor?).await.transpose()
    }

    /// Globally unique, opaque id.
    pub(crate) async fn id(&self) -> ID {
        ids::encode(self.0.id.into())
    }

    /// What the entry tells.
    async fn kind(&self) -> ActivityKind {
        self.0.event.kind.into()
    }

    /// Notes given at that moment.
    async fn notes(&self) -> Option<&str> {
        self.0.event.notes.as_ref().map(domain::text::Notes::as_str)
    }

    /// When it happened (timestamp).
    async fn occurred_at(&self) -> DateTime {
        DateTime(self.0.occurred_at)
    }

    /// The outcome as it is today; null when none was recorded.
    async fn outcome(&self, ctx: &Context<'_>) -> Option<Result<TaskOutcome, ApiError>> {
        loaders::outcome(ctx, self.0.event.outcome.as_ref()?.id)
            .await
            .transpose()
    }

    /// Label of the outcome at that moment; null when none was recorded.
    async fn recorded_label(&self) -> Option<&str> {
        self.0
            .event
            .outcome
            .as_ref()
            .map(|outcome| outcome.label.as_str())
    }

    /// Sentiment of the outcome at that moment; null when none was recorded.
    async fn recorded_sentiment(&self) -> Option<TaskOutcomeSentiment> {
        self.0
            .event
            .outcome
            .as_ref()
            .map(|outcome| outcome.sentiment.into())
    }

    /// The contact or deal the task relates to; null when it is gone.
    async fn subject(&self, ctx: &Context<'_>) -> Option<Result<TaskSubject, ApiError>> {
        subject::load(ctx, self.0.event.subject?).await.transpose()
    }

    /// The task; null when it was deleted.
    async fn task(&self, ctx: &Context<'_>) -> Option<Result<Task, ApiError>> {
        loaders::task(ctx, self.0.event.task?).await.transpose()
    }

    /// Kind of the task at that moment.
    async fn task_type(&self, ctx: &Context<'_>) -> Option<Result<TaskType, ApiError>> {
        loaders::task_type(ctx, self.0.event.task_type?).await.transpose()
    }

    /// Title of the task at that moment, or what was done to the settings, in the language of the request.
    async fn title(&self, ctx: &Context<'_>) -> String {
        text::activity_title(language(ctx), &self.0.event)
    }

    /// What was changed, at most 20 entries; empty where nothing has a before and an after.
    async fn changes(&self, ctx: &Context<'_>) -> Vec<ActivityChange> {
        let shown = self.0.event.changes.iter().take(MAXIMUM_CHANGES);
        shown
            .map(|change| ActivityChange::of(change, language(ctx)))
            .collect()
    }

    /// The reason given, for example for reopening; null when none was.
    async fn reason(&self) -> Option<&str> {
        self.0.event.reason.as_ref().map(domain::text::Reason::as_str)
    }
}

connection! {
    /// An entry of the history and its cursor.
    edge ActivityEdge,
    /// A page of entries of the history.
    connection ActivityConnection of Activity,
    "The entry of the history.",
    "Number of entries of the history on all pages; null when counting would be too costly."
}
