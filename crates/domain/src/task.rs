//! Tasks, and the one rule this project exists for: how a task is completed.

mod completion;
mod correction;
mod facets;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

pub use completion::{
    Completion, CompletionChoice, CompletionError, CompletionRule, RecordedOutcome, ReopenError,
};
pub use correction::{Corrected, CorrectionError, Deleted};
pub use facets::{CompletionFacets, TaskChange, TaskFacets};

use crate::{
    account::TimeZone,
    activity::{ActivityAction, ActivityKind, Event},
    due::Due,
    ids::{Subject, TaskId, TaskTypeId, UserId},
    patch::Patch,
    text::{Description, TaskTitle},
    version::Version,
};

/// Something a user has to do for a contact or a deal.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What is to be done, in a few words.
    pub title: TaskTitle,
    /// What is to be done, in more words.
    pub description: Option<Description>,
    /// Kind of the task.
    pub task_type: TaskTypeId,
    /// What it relates to.
    pub subject: Subject,
    /// Who is to do it.
    pub owner: Option<UserId>,
    /// When it is due.
    pub due: Option<Due>,
    /// From when on it is overdue while open; follows from `due` and the account's time zone.
    pub overdue_from: Option<Timestamp>,
    /// Open, or how it was completed.
    pub state: TaskState,
    /// Version of the record.
    pub version: Version,
    /// Who created it; `None` when an import did.
    pub created_by: Option<UserId>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Where a task stands.
#[derive(Debug, Clone, PartialEq)]
pub enum TaskState {
    /// It is still to be done.
    Open,
    /// It has been completed, this way.
    Completed(Completion),
}

/// What a new task is.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTask {
    /// Its id.
    pub id: TaskId,
    /// What is to be done, in a few words.
    pub title: TaskTitle,
    /// What is to be done, in more words.
    pub description: Option<Description>,
    /// Kind of the task.
    pub task_type: TaskTypeId,
    /// What it relates to.
    pub subject: Subject,
    /// Who is to do it.
    pub owner: Option<UserId>,
    /// When it is due.
    pub due: Option<Due>,
    /// Who creates it.
    pub created_by: Option<UserId>,
}

/// What changes of an open task.
#[derive(Debug, Clone, Default)]
pub struct TaskChanges {
    /// The title.
    pub title: Patch<TaskTitle>,
    /// The description.
    pub description: Patch<Option<Description>>,
    /// The type.
    pub task_type: Patch<TaskTypeId>,
    /// The owner.
    pub owner: Patch<Option<UserId>>,
    /// The due time.
    pub due: Patch<Option<Due>>,
}

/// The task has been completed, so it cannot be changed as an open one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlreadyCompleted;

impl Task {
    /// A new open task.
    pub fn create(new: NewTask, zone: &TimeZone, now: Timestamp) -> (Self, Event) {
        let task = Self {
            id: new.id,
            title: new.title,
            description: new.description,
            task_type: new.task_type,
            subject: new.subject,
            owner: new.owner,
            due: new.due,
            overdue_from: new.due.and_then(|due| due.overdue_from(zone)),
            state: TaskState::Open,
            version: Version::FIRST,
            created_by: new.created_by,
            created_at: now,
            updated_at: now,
        };
        let event = task.event_since(None, ActivityKind::TaskCreated, ActivityAction::Created);
        (task, event)
    }

    /// Changes an open task; `None` when nothing differs. Changes of owner and type are told by the use case, which
    /// knows their names.
    pub fn update(
        &mut self,
        changes: TaskChanges,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Result<Option<Event>, AlreadyCompleted> {
        if let TaskState::Completed(_) = self.state {
            return Err(AlreadyCompleted);
        }
        let before = self.clone();
        self.title = changes.title.or(before.title.clone());
        self.description = changes.description.or(before.description.clone());
        self.task_type = changes.task_type.or(before.task_type);
        self.owner = changes.owner.or(before.owner);
        if let Patch::Set(due) = changes.due {
            self.due = due;
            self.overdue_from = due.and_then(|due| due.overdue_from(zone));
        }
        if *self == before {
            return Ok(None);
        }
        self.touch(now);
        let text = |description: &Description| description.as_str().to_owned();
        let event = self
            .event_since(
                Some(before.facets()),
                ActivityKind::TaskUpdated,
                ActivityAction::Updated,
            )
            .changed_if("title", Some(&before.title), Some(&self.title), |title| {
                title.as_str().to_owned()
            })
            .changed_if(
                "description",
                before.description.as_ref(),
                self.description.as_ref(),
                text,
            )
            .changed_if("due", before.due.as_ref(), self.due.as_ref(), |due| due.text());
        Ok(Some(event))
    }

    /// How it was completed; `None` while it is open.
    pub fn completion(&self) -> Option<&Completion> {
        match &self.state {
            TaskState::Open => None,
            TaskState::Completed(completion) => Some(completion),
        }
    }

    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        self.completion().is_none()
    }

    /// Whether it is open and its due time has passed.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.is_open() && self.overdue_from.is_some_and(|from| from <= now)
    }

    /// Whether the actor may complete it now: everyone of the account may, while it is open.
    pub fn can_be_completed(&self) -> bool {
        self.is_open()
    }

    fn touch(&mut self, now: Timestamp) {
        self.version = self.version.next();
        self.updated_at = now;
    }

    /// What happened to it since it was so; `None` when it has just come to be.
    fn event_since(&self, before: Option<TaskFacets>, kind: ActivityKind, action: ActivityAction) -> Event {
        let mut event = self.event(kind, action);
        let after = Some(self.facets());
        event.task_change = Some(Box::new(TaskChange { before, after }));
        event
    }

    fn event(&self, kind: ActivityKind, action: ActivityAction) -> Event {
        let mut event = Event::new(kind, action, self.title.as_str()).about(self.subject);
        event.task = Some(self.id);
        event.task_type = Some(self.task_type);
        event
    }
}
