//! The history: one self-contained entry for every change, never changed itself.

use jiff::Timestamp;

use crate::{
    ids::{ActivityId, Subject, TaskId, TaskTypeId, UserId},
    search,
    task::{RecordedOutcome, TaskChange},
    text::{Notes, Reason},
};

/// What an entry of the history tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActivityKind {
    /// A task was completed.
    TaskCompleted,
    /// Outcome or notes of a completed task were corrected.
    TaskCompletionCorrected,
    /// A task was created.
    TaskCreated,
    /// A task was deleted.
    TaskDeleted,
    /// A completed task was opened again.
    TaskReopened,
    /// Title, description, type, owner or due time of a task was changed.
    TaskUpdated,
    /// An outcome was created, changed, archived, brought back, merged or deleted.
    TaskOutcomeChanged,
    /// Task Outcomes was switched on or off, or assignments were saved.
    TaskOutcomeSettingsChanged,
    /// A task type was created, renamed, moved, archived, brought back or deleted.
    TaskTypeChanged,
    /// The account was created or changed.
    AccountChanged,
    /// An API token was created or revoked.
    ApiTokenChanged,
    /// A contact was created or changed.
    ContactChanged,
    /// A contact was erased.
    ContactErased,
    /// Contacts or deals were imported.
    DataImported,
    /// Data was exported as a file.
    DataExported,
    /// A deal was created or changed.
    DealChanged,
    /// A user was added or changed.
    UserChanged,
}

/// What was done, within the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActivityAction {
    /// It was created.
    Created,
    /// It was changed.
    Updated,
    /// It was archived.
    Archived,
    /// It was brought back.
    Unarchived,
    /// It was merged into another one.
    Merged,
    /// It got another place in the display order.
    Moved,
    /// A task was completed.
    Completed,
    /// A task was opened again.
    Reopened,
    /// The completion of a task was corrected.
    Corrected,
    /// It was deleted.
    Deleted,
    /// A key was revoked.
    Revoked,
    /// The feature was switched on, without assignments yet.
    SwitchedOn,
    /// The feature was switched off.
    SwitchedOff,
    /// Assignments were saved.
    AssignmentsSaved,
    /// Records were imported.
    Imported,
    /// It was exported.
    Exported,
    /// The data of a person were removed for good.
    Erased,
}

/// A value before and after, as text. Sentiments are stored as their word, moments and days as in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Name of the changed field, in snake case.
    pub field: String,
    /// Value before; `None` when there was none.
    pub before: Option<String>,
    /// Value after; `None` when there is none.
    pub after: Option<String>,
}

/// What happened to one aggregate, as its method tells it; the use case adds who and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What the entry tells.
    pub kind: ActivityKind,
    /// What was done.
    pub action: ActivityAction,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// The task's type at that moment, or the type it is about.
    pub task_type: Option<TaskTypeId>,
    /// The contact or deal it is about.
    pub subject: Option<Subject>,
    /// The outcome it is about, with label and sentiment at that moment.
    pub outcome: Option<RecordedOutcome>,
    /// Title of the task, or name of what was changed, at that moment; empty for the settings.
    pub title: String,
    /// Notes given with it.
    pub notes: Option<Notes>,
    /// The reason given with it.
    pub reason: Option<Reason>,
    /// What was changed.
    pub changes: Vec<Change>,
    /// The task on both sides of the change, for whoever follows it as it happens; no part of what the history tells.
    pub task_change: Option<Box<TaskChange>>,
}

impl Event {
    /// An event about nothing but its title; the fields tell the rest.
    pub fn new(kind: ActivityKind, action: ActivityAction, title: &str) -> Self {
        Self {
            kind,
            action,
            task: None,
            task_type: None,
            subject: None,
            outcome: None,
            title: title.to_owned(),
            notes: None,
            reason: None,
            changes: Vec::new(),
            task_change: None,
        }
    }

    /// The same, with one more changed field.
    pub fn changed(mut self, field: &str, before: Option<String>, after: Option<String>) -> Self {
        self.changes.push(Change {
            field: field.to_owned(),
            before,
            after,
        });
        self
    }

    /// The same, with one more changed field if the values differ.
    pub fn changed_if<T: PartialEq>(
        self,
        field: &str,
        before: Option<&T>,
        after: Option<&T>,
        text: impl Fn(&T) -> String,
    ) -> Self {
        if before == after {
            self
        } else {
            self.changed(field, before.map(&text), after.map(&text))
        }
    }

    /// The same, with what a list gained; nothing is no change.
    pub fn gained(self, field: &str, names: String) -> Self {
        if names.is_empty() {
            self
        } else {
            self.changed(field, None, Some(names))
        }
    }

    /// The same, with what a list lost; nothing is no change.
    pub fn lost(self, field: &str, names: String) -> Self {
        if names.is_empty() {
            self
        } else {
            self.changed(field, Some(names), None)
        }
    }

    /// The same, about this contact or deal.
    pub fn about(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }
}

/// One entry of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// Its id.
    pub id: ActivityId,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Who did it; `None` for the installation itself and for imports.
    pub actor: Option<UserId>,
    /// What happened.
    pub event: Event,
}

/// An entry as it is written down, with what it will be found by.
#[derive(Debug, Clone, PartialEq)]
pub struct NewActivity {
    /// The entry.
    pub activity: Activity,
    /// Folded words of title, notes, outcome label and of the contact's or deal's name.
    pub search_text: String,
}

impl NewActivity {
    /// The entry for an event; `subject_name` is the contact's or deal's name at that moment.
    pub fn of(
        event: Event,
        id: ActivityId,
        occurred_at: Timestamp,
        actor: Option<UserId>,
        subject_name: Option<&str>,
    ) -> Self {
        let texts = [
            Some(event.title.as_str()),
            event.notes.as_ref().map(Notes::as_str),
            event.outcome.as_ref().map(|outcome| outcome.label.as_str()),
            subject_name,
        ];
        let search_text = search::fold_all(texts.into_iter().flatten());
        Self {
            activity: Activity {
                id,
                occurred_at,
                actor,
                event,
            },
            search_text,
        }
    }
}
