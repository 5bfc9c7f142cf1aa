//! Creating, renaming and archiving task types.

use application::{
    commands::{
        ArchiveTaskType, ArchiveTaskTypeError, CreateTaskType, CreateTaskTypeError, UpdateTaskType,
        UpdateTaskTypeError,
    },
    queries::catalogue::task_type_cursor,
};
use async_graphql::{Context, Object};
use domain::{Version, fault::Checks};

use super::{
    input::{TaskTypeArchiveInput, TaskTypeCreateInput, TaskTypeUpdateInput},
    types::{TaskType, TaskTypeEdge},
};
use crate::{
    context::{Language, RequestScope, int, run, scope},
    errors::ApiError,
    node::Node,
    page::ListOf,
    payload::{payload, required},
    user_errors::{
        FeatureDisabledError, ForbiddenError, InUseError, InvalidInputError, NotFoundError, StaleObjectError,
        TakenError, UserErrorCode, faults, feature_disabled, forbidden, messages, stale, user_errors,
    },
};

user_errors! {
    /// What can go wrong in `taskTypeCreate`.
    TaskTypeCreateUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Taken(TakenError);
    /// What can go wrong in `taskTypeUpdate`.
    TaskTypeUpdateUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Stale(StaleObjectError) | Taken(TakenError);
    /// What can go wrong in `taskTypeArchive`.
    TaskTypeArchiveUserError = Forbidden(ForbiddenError) | InUse(InUseError) | InvalidInput(InvalidInputError)
        | NotFound(NotFoundError) | Stale(StaleObjectError);
}

payload! {
    /// Payload of `taskTypeCreate`.
    TaskTypeCreatePayload of TaskTypeCreateUserError {
        /// The new task type; null when there are user errors.
        task_type: TaskType,
        /// The new task type as an edge, to append to a list; null when there are user errors.
        task_type_edge: TaskTypeEdge,
    }
    /// Payload of `taskTypeUpdate`.
    TaskTypeUpdatePayload of TaskTypeUpdateUserError {
        /// The changed task type; null when there are user errors.
        task_type: TaskType,
    }
    /// Payload of `taskTypeArchive`.
    TaskTypeArchivePayload of TaskTypeArchiveUserError {
        /// The archived task type; null when there are user errors.
        task_type: TaskType,
        /// Number of open tasks moved; null when there are user errors.
        moved_task_count: i32,
    }
}

/// Mutations of task types.
#[derive(Default)]
pub struct TaskTypeMutation;

