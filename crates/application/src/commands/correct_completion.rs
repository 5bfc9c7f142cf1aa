//! Correcting how a completed task was completed.

use domain::{
    Actor, CompletionId, CompletionRule, InputPath, OutcomeId, Patch, Task, TaskId, TaskOutcome, Version,
    fault::Checks,
    task::{Corrected, CorrectionError, ReopenError},
    text::Notes,
};

use super::{
    Commands,
    known::missing,
    task_fields::{CompletionFields, completion_rule},
};
use crate::{Unit, errors::use_case_error};

/// Correct the outcome or the notes of a completed task; the history keeps both.
#[derive(Debug, Clone)]
pub struct CorrectCompletion {
    /// Which task.
    pub task: TaskId,
    /// New outcome; the recorded one stays when none is named.
    pub outcome: Option<OutcomeId>,
    /// New notes.
    pub notes: Patch<Option<String>>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
}

use_case_error! {
    /// Why a completion was not corrected.
    pub enum CorrectCompletionError: Forbidden, FeatureDisabled, Stale, Input {
        /// The task is open; as it is.
        NotCompleted(Box<Task>),
        /// The new outcome is not offered for the task's type; these are.
        NotAssigned(Vec<TaskOutcome>),
    }
}

impl Commands {
    /// Corrects a completion. The task's completer, its owner at that moment and admins may.
    pub async fn correct_completion(
        &self,
        actor: &Actor,
        cmd: CorrectCompletion,
    ) -> Result<Task, CorrectCompletionError> {
        self.in_unit(actor.account, async |unit| {
            let mut task = unit.task(cmd.task).await?.ok_or_else(|| missing(cmd.task))?;
            if let Err(ReopenError::Forbidden(forbidden)) = task.may_reopen(actor) {
                return Err(forbidden.into());
            }
            let rule = completion_rule(unit, task.task_type).await?;
            let new = task.new_outcome(cmd.outcome);
            if rule.admits(new).is_err() {
                return Err(CorrectCompletionError::FeatureDisabled);
            }
            task.version.check(cmd.expected_version)?;
            let notes = check_input(unit, &cmd, new, &rule).await?;
            let (now, id) = (self.clock.now(), CompletionId::new(self.ids.next()));
            let corrected = task.correct(actor, &rule, new, notes, id, now);
            if let Some(Corrected { superseded, event }) =
                corrected.map_err(|error| refusal(error, &task, &rule))?
            {
                unit.supersede_completion(superseded, task.updated_at).await?;
                unit.add_completions(std::slice::from_ref(&task)).await?;
                unit.put_tasks(std::slice::from_ref(&task)).await?;
                self.record(unit, Some(actor.user), task.updated_at, [event])
                    .await?;
            }
            Ok(task)
        })
        .await
    }
}

async fn check_input(
    unit: &mut Unit,
    cmd: &CorrectCompletion,
    outcome: Option<OutcomeId>,
    rule: &CompletionRule,
) -> Result<Patch<Option<Notes>>, CorrectCompletionError> {
    let named = CompletionFields {
        outcome,
        notes: cmd.notes.clone().or(None),
    };
    let (mut checks, base) = (Checks::new(), InputPath::default());
    let notes = named
        .check(unit, std::iter::once(rule), &base, &mut checks)
        .await?;
    checks.finish()?;
    Ok(cmd.notes.clone().map(|_| notes))
}

fn refusal(error: CorrectionError, task: &Task, rule: &CompletionRule) -> CorrectCompletionError {
    match error {
        CorrectionError::Forbidden(forbidden) => forbidden.into(),
        CorrectionError::FeatureDisabled => CorrectCompletionError::FeatureDisabled,
        CorrectionError::NotCompleted => CorrectCompletionError::NotCompleted(Box::new(task.clone())),
        CorrectionError::NotAssigned => CorrectCompletionError::NotAssigned(rule.on_offer().to_vec()),
    }
}
