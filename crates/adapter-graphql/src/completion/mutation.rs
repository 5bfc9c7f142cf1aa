//! Completing, correcting and opening again.

use application::commands::{
    CompleteTaskError, CompleteTasksError, CompletionRefusal, CorrectCompletionError, ReopenTaskError,
};
use async_graphql::{Context, Object};
use domain::fault::Checks;

use super::input::{TaskCompleteInput, TaskCompletionCorrectInput, TaskReopenInput, TasksCompleteInput};
use crate::{
    context::{RequestScope, run, scope},
    errors::ApiError,
    payload::payload,
    task::types::Task,
    user_errors::{
        FeatureDisabledError, ForbiddenError, InvalidInputError, NotFoundError, StaleObjectError,
        TaskOutcomeChoiceError, TaskStateError, faults, feature_disabled, forbidden, input_path,
        refusals::{already_completed, not_assigned, not_completed, outcome_required},
        stale, user_errors,
    },
};

user_errors! {
    /// What can go wrong in `taskComplete`.
    TaskCompleteUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Stale(StaleObjectError)
        | Choice(TaskOutcomeChoiceError) | State(TaskStateError);
    /// What can go wrong in `tasksComplete`.
    TasksCompleteUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Choice(TaskOutcomeChoiceError)
        | State(TaskStateError);
    /// What can go wrong in `taskCompletionCorrect`.
    TaskCompletionCorrectUserError = FeatureDisabled(FeatureDisabledError) | Forbidden(ForbiddenError)
        | InvalidInput(InvalidInputError) | NotFound(NotFoundError) | Stale(StaleObjectError)
        | Choice(TaskOutcomeChoiceError) | State(TaskStateError);
    /// What can go wrong in `taskReopen`.
    TaskReopenUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Stale(StaleObjectError) | State(TaskStateError);
}

payload! {
    /// Payload of `taskComplete`.
    TaskCompletePayload of TaskCompleteUserError {
        /// The completed task; null when there are user errors.
        task: Task,
        /// The follow-up task; null when none was asked for or there are user errors.
        follow_up_task: Option<Task>,
    }
    /// Payload of `tasksComplete`.
    TasksCompletePayload of TasksCompleteUserError {
        /// The completed tasks in the order of the ids; null when there are user errors.
        tasks: Vec<Task>,
    }
    /// Payload of `taskCompletionCorrect`.
    TaskCompletionCorrectPayload of TaskCompletionCorrectUserError {
        /// The corrected task; null when there are user errors.
        task: Task,
    }
    /// Payload of `taskReopen`.
    TaskReopenPayload of TaskReopenUserError {
        /// The open task; null when there are user errors.
        task: Task,
    }
}

/// Mutations of how tasks are completed.
#[derive(Default)]
pub struct CompletionMutation;

#[Object]
impl CompletionMutation {
    /// Complete a contact or deal task. While the feature is on, an outcome offered for the task's type is required.
    async fn task_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskCompleteInput,
    ) -> Option<Result<TaskCompletePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = input.parse(scope);
        Some(match run!(scope, complete_task(scope.actor(), cmd)) {
            Ok(done) => Ok(TaskCompletePayload::done(
                Task::with_outcome(done.task, done.outcome),
                done.follow_up.map(Task::from),
            )),
            Err(error) => complete_errors(scope, error).map(TaskCompletePayload::refused),
        })
    }

    /// Complete up to 100 tasks with the same outcome and notes, all or nothing.
    async fn tasks_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TasksCompleteInput,
    ) -> Option<Result<TasksCompletePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = input.parse(scope);
        Some(match run!(scope, complete_tasks(scope.actor(), cmd)) {
            Ok(tasks) => Ok(TasksCompletePayload::done(
                tasks.into_iter().map(Task::from).collect(),
            )),
            Err(error) => complete_many_errors(scope, error).map(TasksCompletePayload::refused),
        })
    }

    /// Correct the outcome or the notes of a completed task. Its completer, its owner at that moment and admins only; the history keeps both.
    async fn task_completion_correct(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskCompletionCorrectInput,
    ) -> Option<Result<TaskCompletionCorrectPayload, ApiError>> {
        let scope = scope(ctx);
        let mut nulls = Checks::new();
        let cmd = input.parse(scope, &mut nulls);
        if let Err(all) = nulls.finish() {
            return Some(Ok(TaskCompletionCorrectPayload::refused(faults(scope, &all))));
        }
        Some(match run!(scope, correct_completion(scope.actor(), cmd)) {
            Ok(task) => Ok(TaskCompletionCorrectPayload::done(task.into())),
            Err(error) => correct_errors(scope, error).map(TaskCompletionCorrectPayload::refused),
        })
    }

    /// Reopen a completed task; its outcome and notes stay in the history. Its completer, its owner at that moment and admins only.
    async fn task_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskReopenInput,
    ) -> Option<Result<TaskReopenPayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = input.parse(scope);
        Some(match run!(scope, reopen_task(scope.actor(), cmd)) {
            Ok(task) => Ok(TaskReopenPayload::done(task.into())),
            Err(error) => reopen_errors(scope, error).map(TaskReopenPayload::refused),
        })
    }
}

