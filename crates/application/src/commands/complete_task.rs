//! Completing a task: the step everything else is for.

use domain::{
    Actor, CompletionId, CompletionRule, InputPath, OutcomeId, Task, TaskId, TaskOutcome, Version,
    fault::{Checks, Fault},
    task::CompletionError,
    text::Notes,
};

use super::{Commands, known::missing};
use crate::{StoreError, Unit, errors::use_case_error};

/// Complete a task. While Task Outcomes is in force one of the outcomes on offer must be chosen.
#[derive(Debug, Clone)]
pub struct CompleteTask {
    /// Which task.
    pub task: TaskId,
    /// The chosen outcome.
    pub outcome: Option<OutcomeId>,
    /// Additional information.
    pub notes: Option<String>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a task was not completed.
    pub enum CompleteTaskError: FeatureDisabled, Stale, Input {
        /// Someone has completed it before; the task as it is.
        AlreadyCompleted(Box<Task>),
        /// No outcome was chosen; these are on offer.
        OutcomeRequired(Vec<TaskOutcome>),
        /// The chosen outcome is not offered for the task's type; these are.
        NotAssigned(Vec<TaskOutcome>),
    }
}

impl Commands {
    /// Completes a task. Everyone of the account may.
    pub async fn complete_task(&self, actor: &Actor, cmd: CompleteTask) -> Result<Task, CompleteTaskError> {
        self.in_unit(actor.account, async |unit| {
            let mut task = unit.task(cmd.task).await?.ok_or_else(|| missing(cmd.task))?;
            let rule = unit.completion_rule(task.task_type).await?;
            rule.admits(cmd.outcome)
                .map_err(|error| refusal(error, &task, &rule))?;
            task.version.check(cmd.expected_version)?;
            let notes = check_input(unit, &cmd, &rule).await?;
            let (now, id) = (self.clock.now(), CompletionId::new(self.ids.next()));
            let (completion, event) = task
                .complete(&rule, cmd.outcome, notes, id, actor.user, now)
                .map_err(|error| refusal(error, &task, &rule))?;
            unit.add_completion(&task, &completion).await?;
            unit.put_tasks(std::slice::from_ref(&task)).await?;
            self.record(unit, Some(actor.user), completion.completed_at, [event])
                .await?;
            Ok(task)
        })
        .await
    }
}

async fn check_input(
    unit: &mut Unit,
    cmd: &CompleteTask,
    rule: &CompletionRule,
) -> Result<Option<Notes>, CompleteTaskError> {
    let mut checks = Checks::new();
    let notes = checks.take_opt(InputPath::field("notes"), cmd.notes.as_deref().map(Notes::parse));
    if let Some(id) = cmd.outcome
        && !is_known(unit, rule, id).await?
    {
        checks.fault(InputPath::field("outcome_id"), Fault::NotFound(id.into()));
    }
    checks.finish()?;
    Ok(notes.flatten())
}

/// Whether there is such an outcome at all; one that is on offer needs no look-up. Locks none: the task is held already,
/// and outcomes come before tasks.
async fn is_known(unit: &mut Unit, rule: &CompletionRule, id: OutcomeId) -> Result<bool, StoreError> {
    let on_offer = rule.on_offer().iter().any(|outcome| outcome.id == id);
    Ok(on_offer || unit.outcomes().await?.iter().any(|outcome| outcome.id == id))
}

fn refusal(error: CompletionError, task: &Task, rule: &CompletionRule) -> CompleteTaskError {
    match error {
        CompletionError::FeatureDisabled => CompleteTaskError::FeatureDisabled,
        CompletionError::AlreadyCompleted => CompleteTaskError::AlreadyCompleted(Box::new(task.clone())),
        CompletionError::OutcomeRequired => CompleteTaskError::OutcomeRequired(rule.on_offer().to_vec()),
        CompletionError::NotAssigned => CompleteTaskError::NotAssigned(rule.on_offer().to_vec()),
    }
}
