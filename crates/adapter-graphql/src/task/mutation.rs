//! Creating, changing, completing and opening tasks again.

use application::{
    commands::{
        CompleteTask, CompleteTaskError, CreateTaskError, ReopenTask, ReopenTaskError, UpdateTaskError,
    },
    queries::tasks::TaskFilter,
};
use async_graphql::{Context, Object};
use domain::{Version, fault::Checks};

use super::{
    input::{TaskCompleteInput, TaskCreateInput, TaskReopenInput, TaskUpdateInput},
    types::{Task, TaskEdge},
};
use crate::{
    context::{RequestScope, scope},
    errors::ApiError,
    outcome::types::TaskOutcome,
    payload::payload,
    user_errors::{
        FeatureDisabledError, ForbiddenError, InvalidInputError, NotFoundError, StaleObjectError,
        TaskOutcomeChoiceError, TaskStateError, UserErrorCode, faults, feature_disabled, forbidden, messages,
        stale, user_errors,
    },
};

user_errors! {
    /// What can go wrong in `taskCreate`.
    TaskCreateUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Choice(TaskOutcomeChoiceError);
    /// What can go wrong in `taskUpdate`.
    TaskUpdateUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Stale(StaleObjectError) | State(TaskStateError);
    /// What can go wrong in `taskComplete`.
    TaskCompleteUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Stale(StaleObjectError)
        | Choice(TaskOutcomeChoiceError) | State(TaskStateError);
    /// What can go wrong in `taskReopen`.
    TaskReopenUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Stale(StaleObjectError) | State(TaskStateError);
}

payload! {
    /// Payload of `taskCreate`.
    TaskCreatePayload of TaskCreateUserError {
        /// The new task; null when there are user errors.
        task: Task,
        /// The new task as an edge, to prepend to a list; null when there are user errors.
        task_edge: TaskEdge,
    }
    /// Payload of `taskUpdate`.
    TaskUpdatePayload of TaskUpdateUserError {
        /// The changed task; null when there are user errors.
        task: Task,
    }
    /// Payload of `taskComplete`.
    TaskCompletePayload of TaskCompleteUserError {
        /// The completed task; null when there are user errors.
        task: Task,
    }
    /// Payload of `taskReopen`.
    TaskReopenPayload of TaskReopenUserError {
        /// The open task; null when there are user errors.
        task: Task,
    }
}

/// Mutations of tasks.
#[derive(Default)]
pub struct TaskMutation;

#[Object]
impl TaskMutation {
    /// Create a task for a contact or a deal.
    async fn task_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskCreateInput,
    ) -> Option<Result<TaskCreatePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = input.parse(scope);
        Some(
            match scope.done(scope.commands().await.create_task(scope.actor(), cmd).await) {
                Ok(task) => {
                    let order = TaskFilter::default().default_order();
                    let edge = TaskEdge::new(task.clone().into(), &order.cursor(&task));
                    Ok(TaskCreatePayload::done(task.into(), edge))
                }
                Err(error) => create_errors(scope, error).map(TaskCreatePayload::refused),
            },
        )
    }

    /// Change an open task. Leave out what shall stay; null clears where clearing makes sense.
    async fn task_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskUpdateInput,
    ) -> Option<Result<TaskUpdatePayload, ApiError>> {
        let scope = scope(ctx);
        let mut nulls = Checks::new();
        let cmd = input.parse(scope, &mut nulls);
        if let Err(all) = nulls.finish() {
            return Some(Ok(TaskUpdatePayload::refused(faults(scope, &all))));
        }
        Some(
            match scope.done(scope.commands().await.update_task(scope.actor(), cmd).await) {
                Ok(task) => Ok(TaskUpdatePayload::done(task.into())),
                Err(error) => update_errors(scope, error).map(TaskUpdatePayload::refused),
            },
        )
    }

    /// Complete a contact or deal task. While the feature is on, an outcome offered for the task's type is required.
    async fn task_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskCompleteInput,
    ) -> Option<Result<TaskCompletePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = CompleteTask {
            task: scope.typed(&input.id),
            outcome: input.outcome_id.map(|id| scope.typed(&id)),
            notes: input.notes,
            expected_version: input.expected_version.map(Version::new),
        };
        Some(
            match scope.done(scope.commands().await.complete_task(scope.actor(), cmd).await) {
                Ok(task) => Ok(TaskCompletePayload::done(task.into())),
                Err(error) => complete_errors(scope, error).map(TaskCompletePayload::refused),
            },
        )
    }

    /// Reopen a completed task; its outcome and notes stay in the history. Its completer, its owner at that moment and admins only.
    async fn task_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskReopenInput,
    ) -> Option<Result<TaskReopenPayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = ReopenTask {
            task: scope.typed(&input.id),
            reason: input.reason,
            task_type: input.task_type_id.map(|id| scope.typed(&id)),
            expected_version: input.expected_version.map(Version::new),
        };
        Some(
            match scope.done(scope.commands().await.reopen_task(scope.actor(), cmd).await) {
                Ok(task) => Ok(TaskReopenPayload::done(task.into())),
                Err(error) => reopen_errors(scope, error).map(TaskReopenPayload::refused),
            },
        )
    }
}

