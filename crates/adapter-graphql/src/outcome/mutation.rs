//! Creating, changing, archiving and bringing back outcomes.

use application::{
    commands::{
        ArchiveOutcome, ArchiveOutcomeError, CreateOutcome, CreateOutcomeError, UnarchiveOutcome,
        UnarchiveOutcomeError, UpdateOutcome, UpdateOutcomeError,
    },
    queries::catalogue::{OutcomeOrder, OutcomeOrderField},
};
use async_graphql::{Context, Object};
use domain::{Version, fault::Checks};

use super::{
    input::{
        TaskOutcomeArchiveInput, TaskOutcomeCreateInput, TaskOutcomeUnarchiveInput, TaskOutcomeUpdateInput,
    },
    types::{TaskOutcome, TaskOutcomeEdge},
};
use crate::{
    context::{Language, RequestScope, run, scope},
    errors::ApiError,
    node::Node,
    page::ListOf,
    payload::{clearable, payload, required},
    settings::mutation::types_without_outcomes,
    user_errors::{
        FeatureDisabledError, ForbiddenError, InvalidInputError, NotFoundError, StaleObjectError, TakenError,
        TaskTypesWithoutOutcomesError, faults, feature_disabled, forbidden, messages, stale, user_errors,
    },
};

user_errors! {
    /// What can go wrong in `taskOutcomeCreate`.
    TaskOutcomeCreateUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Taken(TakenError);
    /// What can go wrong in `taskOutcomeUpdate`.
    TaskOutcomeUpdateUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Stale(StaleObjectError) | Taken(TakenError);
    /// What can go wrong in `taskOutcomeArchive`.
    TaskOutcomeArchiveUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Stale(StaleObjectError)
        | TypesWithoutOutcomes(TaskTypesWithoutOutcomesError);
    /// What can go wrong in `taskOutcomeUnarchive`.
    TaskOutcomeUnarchiveUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Stale(StaleObjectError);
}

payload! {
    /// Payload of `taskOutcomeCreate`.
    TaskOutcomeCreatePayload of TaskOutcomeCreateUserError {
        /// The new outcome; null when there are user errors.
        task_outcome: TaskOutcome,
        /// The new outcome as an edge, to append to a list; null when there are user errors.
        task_outcome_edge: TaskOutcomeEdge,
    }
    /// Payload of `taskOutcomeUpdate`.
    TaskOutcomeUpdatePayload of TaskOutcomeUpdateUserError {
        /// The changed outcome; null when there are user errors.
        task_outcome: TaskOutcome,
    }
    /// Payload of `taskOutcomeArchive`.
    TaskOutcomeArchivePayload of TaskOutcomeArchiveUserError {
        /// The archived outcome; null when there are user errors.
        task_outcome: TaskOutcome,
    }
    /// Payload of `taskOutcomeUnarchive`.
    TaskOutcomeUnarchivePayload of TaskOutcomeUnarchiveUserError {
        /// The outcome; null when there are user errors.
        task_outcome: TaskOutcome,
    }
}

/// Mutations of outcomes.
#[derive(Default)]
pub struct OutcomeMutation;

#[Object]
impl OutcomeMutation {
    /// Create an outcome. Admins only, while the feature is on.
    async fn task_outcome_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskOutcomeCreateInput,
    ) -> Option<Result<TaskOutcomeCreatePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = CreateOutcome {
            label: input.label,
            description: input.description,
            sentiment: input.sentiment.into(),
            task_types: input
                .task_type_ids
                .iter()
                .flatten()
                .map(|id| scope.typed(id))
                .collect(),
            idempotency_key: input.idempotency_key,
        };
        Some(match run!(scope, create_outcome(scope.actor(), cmd)) {
            Ok(outcome) => {
                let order = OutcomeOrder {
                    field: OutcomeOrderField::Label,
                    descending: false,
                };
                let edge = TaskOutcomeEdge::new(
                    outcome.clone().into(),
                    &ListOf::account(ctx),
                    &order.cursor(&outcome),
                );
                Ok(TaskOutcomeCreatePayload::done(outcome.into(), edge))
            }
            Err(error) => create_errors(scope, error).map(TaskOutcomeCreatePayload::refused),
        })
    }

    /// Change the label or the sentiment of an outcome. Completed tasks keep what was recorded. Admins only.
    async fn task_outcome_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskOutcomeUpdateInput,
    ) -> Option<Result<TaskOutcomeUpdatePayload, ApiError>> {
        let scope = scope(ctx);
        if let Err(role) = scope.actor().admin() {
            return Some(Ok(TaskOutcomeUpdatePayload::refused(forbidden(
                scope.language(),
                role,
            ))));
        }
        let mut nulls = Checks::new();
        let cmd = UpdateOutcome {
            outcome: scope.typed(&input.id),
            label: required(input.label, "label", &mut nulls),
            description: clearable(input.description),
            sentiment: required(input.sentiment, "sentiment", &mut nulls).map(Into::into),
            expected_version: input.expected_version.map(Version::new),
        };
        if let Err(all) = nulls.finish() {
            return Some(Ok(TaskOutcomeUpdatePayload::refused(faults(scope, &all))));
        }
        Some(match run!(scope, update_outcome(scope.actor(), cmd)) {
            Ok(outcome) => Ok(TaskOutcomeUpdatePayload::done(outcome.into())),
            Err(error) => update_errors(scope, error).map(TaskOutcomeUpdatePayload::refused),
        })
    }

    /// Withdraw an outcome from all task types and lists. Completed tasks keep it. Fails when a task type would be left without any outcome. Admins only.
    async fn task_outcome_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskOutcomeArchiveInput,
    ) -> Option<Result<TaskOutcomeArchivePayload, ApiError>> {
        let scope = scope(ctx);
        let expected_version = input.expected_version.map(Version::new);
        let cmd = ArchiveOutcome {
            outcome: scope.typed(&input.id),
            replace_with: input.replace_with_id.map(|id| scope.typed(&id)),
            expected_version,
        };
        Some(match run!(scope, archive_outcome(scope.actor(), cmd)) {
            Ok(outcome) => Ok(TaskOutcomeArchivePayload::done(outcome.into())),
            Err(error) => archive_errors(ctx, error)
                .await
                .map(TaskOutcomeArchivePayload::refused),
        })
    }

    /// Bring an archived outcome back. Admins only.
    async fn task_outcome_unarchive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskOutcomeUnarchiveInput,
    ) -> Option<Result<TaskOutcomeUnarchivePayload, ApiError>> {
        let scope = scope(ctx);
        let expected_version = input.expected_version.map(Version::new);
        let cmd = UnarchiveOutcome {
            outcome: scope.typed(&input.id),
            expected_version,
        };
        Some(match run!(scope, unarchive_outcome(scope.actor(), cmd)) {
            Ok(outcome) => Ok(TaskOutcomeUnarchivePayload::done(outcome.into())),
            Err(error) => unarchive_errors(scope, error).map(TaskOutcomeUnarchivePayload::refused),
        })
    }
}