fn complete_errors(
    scope: &RequestScope,
    error: CompleteTaskError,
) -> Result<Vec<TaskCompleteUserError>, ApiError> {
    let language = scope.language();
    let place = Some(input_path(&domain::InputPath::field("outcome_id")));
    Ok(match error {
        CompleteTaskError::FeatureDisabled => feature_disabled(language),
        CompleteTaskError::Stale(current) => stale(language, current),
        CompleteTaskError::Input(all) => faults(scope, &all),
        CompleteTaskError::Refused(refusal) => vec![match refusal {
            CompletionRefusal::AlreadyCompleted(task) => already_completed(language, None, *task).into(),
            CompletionRefusal::OutcomeRequired(on_offer) => {
                outcome_required(language, place, on_offer).into()
            }
            CompletionRefusal::NotAssigned(on_offer) => not_assigned(language, place, on_offer).into(),
        }],
        CompleteTaskError::Store(error) => return Err(error.into()),
    })
}

/// One error per task that cannot be completed, at its place in the list.
fn complete_many_errors(
    scope: &RequestScope,
    error: CompleteTasksError,
) -> Result<Vec<TasksCompleteUserError>, ApiError> {
    let language = scope.language();
    let one = |(index, refusal): (usize, CompletionRefusal)| {
        let place = Some(input_path(&domain::InputPath::field("ids").at(index)));
        match refusal {
            CompletionRefusal::AlreadyCompleted(task) => already_completed(language, place, *task).into(),
            CompletionRefusal::OutcomeRequired(on_offer) => {
                outcome_required(language, place, on_offer).into()
            }
            CompletionRefusal::NotAssigned(on_offer) => not_assigned(language, place, on_offer).into(),
        }
    };
    Ok(match error {
        CompleteTasksError::FeatureDisabled => feature_disabled(language),
        CompleteTasksError::Input(all) => faults(scope, &all),
        CompleteTasksError::Refused(refusals) => refusals.into_iter().map(one).collect(),
        CompleteTasksError::Store(error) => return Err(error.into()),
    })
}

fn correct_errors(
    scope: &RequestScope,
    error: CorrectCompletionError,
) -> Result<Vec<TaskCompletionCorrectUserError>, ApiError> {
    let language = scope.language();
    Ok(match error {
        CorrectCompletionError::Forbidden(role) => forbidden(language, role),
        CorrectCompletionError::FeatureDisabled => feature_disabled(language),
        CorrectCompletionError::Stale(current) => stale(language, current),
        CorrectCompletionError::Input(all) => faults(scope, &all),
        CorrectCompletionError::NotCompleted(task) => vec![not_completed(language, *task).into()],
        CorrectCompletionError::NotAssigned(on_offer) => {
            let place = Some(input_path(&domain::InputPath::field("outcome_id")));
            vec![not_assigned(language, place, on_offer).into()]
        }
        CorrectCompletionError::Store(error) => return Err(error.into()),
    })
}

fn reopen_errors(scope: &RequestScope, error: ReopenTaskError) -> Result<Vec<TaskReopenUserError>, ApiError> {
    let language = scope.language();
    Ok(match error {
        ReopenTaskError::Forbidden(role) => forbidden(language, role),
        ReopenTaskError::Stale(current) => stale(language, current),
        ReopenTaskError::Input(all) => faults(scope, &all),
        ReopenTaskError::NotCompleted(task) => vec![not_completed(language, *task).into()],
        ReopenTaskError::Store(error) => return Err(error.into()),
    })
}
