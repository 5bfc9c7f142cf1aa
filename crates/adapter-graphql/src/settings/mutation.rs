//! Switching Task Outcomes on and off, saving assignments.

use application::commands::{
    DisableTaskOutcomes, DisableTaskOutcomesError, EnableTaskOutcomes, EnableTaskOutcomesError,
    SaveTaskTypeOutcomes, SaveTaskTypeOutcomesError,
};
use async_graphql::{Context, Object};
use domain::{TaskTypeId, Version, starter_set::StarterLanguage};

use super::{
    input::{TaskOutcomesDisableInput, TaskOutcomesEnableInput, TaskTypeOutcomesSaveInput},
    types::{self, TaskOutcomeSettings},
};
use crate::{
    context::{Language, int, run, scope, session},
    errors::ApiError,
    payload::payload,
    task_type::types::TaskType,
    user_errors::{
        ConfirmationRequiredError, FeatureDisabledError, ForbiddenError, InvalidInputError, NotFoundError,
        StaleObjectError, TakenError, TaskTypesWithoutOutcomesError, faults, feature_disabled, forbidden,
        messages, stale, user_errors,
    },
};

user_errors! {
    /// What can go wrong in `taskOutcomesEnable`.
    TaskOutcomesEnableUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Stale(StaleObjectError) | Taken(TakenError) | TypesWithoutOutcomes(TaskTypesWithoutOutcomesError);
    /// What can go wrong in `taskOutcomesDisable`.
    TaskOutcomesDisableUserError = ConfirmationRequired(ConfirmationRequiredError) | Forbidden(ForbiddenError);
    /// What can go wrong in `taskTypeOutcomesSave`.
    TaskTypeOutcomesSaveUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Stale(StaleObjectError)
        | TypesWithoutOutcomes(TaskTypesWithoutOutcomesError);
}

payload! {
    /// Payload of `taskOutcomesEnable`.
    TaskOutcomesEnablePayload of TaskOutcomesEnableUserError {
        /// The settings after the change; null when there are user errors.
        settings: TaskOutcomeSettings,
    }
    /// Payload of `taskOutcomesDisable`.
    TaskOutcomesDisablePayload of TaskOutcomesDisableUserError {
        /// Number of assignments removed; null when there are user errors.
        removed_assignment_count: i32,
        /// The settings after the change; null when there are user errors.
        settings: TaskOutcomeSettings,
    }
    /// Payload of `taskTypeOutcomesSave`.
    TaskTypeOutcomesSavePayload of TaskTypeOutcomesSaveUserError {
        /// The settings after the change; null when there are user errors.
        settings: TaskOutcomeSettings,
        /// The saved task types in the order of the input; null when there are user errors.
        task_types: Vec<TaskType>,
    }
}

/// Mutations of the settings.
#[derive(Default)]
pub struct SettingsMutation;

#[Object]
impl SettingsMutation {
    /// Switch Task Outcomes on for the account. Switching on twice changes nothing. Admins only.
    async fn task_outcomes_enable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskOutcomesEnableInput,
    ) -> Option<Result<TaskOutcomesEnablePayload, ApiError>> {
        let scope = scope(ctx);
        let assignments = input.task_type_assignments;
        let cmd = EnableTaskOutcomes {
            assignments: assignments.map(|lists| lists.iter().map(|list| list.parse(scope)).collect()),
            starter_set: input.use_starter_set.then(|| starter_language(scope.language())),
            expected_version: input.expected_version.map(Version::new),
        };
        Some(match run!(scope, enable_task_outcomes(scope.actor(), cmd)) {
            Ok(settings) => Ok(TaskOutcomesEnablePayload::done(TaskOutcomeSettings(settings))),
            Err(error) => enable_errors(ctx, error)
                .await
                .map(TaskOutcomesEnablePayload::refused),
        })
    }

    /// Switch Task Outcomes off: removes all outcomes from all task types and hides their management. Completed tasks keep their record. Admins only.
    async fn task_outcomes_disable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskOutcomesDisableInput,
    ) -> Option<Result<TaskOutcomesDisablePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = DisableTaskOutcomes {
            confirmation_token: input.confirmation_token,
        };
        Some(match run!(scope, disable_task_outcomes(scope.actor(), cmd)) {
            Ok(done) => int(done.removed_assignments)
                .map(|removed| TaskOutcomesDisablePayload::done(removed, TaskOutcomeSettings(done.settings))),
            Err(error) => disable_errors(ctx, error)
                .await
                .map(TaskOutcomesDisablePayload::refused),
        })
    }

    /// Save which outcomes the task types offer, all or nothing ("save changes"). Task types not named keep theirs. Admins only.
    async fn task_type_outcomes_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskTypeOutcomesSaveInput,
    ) -> Option<Result<TaskTypeOutcomesSavePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = SaveTaskTypeOutcomes {
            assignments: input.assignments.iter().map(|list| list.parse(scope)).collect(),
            expected_version: input.expected_version.map(Version::new),
            idempotency_key: input.idempotency_key,
        };
        let named: Vec<TaskTypeId> = cmd
            .assignments
            .iter()
            .map(|assignment| assignment.task_type)
            .collect();
        Some(match run!(scope, save_task_type_outcomes(scope.actor(), cmd)) {
            Ok(settings) => in_order(ctx, &named)
                .await
                .map(|saved| TaskTypeOutcomesSavePayload::done(TaskOutcomeSettings(settings), saved)),
            Err(error) => save_errors(ctx, error)
                .await
                .map(TaskTypeOutcomesSavePayload::refused),
        })
    }
}