fn taken(language: Language, existing: domain::TaskOutcome) -> TakenError {
    let is_archived = !existing.is_active();
    let message = messages::taken(language, existing.label.as_str(), is_archived);
    let path = vec!["input".to_owned(), "label".to_owned()];
    TakenError::new(
        message,
        Some(path),
        Node::TaskOutcome(existing.into()),
        is_archived,
    )
}

fn create_errors(
    scope: &RequestScope,
    error: CreateOutcomeError,
) -> Result<Vec<TaskOutcomeCreateUserError>, ApiError> {
    Ok(match error {
        CreateOutcomeError::Forbidden(role) => forbidden(scope.language(), role),
        CreateOutcomeError::FeatureDisabled => feature_disabled(scope.language()),
        CreateOutcomeError::Input(all) => faults(scope, &all),
        CreateOutcomeError::Taken(existing) => vec![taken(scope.language(), *existing).into()],
        CreateOutcomeError::Store(error) => return Err(error.into()),
    })
}

fn update_errors(
    scope: &RequestScope,
    error: UpdateOutcomeError,
) -> Result<Vec<TaskOutcomeUpdateUserError>, ApiError> {
    Ok(match error {
        UpdateOutcomeError::Forbidden(role) => forbidden(scope.language(), role),
        UpdateOutcomeError::FeatureDisabled => feature_disabled(scope.language()),
        UpdateOutcomeError::Stale(current) => stale(scope.language(), current),
        UpdateOutcomeError::Input(all) => faults(scope, &all),
        UpdateOutcomeError::Taken(existing) => vec![taken(scope.language(), *existing).into()],
        UpdateOutcomeError::Store(error) => return Err(error.into()),
    })
}

async fn archive_errors(
    ctx: &Context<'_>,
    error: ArchiveOutcomeError,
) -> Result<Vec<TaskOutcomeArchiveUserError>, ApiError> {
    let scope = scope(ctx);
    Ok(match error {
        ArchiveOutcomeError::Forbidden(role) => forbidden(scope.language(), role),
        ArchiveOutcomeError::FeatureDisabled => feature_disabled(scope.language()),
        ArchiveOutcomeError::Stale(current) => stale(scope.language(), current),
        ArchiveOutcomeError::Input(all) => faults(scope, &all),
        ArchiveOutcomeError::TypesWithoutOutcomes(ids) => {
            vec![types_without_outcomes(ctx, &ids).await?.into()]
        }
        ArchiveOutcomeError::Store(error) => return Err(error.into()),
    })
}

fn unarchive_errors(
    scope: &RequestScope,
    error: UnarchiveOutcomeError,
) -> Result<Vec<TaskOutcomeUnarchiveUserError>, ApiError> {
    Ok(match error {
        UnarchiveOutcomeError::Forbidden(role) => forbidden(scope.language(), role),
        UnarchiveOutcomeError::FeatureDisabled => feature_disabled(scope.language()),
        UnarchiveOutcomeError::Stale(current) => stale(scope.language(), current),
        UnarchiveOutcomeError::Input(all) => faults(scope, &all),
        UnarchiveOutcomeError::Store(error) => return Err(error.into()),
    })
}