fn already_completed(scope: &RequestScope, task: domain::Task) -> TaskStateError {
    let message = messages::already_completed(scope.language());
    TaskStateError::new(UserErrorCode::AlreadyCompleted, message, None, task.into())
}

fn choice(
    code: UserErrorCode,
    message: String,
    on_offer: Vec<domain::TaskOutcome>,
) -> TaskOutcomeChoiceError {
    let path = vec!["input".to_owned(), "outcomeId".to_owned()];
    let on_offer = on_offer.into_iter().map(TaskOutcome::from).collect();
    TaskOutcomeChoiceError::new(code, message, Some(path), on_offer)
}

fn create_errors(scope: &RequestScope, error: CreateTaskError) -> Result<Vec<TaskCreateUserError>, ApiError> {
    match error {
        CreateTaskError::Input(all) => Ok(faults(scope, &all)),
        CreateTaskError::Store(error) => Err(error.into()),
    }
}

fn update_errors(scope: &RequestScope, error: UpdateTaskError) -> Result<Vec<TaskUpdateUserError>, ApiError> {
    Ok(match error {
        UpdateTaskError::Stale(current) => stale(scope.language(), current),
        UpdateTaskError::Input(all) => faults(scope, &all),
        UpdateTaskError::AlreadyCompleted(task) => vec![already_completed(scope, *task).into()],
        UpdateTaskError::Store(error) => return Err(error.into()),
    })
}

fn complete_errors(
    scope: &RequestScope,
    error: CompleteTaskError,
) -> Result<Vec<TaskCompleteUserError>, ApiError> {
    let language = scope.language();
    Ok(match error {
        CompleteTaskError::FeatureDisabled => feature_disabled(language),
        CompleteTaskError::Stale(current) => stale(language, current),
        CompleteTaskError::Input(all) => faults(scope, &all),
        CompleteTaskError::AlreadyCompleted(task) => vec![already_completed(scope, *task).into()],
        CompleteTaskError::OutcomeRequired(on_offer) => {
            vec![
                choice(
                    UserErrorCode::OutcomeRequired,
                    messages::outcome_required(language),
                    on_offer,
                )
                .into(),
            ]
        }
        CompleteTaskError::NotAssigned(on_offer) => {
            vec![
                choice(
                    UserErrorCode::NotAssigned,
                    messages::not_assigned(language),
                    on_offer,
                )
                .into(),
            ]
        }
        CompleteTaskError::Store(error) => return Err(error.into()),
    })
}

fn reopen_errors(scope: &RequestScope, error: ReopenTaskError) -> Result<Vec<TaskReopenUserError>, ApiError> {
    let language = scope.language();
    Ok(match error {
        ReopenTaskError::Forbidden(role) => forbidden(language, role),
        ReopenTaskError::Stale(current) => stale(language, current),
        ReopenTaskError::Input(all) => faults(scope, &all),
        ReopenTaskError::NotCompleted(task) => {
            let message = messages::not_completed(language);
            vec![TaskStateError::new(UserErrorCode::NotCompleted, message, None, (*task).into()).into()]
        }
        ReopenTaskError::Store(error) => return Err(error.into()),
    })
}
