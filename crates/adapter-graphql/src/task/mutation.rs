//! Creating, changing, deleting and handing over tasks.

use application::{
    commands::{CreateTaskError, DeleteTask, DeleteTaskError, ReassignTasksError, UpdateTaskError},
    queries::tasks::TaskFilter,
};
use async_graphql::{Context, ID, Object};
use domain::{InputPath, Version, fault::Checks};

use super::{
    input::{TaskCreateInput, TaskDeleteInput, TaskUpdateInput, TasksReassignInput},
    types::{Task, TaskEdge},
};
use crate::{
    context::{RequestScope, run, scope},
    errors::ApiError,
    ids,
    page::ListOf,
    payload::payload,
    user_errors::{
        FeatureDisabledError, ForbiddenError, InvalidInputError, NotFoundError, StaleObjectError,
        TaskOutcomeChoiceError, TaskStateError, faults, feature_disabled, forbidden, input_path, not_found,
        refusals::{already_completed, not_assigned, outcome_required},
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
    /// What can go wrong in `taskDelete`.
    TaskDeleteUserError = Forbidden(ForbiddenError) | NotFound(NotFoundError) | Stale(StaleObjectError);
    /// What can go wrong in `tasksReassign`.
    TasksReassignUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | State(TaskStateError);
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
    /// Payload of `taskDelete`.
    TaskDeletePayload of TaskDeleteUserError {
        /// Id of the deleted task; null when there are user errors.
        deleted_task_id: ID,
    }
    /// Payload of `tasksReassign`.
    TasksReassignPayload of TasksReassignUserError {
        /// The tasks in the order of the ids; null when there are user errors.
        tasks: Vec<Task>,
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
        Some(match run!(scope, create_task(scope.actor(), cmd)) {
            Ok(task) => {
                let order = TaskFilter::default().default_order();
                let edge = TaskEdge::new(task.clone().into(), &ListOf::account(ctx), &order.cursor(&task));
                Ok(TaskCreatePayload::done(task.into(), edge))
            }
            Err(error) => create_errors(scope, error).map(TaskCreatePayload::refused),
        })
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
        Some(match run!(scope, update_task(scope.actor(), cmd)) {
            Ok(task) => Ok(TaskUpdatePayload::done(task.into())),
            Err(error) => update_errors(scope, error).map(TaskUpdatePayload::refused),
        })
    }

    /// Delete a task: an open one by its owner, its creator or an admin, a completed one by an admin. The history keeps an entry.
    async fn task_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TaskDeleteInput,
    ) -> Option<Result<TaskDeletePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = DeleteTask {
            task: scope.typed(&input.id),
            expected_version: input.expected_version.map(Version::new),
        };
        Some(match run!(scope, delete_task(scope.actor(), cmd)) {
            Ok(id) => Ok(TaskDeletePayload::done(ids::encode(id.into()))),
            Err(error) => delete_errors(scope, error).map(TaskDeletePayload::refused),
        })
    }

    /// Give up to 100 open tasks to another owner, all or nothing.
    async fn tasks_reassign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: TasksReassignInput,
    ) -> Option<Result<TasksReassignPayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = match input.parse(scope) {
            Ok(cmd) => cmd,
            Err(all) => return Some(Ok(TasksReassignPayload::refused(faults(scope, &all)))),
        };
        Some(match run!(scope, reassign_tasks(scope.actor(), cmd)) {
            Ok(tasks) => Ok(TasksReassignPayload::done(
                tasks.into_iter().map(Task::from).collect(),
            )),
            Err(error) => reassign_errors(scope, error).map(TasksReassignPayload::refused),
        })
    }
}

fn create_errors(scope: &RequestScope, error: CreateTaskError) -> Result<Vec<TaskCreateUserError>, ApiError> {
    let language = scope.language();
    let place = InputPath::field("completion").then("outcome_id");
    let place = Some(input_path(&place));
    Ok(match error {
        CreateTaskError::FeatureDisabled => feature_disabled(language),
        CreateTaskError::Input(all) => faults(scope, &all),
        CreateTaskError::OutcomeRequired(on_offer) => {
            vec![outcome_required(language, place, on_offer).into()]
        }
        CreateTaskError::NotAssigned(on_offer) => vec![not_assigned(language, place, on_offer).into()],
        CreateTaskError::Store(error) => return Err(error.into()),
    })
}

fn update_errors(scope: &RequestScope, error: UpdateTaskError) -> Result<Vec<TaskUpdateUserError>, ApiError> {
    let language = scope.language();
    Ok(match error {
        UpdateTaskError::Stale(current) => stale(language, current),
        UpdateTaskError::Input(all) => faults(scope, &all),
        UpdateTaskError::AlreadyCompleted(task) => vec![already_completed(language, None, *task).into()],
        UpdateTaskError::Store(error) => return Err(error.into()),
    })
}

fn delete_errors(scope: &RequestScope, error: DeleteTaskError) -> Result<Vec<TaskDeleteUserError>, ApiError> {
    let language = scope.language();
    Ok(match error {
        DeleteTaskError::Forbidden(role) => forbidden(language, role),
        DeleteTaskError::Stale(current) => stale(language, current),
        DeleteTaskError::NotFound(task) => {
            vec![not_found(scope, &InputPath::field("id"), task.into()).into()]
        }
        DeleteTaskError::Store(error) => return Err(error.into()),
    })
}

fn reassign_errors(
    scope: &RequestScope,
    error: ReassignTasksError,
) -> Result<Vec<TasksReassignUserError>, ApiError> {
    let one = |(index, task): (usize, domain::Task)| {
        let place = Some(input_path(&InputPath::field("ids").at(index)));
        already_completed(scope.language(), place, task).into()
    };
    Ok(match error {
        ReassignTasksError::Input(all) => faults(scope, &all),
        ReassignTasksError::AlreadyCompleted(completed) => completed.into_iter().map(one).collect(),
        ReassignTasksError::Store(error) => return Err(error.into()),
    })
}
