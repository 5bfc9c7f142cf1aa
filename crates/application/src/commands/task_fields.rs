//! What tasks are made of and how they are completed, as it comes in: parsed here, with all faults together.

use domain::{
    Actor, CompletionId, CompletionRule, Due, Event, InputPath, OutcomeId, Patch, Subject, Task, TaskId,
    TaskOutcome, TaskTypeId, TimeZone, UserId,
    fault::{Checks, Fault},
    task::{CompletionError, NewTask},
    text::{Description, Notes, TaskTitle},
};
use jiff::{Timestamp, civil::Date};

use super::{Commands, known::check_owner};
use crate::{StoreError, Unit};

/// A task as it comes in; a blank description is none.
#[derive(Debug, Clone, Hash)]
pub struct TaskFields {
    /// What is to be done, in a few words.
    pub title: String,
    /// What is to be done, in more words.
    pub description: Option<String>,
    /// Kind of the task.
    pub task_type: TaskTypeId,
    /// Who has to do it; whom the use case says when kept.
    pub owner: Patch<Option<UserId>>,
    /// The day it is due; not together with `due_at`.
    pub due_on: Option<Date>,
    /// The moment it is due; not together with `due_on`.
    pub due_at: Option<Timestamp>,
}

/// How a task was done, as it comes in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct CompletionFields {
    /// The chosen outcome.
    pub outcome: Option<OutcomeId>,
    /// Additional information; blank is none.
    pub notes: Option<String>,
}

/// Why a task cannot be completed this way as it stands.
#[derive(Debug, Clone)]
pub enum CompletionRefusal {
    /// Someone has completed it before; the task as it is.
    AlreadyCompleted(Box<Task>),
    /// No outcome was chosen; these are on offer.
    OutcomeRequired(Vec<TaskOutcome>),
    /// The chosen outcome is not offered for the task's type; these are.
    NotAssigned(Vec<TaskOutcome>),
}

/// Why a task is not completed: no outcome is asked for, or what the refusal says.
pub(super) enum NotCompleted {
    FeatureDisabled,
    Refused(CompletionRefusal),
}

/// A task whose parts are all acceptable, still without what it relates to.
pub(super) struct CheckedTask {
    title: TaskTitle,
    description: Option<Description>,
    task_type: TaskTypeId,
    owner: Option<UserId>,
    due: Option<Due>,
}

impl TaskFields {
    /// Parses the parts and looks up the owner, who is `owner` where none is named; `base` is the task's place in the
    /// input. The type is checked by [`check_task_type`], before tasks are locked.
    pub(super) async fn check(
        &self,
        unit: &mut Unit,
        owner: Option<UserId>,
        base: &InputPath,
        checks: &mut Checks,
    ) -> Result<Option<CheckedTask>, StoreError> {
        let owner = self.owner.clone().or(owner);
        let title = checks.take(base.then("title"), TaskTitle::parse(&self.title));
        let description = self.description.as_deref().map(Description::parse);
        let description = checks.take_opt(base.then("description"), description);
        let place = base.then(due_field(self.due_on, self.due_at));
        let due = checks.take(place, Due::parse(self.due_on, self.due_at));
        check_owner(unit, owner, base.then("owner_id"), checks).await?;
        Ok(title.zip(due).map(|(title, due)| CheckedTask {
            title,
            description: description.flatten(),
            task_type: self.task_type,
            owner,
            due,
        }))
    }
}

impl CheckedTask {
    /// The open task that it becomes.
    pub(super) fn create(
        self,
        id: TaskId,
        subject: Subject,
        by: &Actor,
        zone: &TimeZone,
        now: Timestamp,
    ) -> (Task, Event) {
        let new = NewTask {
            id,
            title: self.title,
            description: self.description,
            task_type: self.task_type,
            subject,
            owner: self.owner,
            due: self.due,
            created_by: Some(by.user),
        };
        Task::create(new, zone, now)
    }
}

/// The field at which a fault of the due time stands: the day, if only that was given.
pub(super) fn due_field(due_on: Option<Date>, due_at: Option<Timestamp>) -> &'static str {
    if due_on.is_some() && due_at.is_none() {
        "due_on"
    } else {
        "due_at"
    }
}

/// Notes a fault unless tasks can be open in the type, which then stays so.
pub(super) async fn check_task_type(
    unit: &mut Unit,
    id: TaskTypeId,
    place: InputPath,
    checks: &mut Checks,
) -> Result<Option<domain::TaskType>, StoreError> {
    let found = unit.task_type_to_open_in(id).await?;
    match &found {
        None => checks.fault(place, Fault::NotFound(id.into())),
        Some(task_type) if !task_type.is_active() => checks.fault(place, Fault::Archived),
        Some(_) => (),
    }
    Ok(found)
}

impl CompletionFields {
    /// Parses the notes and looks up the outcome, which one of the rules may offer; `base` is their place in the input.
    ///
    /// Locks no outcome: tasks may be held already, and outcomes come before tasks. One that is on offer needs no look-up.
    pub(super) async fn check<'a>(
        &self,
        unit: &mut Unit,
        mut rules: impl Iterator<Item = &'a CompletionRule>,
        base: &InputPath,
        checks: &mut Checks,
    ) -> Result<Option<Notes>, StoreError> {
        let notes = checks.take_opt(base.then("notes"), self.notes.as_deref().map(Notes::parse));
        if let Some(id) = self.outcome {
            let is_on_offer = rules.any(|rule| rule.offered(id).is_some());
            let is = |outcome: &TaskOutcome| outcome.id == id;
            if !is_on_offer && !unit.outcomes().await?.iter().any(is) {
                checks.fault(base.then("outcome_id"), Fault::NotFound(id.into()));
            }
        }
        Ok(notes.flatten())
    }
}

impl Commands {
    /// Completes a task in the domain; storing it is the use case's.
    pub(super) fn complete(
        &self,
        task: &mut Task,
        rule: &CompletionRule,
        outcome: Option<OutcomeId>,
        notes: Option<Notes>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, NotCompleted> {
        let id = CompletionId::new(self.ids.next());
        let completed = task.complete(rule, outcome, notes, id, by.user, now);
        completed.map(|(_, event)| event).map_err(|error| match error {
            CompletionError::FeatureDisabled => NotCompleted::FeatureDisabled,
            CompletionError::AlreadyCompleted => {
                NotCompleted::Refused(CompletionRefusal::AlreadyCompleted(Box::new(task.clone())))
            }
            CompletionError::OutcomeRequired => {
                NotCompleted::Refused(CompletionRefusal::OutcomeRequired(rule.on_offer().to_vec()))
            }
            CompletionError::NotAssigned => {
                NotCompleted::Refused(CompletionRefusal::NotAssigned(rule.on_offer().to_vec()))
            }
        })
    }
}

/// What completing a task of this type asks for.
pub(super) async fn completion_rule(
    unit: &mut Unit,
    task_type: TaskTypeId,
) -> Result<CompletionRule, StoreError> {
    let mut rules = unit.completion_rules(&[task_type].into()).await?;
    let rule = rules.remove(&task_type);
    rule.ok_or_else(|| StoreError::broken("a task type without a rule of completing"))
}
