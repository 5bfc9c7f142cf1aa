//! Ordering task types, bringing them back and deleting them.

use application::commands::{
    DeleteTaskType, DeleteTaskTypeError, ReorderTaskTypes, ReorderTaskTypesError, UnarchiveTaskType,
    UnarchiveTaskTypeError,
};
use async_graphql::{Context, ID, Object};
use domain::Version;

use super::{
    input::{TaskTypeDeleteInput, TaskTypeUnarchiveInput, TaskTypesReorderInput},
    types::TaskType,
};
use crate::{
    context::{RequestScope, int, run, scope},
    errors::ApiError,
    ids,
    payload::payload,
    user_errors::{
        FeatureDisabledError, ForbiddenError, InUseError, InvalidInputError, NotFoundError, StaleObjectError,
        UserErrorCode, faults, feature_disabled, forbidden, messages, stale, user_errors,
    },
};

user_errors! {
    /// What can go wrong in `taskTypeUnarchive`.
    TaskTypeUnarchiveUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Stale(StaleObjectError);
    /// What can go wrong in `taskTypeDelete`.
    TaskTypeDeleteUserError = Forbidden(ForbiddenError) | InUse(InUseError) | InvalidInput(InvalidInputError)
        | NotFound(NotFoundError) | Stale(StaleObjectError);
    /// What can go wrong in `taskTypesReorder`.
    TaskTypesReorderUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Stale(StaleObjectError);
}

payload! {
    /// Payload of `taskTypeUnarchive`.
    TaskTypeUnarchivePayload of TaskTypeUnarchiveUserError {
        /// The task type; null when there are user errors.
        task_type: TaskType,
    }
    /// Payload of `taskTypeDelete`.
    TaskTypeDeletePayload of TaskTypeDeleteUserError {
        /// Id of the deleted task type; null when there are user errors.
        deleted_task_type_id: ID,
    }
    /// Payload of `taskTypesReorder`.
    TaskTypesReorderPayload of TaskTypesReorderUserError {
        /// The active task types in their new order; null when there are user errors.
        task_types: Vec<TaskType>,
    }
}

/// Mutations of which task types there are, and in which order.
#[derive(Default)]
pub struct TaskTypeArrangement;

#[Object]
impl TaskTypeArrangement {
    /// Delete a task type that no task was ever of. Fails for a used one: archive it instead. Admins only.
    async fn task_type_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskTypeDeleteInput,
    ) -> Option<Result<TaskTypeDeletePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = DeleteTaskType {
            task_type: scope.typed(&input.id),
            expected_version: input.expected_version.map(Version::new),
        };
        Some(match run!(scope, delete_task_type(scope.actor(), cmd)) {
            Ok(id) => Ok(TaskTypeDeletePayload::done(ids::encode(id.into()))),
            Err(error) => delete_errors(scope, error).map(TaskTypeDeletePayload::refused),
        })
    }

    /// Bring an archived task type back. While `ENABLED` it comes with its outcomes. Admins only.
    async fn task_type_unarchive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskTypeUnarchiveInput,
    ) -> Option<Result<TaskTypeUnarchivePayload, ApiError>> {
        let scope = scope(ctx);
        let outcomes = input
            .outcome_ids
            .map(|ids| ids.iter().map(|id| scope.typed(id)).collect());
        let cmd = UnarchiveTaskType {
            task_type: scope.typed(&input.id),
            outcomes,
            expected_version: input.expected_version.map(Version::new),
        };
        Some(match run!(scope, unarchive_task_type(scope.actor(), cmd)) {
            Ok(task_type) => Ok(TaskTypeUnarchivePayload::done(task_type.into())),
            Err(error) => unarchive_errors(scope, error).map(TaskTypeUnarchivePayload::refused),
        })
    }

    /// Set the display order of the active task types. Admins only.
    async fn task_types_reorder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskTypesReorderInput,
    ) -> Option<Result<TaskTypesReorderPayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = ReorderTaskTypes {
            task_types: input.ids.iter().map(|id| scope.typed(id)).collect(),
            expected_version: input.expected_version.map(Version::new),
        };
        Some(match run!(scope, reorder_task_types(scope.actor(), cmd)) {
            Ok(ordered) => Ok(TaskTypesReorderPayload::done(
                ordered.into_iter().map(TaskType::from).collect(),
            )),
            Err(error) => reorder_errors(scope, error).map(TaskTypesReorderPayload::refused),
        })
    }
}

fn delete_errors(
    scope: &RequestScope,
    error: DeleteTaskTypeError,
) -> Result<Vec<TaskTypeDeleteUserError>, ApiError> {
    let language = scope.language();
    Ok(match error {
        DeleteTaskTypeError::Forbidden(role) => forbidden(language, role),
        DeleteTaskTypeError::Stale(current) => stale(language, current),
        DeleteTaskTypeError::Input(all) => faults(scope, &all),
        DeleteTaskTypeError::InUse(count) => {
            let message = messages::task_type_in_use(language, count);
            let path = vec!["input".to_owned(), "id".to_owned()];
            vec![InUseError::new(UserErrorCode::InUse, message, Some(path), int(count)?).into()]
        }
        DeleteTaskTypeError::Store(error) => return Err(error.into()),
    })
}

fn unarchive_errors(
    scope: &RequestScope,
    error: UnarchiveTaskTypeError,
) -> Result<Vec<TaskTypeUnarchiveUserError>, ApiError> {
    Ok(match error {
        UnarchiveTaskTypeError::Forbidden(role) => forbidden(scope.language(), role),
        UnarchiveTaskTypeError::FeatureDisabled => feature_disabled(scope.language()),
        UnarchiveTaskTypeError::Stale(current) => stale(scope.language(), current),
        UnarchiveTaskTypeError::Input(all) => faults(scope, &all),
        UnarchiveTaskTypeError::Store(error) => return Err(error.into()),
    })
}

fn reorder_errors(
    scope: &RequestScope,
    error: ReorderTaskTypesError,
) -> Result<Vec<TaskTypesReorderUserError>, ApiError> {
    Ok(match error {
        ReorderTaskTypesError::Forbidden(role) => forbidden(scope.language(), role),
        ReorderTaskTypesError::Stale(current) => stale(scope.language(), current),
        ReorderTaskTypesError::Input(all) => faults(scope, &all),
        ReorderTaskTypesError::Store(error) => return Err(error.into()),
    })
}