#[Object]
impl TaskTypeMutation {
    /// Create a task type. Admins only.
    async fn task_type_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskTypeCreateInput,
    ) -> Option<Result<TaskTypeCreatePayload, ApiError>> {
        let scope = scope(ctx);
        let outcomes = input
            .outcome_ids
            .map(|ids| ids.iter().map(|id| scope.typed(id)).collect());
        let cmd = CreateTaskType {
            name: input.name,
            outcomes,
            idempotency_key: input.idempotency_key,
        };
        Some(match run!(scope, create_task_type(scope.actor(), cmd)) {
            Ok(task_type) => {
                let edge = TaskTypeEdge::new(
                    task_type.clone().into(),
                    &ListOf::account(ctx),
                    &task_type_cursor(&task_type),
                );
                Ok(TaskTypeCreatePayload::done(task_type.into(), edge))
            }
            Err(error) => create_errors(scope, error).map(TaskTypeCreatePayload::refused),
        })
    }

    /// Rename a task type. Admins only.
    async fn task_type_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskTypeUpdateInput,
    ) -> Option<Result<TaskTypeUpdatePayload, ApiError>> {
        let scope = scope(ctx);
        if let Err(role) = scope.actor().admin() {
            return Some(Ok(TaskTypeUpdatePayload::refused(forbidden(
                scope.language(),
                role,
            ))));
        }
        let mut nulls = Checks::new();
        let cmd = UpdateTaskType {
            task_type: scope.typed(&input.id),
            name: required(input.name, "name", &mut nulls),
            expected_version: input.expected_version.map(Version::new),
        };
        if let Err(all) = nulls.finish() {
            return Some(Ok(TaskTypeUpdatePayload::refused(faults(scope, &all))));
        }
        Some(match run!(scope, update_task_type(scope.actor(), cmd)) {
            Ok(task_type) => Ok(TaskTypeUpdatePayload::done(task_type.into())),
            Err(error) => update_errors(scope, error).map(TaskTypeUpdatePayload::refused),
        })
    }

    /// Withdraw a task type: it is no longer offered, its open tasks move to another one, its completed tasks stay. Admins only.
    async fn task_type_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskTypeArchiveInput,
    ) -> Option<Result<TaskTypeArchivePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = ArchiveTaskType {
            task_type: scope.typed(&input.id),
            move_open_tasks_to: input.move_open_tasks_to_id.map(|id| scope.typed(&id)),
            expected_version: input.expected_version.map(Version::new),
        };
        Some(match run!(scope, archive_task_type(scope.actor(), cmd)) {
            Ok(done) => {
                int(done.moved_tasks).map(|moved| TaskTypeArchivePayload::done(done.task_type.into(), moved))
            }
            Err(error) => archive_errors(scope, error).map(TaskTypeArchivePayload::refused),
        })
    }
}

fn taken(language: Language, existing: domain::TaskType) -> TakenError {
    let is_archived = !existing.is_active();
    let message = messages::taken(language, existing.name.as_str(), is_archived);
    let path = vec!["input".to_owned(), "name".to_owned()];
    TakenError::new(message, Some(path), Node::TaskType(existing.into()), is_archived)
}

fn create_errors(
    scope: &RequestScope,
    error: CreateTaskTypeError,
) -> Result<Vec<TaskTypeCreateUserError>, ApiError> {
    Ok(match error {
        CreateTaskTypeError::Forbidden(role) => forbidden(scope.language(), role),
        CreateTaskTypeError::FeatureDisabled => feature_disabled(scope.language()),
        CreateTaskTypeError::Input(all) => faults(scope, &all),
        CreateTaskTypeError::Taken(existing) => vec![taken(scope.language(), *existing).into()],
        CreateTaskTypeError::Store(error) => return Err(error.into()),
    })
}

fn update_errors(
    scope: &RequestScope,
    error: UpdateTaskTypeError,
) -> Result<Vec<TaskTypeUpdateUserError>, ApiError> {
    Ok(match error {
        UpdateTaskTypeError::Forbidden(role) => forbidden(scope.language(), role),
        UpdateTaskTypeError::Stale(current) => stale(scope.language(), current),
        UpdateTaskTypeError::Input(all) => faults(scope, &all),
        UpdateTaskTypeError::Taken(existing) => vec![taken(scope.language(), *existing).into()],
        UpdateTaskTypeError::Store(error) => return Err(error.into()),
    })
}

fn archive_errors(
    scope: &RequestScope,
    error: ArchiveTaskTypeError,
) -> Result<Vec<TaskTypeArchiveUserError>, ApiError> {
    Ok(match error {
        ArchiveTaskTypeError::Forbidden(role) => forbidden(scope.language(), role),
        ArchiveTaskTypeError::Stale(current) => stale(scope.language(), current),
        ArchiveTaskTypeError::Input(all) => faults(scope, &all),
        ArchiveTaskTypeError::HasOpenTasks(count) => {
            let path = vec!["input".to_owned(), "moveOpenTasksToId".to_owned()];
            let message = messages::has_open_tasks(scope.language(), count);
            vec![InUseError::new(UserErrorCode::HasOpenTasks, message, Some(path), int(count)?).into()]
        }
        ArchiveTaskTypeError::Store(error) => return Err(error.into()),
    })
}
