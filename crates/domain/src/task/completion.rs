//! Completing a task with one of the outcomes on offer, and opening it again.

use jiff::Timestamp;

use super::{Task, TaskState};
use crate::{
    account::TimeZone,
    activity::{ActivityAction, ActivityKind, Event},
    actor::{Actor, Forbidden, Role},
    ids::{CompletionId, OutcomeId, TaskTypeId, UserId},
    outcome::TaskOutcome,
    sentiment::Sentiment,
    text::{Label, Notes, Reason},
    version::Version,
};

/// What completing a task of one type asks for, and the settings that say so.
#[derive(Debug, Clone, PartialEq)]
pub struct CompletionRule {
    /// Version of the settings; the completion keeps it.
    pub settings_version: Version,
    /// What is asked for.
    pub choice: CompletionChoice,
}

/// What completing a task of one type asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum CompletionChoice {
    /// The feature is not in force: no outcome.
    Free,
    /// Exactly one of these, in display order; at most 20.
    OneOf(Vec<TaskOutcome>),
}

/// An outcome as it was when it was chosen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordedOutcome {
    /// Which one.
    pub id: OutcomeId,
    /// Its label at that moment.
    pub label: Label,
    /// Its sentiment at that moment.
    pub sentiment: Sentiment,
}

/// One act of completing a task. Its facts never change; reopening the task supersedes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Completion {
    /// Its id.
    pub id: CompletionId,
    /// The chosen outcome; `None` when none was asked for.
    pub outcome: Option<RecordedOutcome>,
    /// Additional information.
    pub notes: Option<Notes>,
    /// When, never before the task was created.
    pub completed_at: Timestamp,
    /// Who did it.
    pub completed_by: UserId,
    /// Who owned the task at that moment, and gets the credit in reports.
    pub owner: Option<UserId>,
    /// The task's type at that moment.
    pub task_type: TaskTypeId,
    /// Whether it was done before it became overdue; `None` when the task had no due time.
    pub in_time: Option<bool>,
    /// Version of the settings that said what to ask for.
    pub settings_version: Version,
}

/// Why a task cannot be completed this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionError {
    /// An outcome was given although the feature is not in force.
    FeatureDisabled,
    /// Someone has completed it before.
    AlreadyCompleted,
    /// None was given although one must be.
    OutcomeRequired,
    /// The given one is not offered for the task's type.
    NotAssigned,
}

/// Why a task cannot be opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReopenError {
    /// The actor is neither its completer, nor its owner at that moment, nor an admin.
    Forbidden(Forbidden),
    /// It is open.
    NotCompleted,
}

impl CompletionRule {
    /// Refuses an outcome while none is asked for: it must not be dropped silently.
    pub fn admits(&self, outcome: Option<OutcomeId>) -> Result<(), CompletionError> {
        match (&self.choice, outcome) {
            (CompletionChoice::Free, Some(_)) => Err(CompletionError::FeatureDisabled),
            (CompletionChoice::Free | CompletionChoice::OneOf(_), _) => Ok(()),
        }
    }

    /// What may be chosen, in display order.
    pub fn on_offer(&self) -> &[TaskOutcome] {
        match &self.choice {
            CompletionChoice::Free => &[],
            CompletionChoice::OneOf(offered) => offered,
        }
    }

    /// The one with this id, if it may be chosen.
    pub fn offered(&self, id: OutcomeId) -> Option<&TaskOutcome> {
        self.on_offer().iter().find(|outcome| outcome.id == id)
    }

    /// The outcome as it will be recorded.
    pub fn choose(&self, outcome: Option<OutcomeId>) -> Result<Option<RecordedOutcome>, CompletionError> {
        match (&self.choice, outcome) {
            (CompletionChoice::Free, None) => Ok(None),
            (CompletionChoice::OneOf(_), None) => Err(CompletionError::OutcomeRequired),
            (CompletionChoice::Free | CompletionChoice::OneOf(_), Some(id)) => Ok(Some(self.pick(id)?)),
        }
    }

    /// One of those on offer, as it will be recorded.
    pub(super) fn pick(&self, id: OutcomeId) -> Result<RecordedOutcome, Unavailable> {
        match &self.choice {
            CompletionChoice::Free => Err(Unavailable::FeatureDisabled),
            CompletionChoice::OneOf(_) => {
                let picked = self.offered(id).map(TaskOutcome::recorded);
                picked.ok_or(Unavailable::NotAssigned)
            }
        }
    }
}

/// Why a named outcome cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unavailable {
    /// None is asked for.
    FeatureDisabled,
    /// It is not on offer.
    NotAssigned,
}

impl From<Unavailable> for CompletionError {
    fn from(error: Unavailable) -> Self {
        match error {
            Unavailable::FeatureDisabled => Self::FeatureDisabled,
            Unavailable::NotAssigned => Self::NotAssigned,
        }
    }
}

impl Task {
    /// Completes it with an outcome on offer, or without one while none is asked for.
    pub fn complete(
        &mut self,
        rule: &CompletionRule,
        outcome: Option<OutcomeId>,
        notes: Option<Notes>,
        id: CompletionId,
        by: UserId,
        now: Timestamp,
    ) -> Result<(Completion, Event), CompletionError> {
        if let TaskState::Completed(_) = self.state {
            return Err(CompletionError::AlreadyCompleted);
        }
        let completed_at = now.max(self.created_at);
        let completion = Completion {
            id,
            outcome: rule.choose(outcome)?,
            notes,
            completed_at,
            completed_by: by,
            owner: self.owner,
            task_type: self.task_type,
            in_time: self.overdue_from.map(|overdue_from| completed_at < overdue_from),
            settings_version: rule.settings_version,
        };
        let before = self.facets();
        self.state = TaskState::Completed(completion.clone());
        self.touch(completed_at);
        let mut event = self.event_since(
            Some(before),
            ActivityKind::TaskCompleted,
            ActivityAction::Completed,
        );
        event.outcome.clone_from(&completion.outcome);
        event.notes.clone_from(&completion.notes);
        Ok((completion, event))
    }

    /// Who may open it again or correct it: its completer, its owner at that moment, an admin.
    pub fn may_reopen(&self, actor: &Actor) -> Result<&Completion, ReopenError> {
        let completion = self.completion().ok_or(ReopenError::NotCompleted)?;
        let is_theirs = completion.completed_by == actor.user || completion.owner == Some(actor.user);
        match actor.role {
            Role::Admin => Ok(completion),
            Role::Member if is_theirs => Ok(completion),
            Role::Member => Err(ReopenError::Forbidden(Forbidden {
                required: Role::Admin,
            })),
        }
    }

    /// Opens it again, in an active type. Gives the completion that is superseded; the history keeps it.
    pub fn reopen(
        &mut self,
        actor: &Actor,
        task_type: TaskTypeId,
        reason: Option<Reason>,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Result<(CompletionId, Event), ReopenError> {
        let superseded = self.may_reopen(actor)?.clone();
        let before = self.facets();
        self.state = TaskState::Open;
        // The account may have moved to another zone while the task was completed.
        self.overdue_from = self.due.and_then(|due| due.overdue_from(zone));
        self.task_type = task_type;
        self.touch(now.max(superseded.completed_at));
        let mut event = self.event_since(Some(before), ActivityKind::TaskReopened, ActivityAction::Reopened);
        event.reason = reason;
        let label = |outcome: &RecordedOutcome| outcome.label.as_str().to_owned();
        let event = event.changed_if("outcome", superseded.outcome.as_ref(), None, label);
        Ok((superseded.id, event))
    }
}
