//! Completing a task: the step everything else is for.

use domain::{
    Actor, CompletionRule, InputPath, ObjectId, Task, TaskId, TaskOutcome, TimeZone, Version, fault::Checks,
    text::Notes,
};
use uuid::Uuid;

use super::{
    Commands,
    known::{missing, time_zone},
    task_fields::{
        CheckedTask, CompletionFields, CompletionRefusal, NotCompleted, TaskFields, check_task_type,
    },
};
use crate::{
    StoreError, Unit,
    errors::use_case_error,
    idempotency::{Recalled, repeatable},
    ports::TaskToComplete,
};

/// Complete a task. While Task Outcomes is in force one of the outcomes on offer must be chosen.
#[derive(Debug, Clone, Hash)]
pub struct CompleteTask {
    /// Which task.
    pub task: TaskId,
    /// How it was done.
    pub how: CompletionFields,
    /// The next task for the same contact or deal; the owner of the completed one owns it where nobody is named.
    pub follow_up: Option<TaskFields>,
    /// The version the caller read.
    pub expected_version: Option<Version>,
    /// Key under which it can be sent again without being done twice.
    pub idempotency_key: Option<String>,
}

/// A task was completed.
#[derive(Debug, Clone)]
pub struct CompletedTask {
    /// The completed task.
    pub task: Task,
    /// The chosen outcome as it was at that moment; `None` where none was asked for, or what is told was done before.
    pub outcome: Option<TaskOutcome>,
    /// The task that follows it.
    pub follow_up: Option<Task>,
}

use_case_error! {
    /// Why a task was not completed.
    pub enum CompleteTaskError: FeatureDisabled, Stale, Input {
        /// It cannot be completed this way.
        Refused(CompletionRefusal),
    }
}

repeatable! { CompleteTask => CompletedTask, "complete_task"; }

impl Commands {
    /// Completes a task and creates the one that follows, or neither. Everyone of the account may.
    pub async fn complete_task(
        &self,
        actor: &Actor,
        cmd: CompleteTask,
    ) -> Result<CompletedTask, CompleteTaskError> {
        self.once(actor, &cmd, async |unit| {
            let mut checks = Checks::new();
            lock_follow_up_type(unit, &cmd, &mut checks).await?;
            let found = unit.task_to_complete(cmd.task).await?;
            let TaskToComplete {
                mut task,
                rule,
                subject_name,
            } = found.ok_or_else(|| missing(cmd.task))?;
            let read = task.version;
            if rule.admits(cmd.how.outcome).is_err() {
                return Err(CompleteTaskError::FeatureDisabled);
            }
            task.version.check(cmd.expected_version)?;
            let (notes, following) = check_input(unit, &cmd, &task, &rule, checks).await?;
            let now = self.clock.now();
            let completed = self.complete(&mut task, &rule, cmd.how.outcome, notes, actor, now)?;
            unit.put_completed(&task, read).await?;
            let (follow_up, created) = match following {
                None => (None, None),
                Some((checked, zone)) => {
                    let id = TaskId::new(self.ids.next());
                    let (next, created) = checked.create(id, task.subject, actor, &zone, task.updated_at);
                    unit.add_task(&next).await?;
                    (Some(next), Some(created))
                }
            };
            let events = std::iter::once(completed).chain(created);
            let name = |_| Some(subject_name.as_str());
            self.record_named(unit, Some(actor.user), task.updated_at, events, name)
                .await?;
            let outcome = cmd.how.outcome.and_then(|id| rule.offered(id)).cloned();
            Ok(CompletedTask {
                task,
                outcome,
                follow_up,
            })
        })
        .await
    }
}

/// Types are locked before tasks.
async fn lock_follow_up_type(
    unit: &mut Unit,
    cmd: &CompleteTask,
    checks: &mut Checks,
) -> Result<(), StoreError> {
    if let Some(fields) = &cmd.follow_up {
        let place = InputPath::field("follow_up").then("task_type_id");
        check_task_type(unit, fields.task_type, place, checks).await?;
    }
    Ok(())
}

/// The notes, and the follow-up with the zone its due day is taken in.
async fn check_input(
    unit: &mut Unit,
    cmd: &CompleteTask,
    task: &Task,
    rule: &CompletionRule,
    mut checks: Checks,
) -> Result<(Option<Notes>, Option<(CheckedTask, TimeZone)>), CompleteTaskError> {
    let base = InputPath::default();
    let notes = cmd
        .how
        .check(unit, std::iter::once(rule), &base, &mut checks)
        .await?;
    let Some(fields) = &cmd.follow_up else {
        checks.finish()?;
        return Ok((notes, None));
    };
    let base = InputPath::field("follow_up");
    let checked = fields.check(unit, task.owner, &base, &mut checks).await?;
    let checked = checks.finish_with(checked)?;
    Ok((notes, Some((checked, time_zone(unit).await?))))
}

impl From<NotCompleted> for CompleteTaskError {
    fn from(error: NotCompleted) -> Self {
        match error {
            NotCompleted::FeatureDisabled => Self::FeatureDisabled,
            NotCompleted::Refused(refusal) => Self::Refused(refusal),
        }
    }
}

impl Recalled for CompletedTask {
    fn ids(&self) -> Vec<Uuid> {
        let both = std::iter::once(&self.task).chain(&self.follow_up);
        both.map(|task| task.id.uuid()).collect()
    }

    /// A follow-up that was deleted meanwhile is none.
    async fn recall(unit: &mut Unit, ids: &[Uuid]) -> Result<Result<Self, ObjectId>, StoreError> {
        let task = Task::recall(unit, ids).await?;
        let follow_up = match ids.get(1) {
            Some(id) => unit.task(TaskId::new(*id)).await?,
            None => None,
        };
        Ok(task.map(|task| Self {
            task,
            outcome: None,
            follow_up,
        }))
    }
}
