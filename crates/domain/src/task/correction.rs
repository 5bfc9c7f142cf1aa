//! Correcting how a completed task was completed, and taking a task from view.

use jiff::Timestamp;

use super::{
    Completion, CompletionRule, RecordedOutcome, ReopenError, Task, TaskChange, TaskFacets, TaskState,
    completion::Unavailable,
};
use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    actor::{Actor, Forbidden, Role},
    ids::{CompletionId, OutcomeId},
    patch::Patch,
    text::Notes,
};

/// A completion has taken the place of another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// The one that is no longer current.
    pub superseded: CompletionId,
    /// What happened.
    pub event: Event,
}

/// A task was taken from view.
#[derive(Debug, Clone, PartialEq)]
pub struct Deleted {
    /// Its completion, which is no longer current.
    pub superseded: Option<CompletionId>,
    /// What happened.
    pub event: Event,
}

/// Why a completion cannot be corrected this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionError {
    /// The actor is neither the completer, nor the owner at that moment, nor an admin.
    Forbidden(Forbidden),
    /// A new outcome was given although the feature is not in force.
    FeatureDisabled,
    /// The task is open.
    NotCompleted,
    /// The new outcome is not offered for the task's type.
    NotAssigned,
}

impl Task {
    /// The outcome that a correction names, unless it is the recorded one: that may stay, even archived.
    pub fn new_outcome(&self, named: Option<OutcomeId>) -> Option<OutcomeId> {
        let recorded = self
            .completion()
            .and_then(|completion| completion.outcome.as_ref());
        named.filter(|id| recorded.is_none_or(|recorded| recorded.id != *id))
    }

    /// Replaces its completion by one with another outcome, which must be on offer, or with other notes. When, by whom
    /// and to whose credit it was done stays. `None` when nothing differs.
    pub fn correct(
        &mut self,
        actor: &Actor,
        rule: &CompletionRule,
        outcome: Option<OutcomeId>,
        notes: Patch<Option<Notes>>,
        id: CompletionId,
        now: Timestamp,
    ) -> Result<Option<Corrected>, CorrectionError> {
        let before = self.may_reopen(actor)?.clone();
        let mut after = Completion {
            notes: notes.or(before.notes.clone()),
            ..before.clone()
        };
        if let Some(new) = self.new_outcome(outcome) {
            after.outcome = Some(rule.pick(new)?);
            after.settings_version = rule.settings_version;
        }
        if after == before {
            return Ok(None);
        }
        after.id = id;
        let facets = self.facets();
        self.state = TaskState::Completed(after.clone());
        self.touch(now.max(before.completed_at));
        let event = self.corrected(facets, &before, &after);
        Ok(Some(Corrected {
            superseded: before.id,
            event,
        }))
    }

    fn corrected(&self, facets: TaskFacets, before: &Completion, after: &Completion) -> Event {
        let label = |outcome: &RecordedOutcome| outcome.label.as_str().to_owned();
        let text = |notes: &Notes| notes.as_str().to_owned();
        let mut event = self.event_since(
            Some(facets),
            ActivityKind::TaskCompletionCorrected,
            ActivityAction::Corrected,
        );
        event.outcome.clone_from(&after.outcome);
        event.notes.clone_from(&after.notes);
        event
            .changed_if("outcome", before.outcome.as_ref(), after.outcome.as_ref(), label)
            .changed_if("notes", before.notes.as_ref(), after.notes.as_ref(), text)
    }

    /// Takes it from view: an open one by its owner, its creator or an admin, a completed one by an admin.
    pub fn delete(&mut self, actor: &Actor, now: Timestamp) -> Result<Deleted, Forbidden> {
        self.may_delete(actor)?;
        let superseded = self.completion().map(|completion| completion.id);
        self.touch(now);
        let mut event = self.event(ActivityKind::TaskDeleted, ActivityAction::Deleted);
        event.task_change = Some(Box::new(TaskChange {
            before: Some(self.facets()),
            after: None,
        }));
        Ok(Deleted { superseded, event })
    }

    /// Who may delete it.
    pub fn may_delete(&self, actor: &Actor) -> Result<(), Forbidden> {
        let is_theirs = [self.owner, self.created_by].contains(&Some(actor.user));
        match (actor.role, &self.state) {
            (Role::Admin, TaskState::Open | TaskState::Completed(_)) => Ok(()),
            (Role::Member, TaskState::Open) if is_theirs => Ok(()),
            (Role::Member, TaskState::Open | TaskState::Completed(_)) => Err(Forbidden {
                required: Role::Admin,
            }),
        }
    }
}

impl From<ReopenError> for CorrectionError {
    fn from(error: ReopenError) -> Self {
        match error {
            ReopenError::Forbidden(forbidden) => Self::Forbidden(forbidden),
            ReopenError::NotCompleted => Self::NotCompleted,
        }
    }
}

impl From<Unavailable> for CorrectionError {
    fn from(error: Unavailable) -> Self {
        match error {
            Unavailable::FeatureDisabled => Self::FeatureDisabled,
            Unavailable::NotAssigned => Self::NotAssigned,
        }
    }
}
