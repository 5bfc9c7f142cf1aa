//! What a signed-in user is told of changes: only what they could read, and as it is when they are told.

use domain::{ActivityAction, ActivityKind, Catalogue, Task, TaskChange, TaskFacets, TaskId};

use super::{Session, tasks::TaskFilter};
use crate::{
    StoreError,
    ports::{FeedEntry, Following, SignedIn},
};

/// What happened to an object, as far as lists of it are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeAction {
    /// It is new.
    Created,
    /// It is another one than before.
    Updated,
    /// It was archived or deleted from view.
    Archived,
}

impl From<ActivityAction> for ChangeAction {
    fn from(action: ActivityAction) -> Self {
        match action {
            ActivityAction::Created | ActivityAction::Imported => Self::Created,
            ActivityAction::Archived
            | ActivityAction::Deleted
            | ActivityAction::Erased
            | ActivityAction::Merged
            | ActivityAction::Revoked => Self::Archived,
            ActivityAction::Updated
            | ActivityAction::Unarchived
            | ActivityAction::Moved
            | ActivityAction::Completed
            | ActivityAction::Reopened
            | ActivityAction::Corrected
            | ActivityAction::SwitchedOn
            | ActivityAction::SwitchedOff
            | ActivityAction::AssignmentsSaved
            | ActivityAction::Exported => Self::Updated,
        }
    }
}

impl Session {
    /// Follows the account from now on.
    pub async fn follow(&self) -> Result<Following, StoreError> {
        self.reads.follow(self.actor.account).await
    }

    /// The same user at a later moment; `None` once the token no longer signs them in, or with another role.
    pub async fn later(&self) -> Result<Option<Self>, StoreError> {
        let later = self.renewed();
        let Some(secret_hash) = &self.secret_hash else {
            return Ok(Some(later));
        };
        let found = later.reading.signed_in(secret_hash, later.now()).await;
        let is_same = |signed_in: &SignedIn| signed_in.user.role == self.actor.role;
        if matches!(&found, Ok(Some(signed_in)) if is_same(signed_in)) {
            return Ok(Some(later));
        }
        later.close().await;
        found.map(|_| None)
    }
}

/// A task was changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedTask {
    /// What happened.
    pub action: ChangeAction,
    /// Which one.
    pub id: TaskId,
    /// The task as it is; `None` when it is gone.
    pub task: Option<Task>,
}

/// Looks out for tasks that fit a filter before or after a change; their state does not matter.
#[derive(Debug, Clone)]
pub struct TaskWatch {
    filter: TaskFilter,
    /// The filter without the conditions that depend on the catalogue or on the time: wider, and told from an entry.
    told: TaskFilter,
}

impl TaskWatch {
    /// For tasks that fit this filter.
    pub fn new(filter: TaskFilter) -> Self {
        let told = TaskFilter {
            due: None,
            outcomes: None,
            sentiments: None,
            ..filter.clone()
        };
        Self { filter, told }
    }

    /// Whether an entry may tell of such a task, as far as it says itself.
    pub fn may_concern(&self, entry: &FeedEntry) -> bool {
        is_about_a_task(entry.kind)
            && entry.task.is_some()
            && is_on_a_side(entry.task_change.as_ref(), &self.told, None)
    }

    /// The change that an entry tells of, if the task fits; to be asked of a session that was opened when it was told.
    pub async fn change(
        &self,
        session: &Session,
        entry: &FeedEntry,
    ) -> Result<Option<ChangedTask>, StoreError> {
        let Some(id) = entry.task.filter(|_| self.may_concern(entry)) else {
            return Ok(None);
        };
        let mut filter = self.filter.clone();
        if let Some(due) = &mut filter.due {
            *due = session.due_condition(due.state).await?;
        }
        let goes_by_outcomes = filter.outcomes.is_some() || filter.sentiments.is_some();
        let catalogue = if goes_by_outcomes {
            Some(session.catalogue().await?)
        } else {
            None
        };
        if !is_on_a_side(entry.task_change.as_ref(), &filter, catalogue.as_ref()) {
            return Ok(None);
        }
        let task = session.tasks_by_id(&[id]).await?.pop();
        let action = match task {
            Some(_) => entry.action.into(),
            None => ChangeAction::Archived,
        };
        Ok(Some(ChangedTask { action, id, task }))
    }
}

/// Where the task on both sides is not known, or no longer, it may be one.
fn is_on_a_side(change: Option<&TaskChange>, filter: &TaskFilter, catalogue: Option<&Catalogue>) -> bool {
    let Some(TaskChange { before, after }) = change else {
        return true;
    };
    let fits = |facets: &TaskFacets| {
        let counts_as = |id| catalogue?.counts_as(id);
        if filter.search.is_some() && facets.title.as_str().is_empty() {
            let erased = TaskFilter {
                search: None,
                ..filter.clone()
            };
            return erased.fits(facets, counts_as);
        }
        filter.fits(facets, counts_as)
    };
    before.iter().chain(after).any(fits)
}

fn is_about_a_task(kind: ActivityKind) -> bool {
    match kind {
        ActivityKind::TaskCompleted
        | ActivityKind::TaskCompletionCorrected
        | ActivityKind::TaskCreated
        | ActivityKind::TaskDeleted
        | ActivityKind::TaskReopened
        | ActivityKind::TaskUpdated => true,
        ActivityKind::TaskOutcomeChanged
        | ActivityKind::TaskOutcomeSettingsChanged
        | ActivityKind::TaskTypeChanged
        | ActivityKind::AccountChanged
        | ActivityKind::ApiTokenChanged
        | ActivityKind::ContactChanged
        | ActivityKind::ContactErased
        | ActivityKind::DataImported
        | ActivityKind::DataExported
        | ActivityKind::DealChanged
        | ActivityKind::UserChanged => false,
    }
}