const fn starter_language(language: Language) -> StarterLanguage {
    match language {
        Language::De => StarterLanguage::German,
        Language::En => StarterLanguage::English,
    }
}

/// Task types in the order of their ids in the input.
async fn in_order(ctx: &Context<'_>, ids: &[TaskTypeId]) -> Result<Vec<TaskType>, ApiError> {
    let found = session(ctx).task_types_by_id(ids).await?;
    let one = |id: &TaskTypeId| {
        found
            .iter()
            .find(|task_type| task_type.id == *id)
            .cloned()
            .map(TaskType::from)
    };
    Ok(ids.iter().filter_map(one).collect())
}

/// Types that would be left without any outcome, as a user error.
pub(crate) async fn types_without_outcomes(
    ctx: &Context<'_>,
    ids: &[TaskTypeId],
) -> Result<TaskTypesWithoutOutcomesError, ApiError> {
    let task_types = in_order(ctx, ids).await?;
    let names: Vec<&str> = task_types
        .iter()
        .map(|task_type| task_type.0.name.as_str())
        .collect();
    let message = messages::types_without_outcomes(scope(ctx).language(), &names);
    Ok(TaskTypesWithoutOutcomesError::new(message, None, task_types))
}

async fn enable_errors(
    ctx: &Context<'_>,
    error: EnableTaskOutcomesError,
) -> Result<Vec<TaskOutcomesEnableUserError>, ApiError> {
    let language = scope(ctx).language();
    Ok(match error {
        EnableTaskOutcomesError::Forbidden(role) => forbidden(language, role),
        EnableTaskOutcomesError::Stale(current) => stale(language, current),
        EnableTaskOutcomesError::Input(all) => faults(scope(ctx), &all),
        EnableTaskOutcomesError::TypesWithoutOutcomes(ids) => {
            vec![types_without_outcomes(ctx, &ids).await?.into()]
        }
        EnableTaskOutcomesError::Store(error) => return Err(error.into()),
    })
}

async fn disable_errors(
    ctx: &Context<'_>,
    error: DisableTaskOutcomesError,
) -> Result<Vec<TaskOutcomesDisableUserError>, ApiError> {
    let language = scope(ctx).language();
    Ok(match error {
        DisableTaskOutcomesError::Forbidden(role) => forbidden(language, role),
        DisableTaskOutcomesError::ConfirmationRequired => {
            // Switched off by someone else since: asking again will find it so.
            let impact = types::impact(ctx).await?.ok_or(ApiError::Unavailable)?;
            let message = messages::confirmation_required(language);
            vec![ConfirmationRequiredError::new(message, None, impact).into()]
        }
        DisableTaskOutcomesError::Store(error) => return Err(error.into()),
    })
}

async fn save_errors(
    ctx: &Context<'_>,
    error: SaveTaskTypeOutcomesError,
) -> Result<Vec<TaskTypeOutcomesSaveUserError>, ApiError> {
    let language = scope(ctx).language();
    Ok(match error {
        SaveTaskTypeOutcomesError::Forbidden(role) => forbidden(language, role),
        SaveTaskTypeOutcomesError::FeatureDisabled => feature_disabled(language),
        SaveTaskTypeOutcomesError::Stale(current) => stale(language, current),
        SaveTaskTypeOutcomesError::Input(all) => faults(scope(ctx), &all),
        SaveTaskTypeOutcomesError::TypesWithoutOutcomes(ids) => {
            vec![types_without_outcomes(ctx, &ids).await?.into()]
        }
        SaveTaskTypeOutcomesError::Store(error) => return Err(error.into()),
    })
}
