//! Tasks as the API shows them.

use std::{borrow::Cow, sync::Arc};

use application::queries::activities::HistoryOf;
use async_graphql::{Context, Enum, ID, Object};
use domain::Due;

use crate::{
    activity::{
        input::{ActivityFilterInput, ActivityOrder},
        query::history,
        types::ActivityConnection,
    },
    context::{language, session},
    errors::ApiError,
    ids, loaders,
    outcome::types::{TaskOutcome, TaskOutcomeSentiment},
    page::{ListOf, connection, page_request},
    scalars::{Date, DateTime},
    subject::{self, TaskSubject},
    task_type::types::TaskType,
    text,
    user::types::User,
};

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum TaskStatus {
    /// It has been completed.
    Completed,
    /// It is still to be done.
    Open,
}

/// Something a user has to do for a contact or a deal, and the outcome of its completion, where that is known already.
#[derive(Debug, Clone)]
pub struct Task(pub(crate) Arc<domain::Task>, Option<TaskOutcome>);

impl From<domain::Task> for Task {
    fn from(task: domain::Task) -> Self {
        Self(Arc::new(task), None)
    }
}

impl Task {
    /// A task just completed, with the outcome that was chosen.
    pub(crate) fn with_outcome(task: domain::Task, outcome: Option<domain::TaskOutcome>) -> Self {
        Self(Arc::new(task), outcome.map(TaskOutcome::from))
    }
}

/// Something a user has to do for a contact or a deal.
#[Object]
impl Task {
    /// History of the task.
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
        let of = HistoryOf::Task(self.0.id);
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

    /// Outcomes that can be chosen when completing the task, at most 20; empty unless `ENABLED`.
    async fn available_outcomes(&self, ctx: &Context<'_>) -> Result<Vec<TaskOutcome>, ApiError> {
        loaders::outcomes_of(ctx, self.0.task_type).await
    }

    /// How the task was completed; null while it is open.
    async fn completion(&self) -> Option<TaskCompletion> {
        let completion = self.0.completion().cloned()?;
        Some(TaskCompletion(completion, self.1.clone()))
    }

    /// When the task was created (timestamp).
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// Who created the task; null when an import did.
    async fn created_by(&self, ctx: &Context<'_>) -> Option<Result<User, ApiError>> {
        loaders::user(ctx, self.0.created_by?).await.transpose()
    }

    /// What is to be done, in more words.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_ref().map(domain::text::Description::as_str)
    }

    /// The moment the task is due (timestamp); null when it is due on a day or not at all.
    async fn due_at(&self) -> Option<DateTime> {
        match self.0.due {
            Some(Due::At(moment)) => Some(DateTime(moment)),
            Some(Due::On(_)) | None => None,
        }
    }

    /// The day the task is due, until its end in the account's time zone; null when it is due at a moment or not at all.
    async fn due_on(&self) -> Option<Date> {
        match self.0.due {
            Some(Due::On(day)) => Some(Date(day)),
            Some(Due::At(_)) | None => None,
        }
    }

    /// Globally unique, opaque id.
    pub(crate) async fn id(&self) -> ID {
        ids::encode(self.0.id.into())
    }

    /// Whether an outcome must be chosen to complete the task.
    async fn is_outcome_required(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        loaders::is_in_force(ctx).await
    }

    /// Whether the task is open and its due time has passed.
    async fn is_overdue(&self, ctx: &Context<'_>) -> bool {
        self.0.is_overdue(session(ctx).now())
    }

    /// Who has to do the task; null when nobody is assigned.
    async fn owner(&self, ctx: &Context<'_>) -> Option<Result<User, ApiError>> {
        loaders::user(ctx, self.0.owner?).await.transpose()
    }

    /// Where the task stands.
    async fn status(&self) -> TaskStatus {
        if self.0.is_open() {
            TaskStatus::Open
        } else {
            TaskStatus::Completed
        }
    }

    /// What the task relates to; null when the viewer may not see it.
    async fn subject(&self, ctx: &Context<'_>) -> Option<Result<TaskSubject, ApiError>> {
        subject::load(ctx, self.0.subject).await.transpose()
    }

    /// What is to be done, in a few words.
    async fn title<'a>(&'a self, ctx: &Context<'a>) -> Cow<'a, str> {
        text::task_title(language(ctx), self.0.title.as_str())
    }

    #[graphql(name = "type")]
    /// Kind of the task.
    async fn task_type(&self, ctx: &Context<'_>) -> Result<TaskType, ApiError> {
        loaders::must(loaders::task_type(ctx, self.0.task_type).await?)
    }

    /// When the task was last changed (timestamp).
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// Version for optimistic locking.
    async fn version(&self) -> i32 {
        self.0.version.number()
    }

    /// Whether the viewer may complete the task now.
    async fn viewer_can_complete(&self) -> bool {
        self.0.can_be_completed()
    }
}

/// How a task was completed, and with which outcome, where that is known already.
#[derive(Debug, Clone)]
pub struct TaskCompletion(domain::Completion, Option<TaskOutcome>);

/// How a task was completed. Label and sentiment are also kept as they were at that moment.
#[Object]
impl TaskCompletion {
    /// When the task was completed (timestamp).
    async fn completed_at(&self) -> DateTime {
        DateTime(self.0.completed_at)
    }

    /// Who completed the task.
    async fn completed_by(&self, ctx: &Context<'_>) -> Option<Result<User, ApiError>> {
        loaders::user(ctx, self.0.completed_by).await.transpose()
    }

    /// Additional information: notes for reference.
    async fn notes(&self) -> Option<&str> {
        self.0.notes.as_ref().map(domain::text::Notes::as_str)
    }

    /// The chosen outcome as it is today; null when none was asked for.
    async fn outcome(&self, ctx: &Context<'_>) -> Option<Result<TaskOutcome, ApiError>> {
        let id = self.0.outcome.as_ref()?.id;
        match &self.1 {
            Some(known) => Some(Ok(known.clone())),
            None => loaders::outcome(ctx, id).await.transpose(),
        }
    }

    /// Label of the outcome at the time of completion; null when none was asked for.
    async fn recorded_label(&self) -> Option<&str> {
        self.0.outcome.as_ref().map(|outcome| outcome.label.as_str())
    }

    /// Sentiment of the outcome at the time of completion; null when none was asked for.
    async fn recorded_sentiment(&self) -> Option<TaskOutcomeSentiment> {
        self.0.outcome.as_ref().map(|outcome| outcome.sentiment.into())
    }

    /// Who owned the task at that moment and gets the credit in reports; null when nobody did.
    async fn owner(&self, ctx: &Context<'_>) -> Option<Result<User, ApiError>> {
        loaders::user(ctx, self.0.owner?).await.transpose()
    }
}

connection! {
    /// A task and its cursor.
    edge TaskEdge,
    /// A page of tasks.
    connection TaskConnection of Task,
    "The task.", "Number of tasks on all pages; null when counting would be too costly."
}
