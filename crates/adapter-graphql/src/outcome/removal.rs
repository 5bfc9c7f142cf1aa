//! Giving outcomes up for good: merging and deleting them.

use application::commands::{DeleteOutcome, DeleteOutcomeError, MergeOutcome, MergeOutcomeError};
use async_graphql::{Context, ID, Object};
use domain::Version;

use super::{
    input::{TaskOutcomeDeleteInput, TaskOutcomeMergeInput},
    types::TaskOutcome,
};
use crate::{
    context::{RequestScope, int, run, scope},
    errors::ApiError,
    ids,
    payload::payload,
    settings::mutation::types_without_outcomes,
    user_errors::{
        FeatureDisabledError, ForbiddenError, InUseError, InvalidInputError, NotFoundError, StaleObjectError,
        TaskTypesWithoutOutcomesError, UserErrorCode, faults, feature_disabled, forbidden, messages, stale,
        user_errors,
    },
};

user_errors! {
    /// What can go wrong in `taskOutcomeMerge`.
    TaskOutcomeMergeUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError) | InUse(InUseError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Stale(StaleObjectError);
    /// What can go wrong in `taskOutcomeDelete`.
    TaskOutcomeDeleteUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError) | InUse(InUseError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Stale(StaleObjectError)
        | TypesWithoutOutcomes(TaskTypesWithoutOutcomesError);
}

payload! {
    /// Payload of `taskOutcomeMerge`.
    TaskOutcomeMergePayload of TaskOutcomeMergeUserError {
        /// The outcome that was given up; null when there are user errors.
        merged_task_outcome: TaskOutcome,
        /// The outcome that stays; null when there are user errors.
        task_outcome: TaskOutcome,
    }
    /// Payload of `taskOutcomeDelete`.
    TaskOutcomeDeletePayload of TaskOutcomeDeleteUserError {
        /// Id of the deleted outcome; null when there are user errors.
        deleted_task_outcome_id: ID,
    }
}

/// Mutations that give outcomes up.
#[derive(Default)]
pub struct OutcomeRemoval;

#[Object]
impl OutcomeRemoval {
    /// Delete an outcome that no task was ever completed with. Fails for a used one: archive it instead. Admins only.
    async fn task_outcome_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskOutcomeDeleteInput,
    ) -> Option<Result<TaskOutcomeDeletePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = DeleteOutcome {
            outcome: scope.typed(&input.id),
            expected_version: input.expected_version.map(Version::new),
        };
        Some(match run!(scope, delete_outcome(scope.actor(), cmd)) {
            Ok(id) => Ok(TaskOutcomeDeletePayload::done(ids::encode(id.into()))),
            Err(error) => delete_errors(ctx, error)
                .await
                .map(TaskOutcomeDeletePayload::refused),
        })
    }

    /// Merge one outcome into another: reports count them together, the history stays as recorded. Admins only.
    async fn task_outcome_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskOutcomeMergeInput,
    ) -> Option<Result<TaskOutcomeMergePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = MergeOutcome {
            outcome: scope.typed(&input.id),
            into: scope.typed(&input.into_id),
            expected_version: input.expected_version.map(Version::new),
        };
        Some(match run!(scope, merge_outcome(scope.actor(), cmd)) {
            Ok(done) => Ok(TaskOutcomeMergePayload::done(
                done.merged.into(),
                done.into.into(),
            )),
            Err(error) => merge_errors(scope, error).map(TaskOutcomeMergePayload::refused),
        })
    }
}

async fn delete_errors(
    ctx: &Context<'_>,
    error: DeleteOutcomeError,
) -> Result<Vec<TaskOutcomeDeleteUserError>, ApiError> {
    let scope = scope(ctx);
    let language = scope.language();
    Ok(match error {
        DeleteOutcomeError::Forbidden(role) => forbidden(language, role),
        DeleteOutcomeError::FeatureDisabled => feature_disabled(language),
        DeleteOutcomeError::Stale(current) => stale(language, current),
        DeleteOutcomeError::Input(all) => faults(scope, &all),
        DeleteOutcomeError::InUse(count) => {
            let message = messages::outcome_in_use(language, count);
            let path = vec!["input".to_owned(), "id".to_owned()];
            vec![InUseError::new(UserErrorCode::InUse, message, Some(path), int(count)?).into()]
        }
        DeleteOutcomeError::TypesWithoutOutcomes(ids) => {
            vec![types_without_outcomes(ctx, &ids).await?.into()]
        }
        DeleteOutcomeError::Store(error) => return Err(error.into()),
    })
}

fn merge_errors(
    scope: &RequestScope,
    error: MergeOutcomeError,
) -> Result<Vec<TaskOutcomeMergeUserError>, ApiError> {
    Ok(match error {
        MergeOutcomeError::Forbidden(role) => forbidden(scope.language(), role),
        MergeOutcomeError::FeatureDisabled => feature_disabled(scope.language()),
        MergeOutcomeError::Stale(current) => stale(scope.language(), current),
        MergeOutcomeError::Input(all) => faults(scope, &all),
        MergeOutcomeError::Store(error) => return Err(error.into()),
    })
}
