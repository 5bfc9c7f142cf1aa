//! Creating a task, open or as one that was done already.

use domain::{
    Actor, CompletionRule, Event, InputPath, Subject, Task, TaskId, TaskOutcome,
    fault::{Checks, Fault},
    text::Notes,
};
use jiff::Timestamp;

use super::{
    Commands,
    known::time_zone,
    task_fields::{
        CompletionFields, CompletionRefusal, NotCompleted, TaskFields, check_task_type, completion_rule,
    },
};
use crate::{StoreError, Unit, errors::use_case_error, idempotency::repeatable};

/// Create a task for a contact or a deal.
#[derive(Debug, Clone, Hash)]
pub struct CreateTask {
    /// What the task is; the actor owns it where nobody is named.
    pub fields: TaskFields,
    /// What the task relates to.
    pub subject: Subject,
    /// How it was done, to log what was done already; as an open task when left out.
    pub completion: Option<CompletionFields>,
    /// Key under which it can be sent again without being done twice.
    pub idempotency_key: Option<String>,
}

use_case_error! {
    /// Why a task was not created.
    pub enum CreateTaskError: FeatureDisabled, Input {
        /// It was done already, and no outcome was chosen; these are on offer.
        OutcomeRequired(Vec<TaskOutcome>),
        /// It was done already, and the chosen outcome is not offered for its type; these are.
        NotAssigned(Vec<TaskOutcome>),
    }
}

repeatable! { CreateTask => Task, "create_task"; }

impl Commands {
    /// Creates a task. Everyone of the account may. One that was done already is created and completed at the same
    /// moment: two entries of the history, and the same rules as for completing.
    pub async fn create_task(&self, actor: &Actor, cmd: CreateTask) -> Result<Task, CreateTaskError> {
        self.once(actor, &cmd, async |unit| {
            let mut checks = Checks::new();
            let base = InputPath::default();
            check_task_type(unit, cmd.fields.task_type, base.then("task_type_id"), &mut checks).await?;
            let rule = rule(unit, &cmd).await?;
            let notes = check_completion(unit, &cmd, rule.as_ref(), &mut checks).await?;
            check_subject(unit, cmd.subject, &mut checks).await?;
            let checked = cmd
                .fields
                .check(unit, Some(actor.user), &base, &mut checks)
                .await?;
            let checked = checks.finish_with(checked)?;
            let (zone, now) = (time_zone(unit).await?, self.clock.now());
            let id = TaskId::new(self.ids.next());
            let (mut task, created) = checked.create(id, cmd.subject, actor, &zone, now);
            unit.add_task(&task).await?;
            let completed = match (&rule, &cmd.completion) {
                (Some(rule), Some(how)) => {
                    let completed = self.complete(&mut task, rule, how.outcome, notes, actor, now)?;
                    store_completed(unit, &task).await?;
                    Some(completed)
                }
                (None, _) | (_, None) => None,
            };
            self.record_created(unit, actor, now, created, completed).await?;
            Ok(task)
        })
        .await
    }

    async fn record_created(
        &self,
        unit: &mut Unit,
        actor: &Actor,
        now: Timestamp,
        created: Event,
        completed: Option<Event>,
    ) -> Result<(), StoreError> {
        let events = std::iter::once(created).chain(completed);
        self.record(unit, Some(actor.user), now, events).await
    }
}

/// What completing asks for, where the task was done already; an outcome that none is asked for is refused.
async fn rule(unit: &mut Unit, cmd: &CreateTask) -> Result<Option<CompletionRule>, CreateTaskError> {
    let Some(how) = &cmd.completion else {
        return Ok(None);
    };
    let rule = completion_rule(unit, cmd.fields.task_type).await?;
    if rule.admits(how.outcome).is_err() {
        return Err(CreateTaskError::FeatureDisabled);
    }
    Ok(Some(rule))
}

async fn check_completion(
    unit: &mut Unit,
    cmd: &CreateTask,
    rule: Option<&CompletionRule>,
    checks: &mut Checks,
) -> Result<Option<Notes>, StoreError> {
    match &cmd.completion {
        None => Ok(None),
        Some(how) => {
            let base = InputPath::field("completion");
            how.check(unit, rule.into_iter(), &base, checks).await
        }
    }
}

async fn store_completed(unit: &mut Unit, task: &Task) -> Result<(), StoreError> {
    unit.add_completions(std::slice::from_ref(task)).await?;
    unit.put_tasks(std::slice::from_ref(task)).await
}

/// A contact is held, so that it is not erased before it has the task.
async fn check_subject(unit: &mut Unit, subject: Subject, checks: &mut Checks) -> Result<(), StoreError> {
    let (exists, field) = match subject {
        Subject::Contact(id) => (!unit.held_contact_names(&[id]).await?.is_empty(), "contact_id"),
        Subject::Deal(id) => (!unit.deal_names(&[id]).await?.is_empty(), "deal_id"),
    };
    if !exists {
        let path = InputPath::field("subject").then(field);
        checks.fault(path, Fault::NotFound(subject.into()));
    }
    Ok(())
}

impl From<NotCompleted> for CreateTaskError {
    fn from(error: NotCompleted) -> Self {
        match error {
            NotCompleted::FeatureDisabled => Self::FeatureDisabled,
            NotCompleted::Refused(CompletionRefusal::OutcomeRequired(on_offer)) => {
                Self::OutcomeRequired(on_offer)
            }
            NotCompleted::Refused(CompletionRefusal::NotAssigned(on_offer)) => Self::NotAssigned(on_offer),
            NotCompleted::Refused(CompletionRefusal::AlreadyCompleted(_)) => Self::Store(StoreError::broken(
                "a task that was completed before it was created",
            )),
        }
    }
}
