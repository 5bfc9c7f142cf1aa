//! Rows of tasks and of the acts of completing them.

use application::StoreError;
use diesel::{pg::Pg, prelude::*};
use domain::{
    AccountId, Completion, CompletionId, ContactId, DealId, Due, OutcomeId, RecordedOutcome, Subject, Task,
    TaskId, TaskState, TaskTypeId, UserId, Version,
    text::{Description, Label, Notes, TaskTitle},
};
use jiff_diesel::ToDiesel;
use uuid::Uuid;

use super::{At, at, columns::in_columns};
use crate::{
    codes,
    schema::{completions, tasks},
};

/// A task as it is read.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = tasks, check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false)]
pub(crate) struct TaskRow {
    pub(crate) id: Uuid,
    title: String,
    description: Option<String>,
    pub(crate) task_type_id: Uuid,
    contact_id: Option<Uuid>,
    deal_id: Option<Uuid>,
    owner_id: Option<Uuid>,
    due_on: Option<jiff_diesel::Date>,
    due_at: Option<At>,
    overdue_from: Option<At>,
    completed_at: Option<At>,
    pub(crate) version: i32,
    created_by: Option<Uuid>,
    created_at: At,
    updated_at: At,
}

in_columns! {
    TaskRow, tasks:
    id, title, description, task_type_id, contact_id, deal_id, owner_id, due_on, due_at, overdue_from, completed_at, version,
    created_by, created_at, updated_at
}

/// The same as it is written, with whose it is and what it is found by.
#[derive(Insertable)]
#[diesel(table_name = tasks, check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false)]
pub(crate) struct FullTaskRow {
    account_id: Uuid,
    #[diesel(embed)]
    task: TaskRow,
    search_text: String,
}

in_columns! { FullTaskRow, tasks: account_id, search_text; task: TaskRow }

/// A task that was completed as it was read: what completing changes of it, and how it was read.
pub(crate) struct CompletedAsRead {
    account_id: Uuid,
    id: Uuid,
    completed_at: Option<At>,
    version: i32,
    updated_at: At,
    /// What every other change of it raises.
    pub(crate) read_version: i32,
    /// What a change of the account's time zone moves, and whether it was completed in time rests on.
    pub(crate) read_overdue_from: Option<At>,
    /// The version of the settings that its completion went by.
    pub(crate) read_settings: Option<i32>,
}

in_columns! { CompletedAsRead, tasks: account_id, id, completed_at, version, updated_at }

impl CompletedAsRead {
    /// Completing has changed neither its id nor from when it is overdue.
    pub(crate) fn of(account: AccountId, task: &Task, read: Version) -> Self {
        let completion = task.completion();
        Self {
            account_id: account.uuid(),
            id: task.id.uuid(),
            completed_at: completion.map(|completion| at(completion.completed_at)),
            version: task.version.number(),
            updated_at: at(task.updated_at),
            read_version: read.number(),
            read_overdue_from: task.overdue_from.map(at),
            read_settings: completion.map(|completion| completion.settings_version.number()),
        }
    }

    /// Its account and id.
    pub(crate) fn key(&self) -> (Uuid, Uuid) {
        (self.account_id, self.id)
    }
}

impl FullTaskRow {
    pub(crate) fn of(account: AccountId, task: &Task) -> Self {
        Self {
            account_id: account.uuid(),
            task: TaskRow::of(task),
            search_text: task.title.folded(),
        }
    }

    /// Its account and id.
    pub(crate) fn key(&self) -> (Uuid, Uuid) {
        (self.account_id, self.task.id)
    }
}

impl TaskRow {
    fn of(task: &Task) -> Self {
        let (due_on, due_at) = match task.due {
            None => (None, None),
            Some(Due::On(day)) => (Some(day.to_diesel()), None),
            Some(Due::At(moment)) => (None, Some(at(moment))),
        };
        Self {
            id: task.id.uuid(),
            title: task.title.as_str().to_owned(),
            description: task.description.as_ref().map(|text| text.as_str().to_owned()),
            task_type_id: task.task_type.uuid(),
            contact_id: task.subject.contact().map(ContactId::uuid),
            deal_id: task.subject.deal().map(DealId::uuid),
            owner_id: task.owner.map(UserId::uuid),
            due_on,
            due_at,
            overdue_from: task.overdue_from.map(at),
            completed_at: task.completion().map(|completion| at(completion.completed_at)),
            version: task.version.number(),
            created_by: task.created_by.map(UserId::uuid),
            created_at: at(task.created_at),
            updated_at: at(task.updated_at),
        }
    }

    /// Whether it says that there is a current completion.
    pub(crate) fn is_completed(&self) -> bool {
        self.completed_at.is_some()
    }

    /// The task, with its current completion.
    pub(crate) fn with(self, completion: Option<CompletionRow>) -> Result<Task, StoreError> {
        let state = match (self.completed_at, completion) {
            (None, _) => TaskState::Open,
            (Some(_), Some(completion)) => TaskState::Completed(completion.try_into()?),
            (Some(_), None) => return Err(codes::contradiction("a completed task without a completion")),
        };
        let due_on = self.due_on.map(|day| Due::On(day.to_jiff()));
        Ok(Task {
            id: TaskId::new(self.id),
            title: TaskTitle::restore(self.title),
            description: self.description.map(Description::restore),
            task_type: TaskTypeId::new(self.task_type_id),
            subject: subject(self.contact_id, self.deal_id).ok_or_else(|| codes::contradiction("subject"))?,
            owner: self.owner_id.map(UserId::new),
            due: due_on.or(self.due_at.map(|moment| Due::At(moment.to_jiff()))),
            overdue_from: self.overdue_from.map(At::to_jiff),
            state,
            version: Version::new(self.version),
            created_by: self.created_by.map(UserId::new),
            created_at: self.created_at.to_jiff(),
            updated_at: self.updated_at.to_jiff(),
        })
    }
}

/// The contact or the deal, if there is exactly one.
pub(crate) fn subject(contact: Option<Uuid>, deal: Option<Uuid>) -> Option<Subject> {
    match (contact, deal) {
        (Some(id), None) => Some(Subject::Contact(ContactId::new(id))),
        (None, Some(id)) => Some(Subject::Deal(DealId::new(id))),
        (None, None) | (Some(_), Some(_)) => None,
    }
}

/// An outcome as it was recorded: all of it or nothing.
pub(crate) fn recorded(
    id: Option<Uuid>,
    label: Option<String>,
    sentiment: Option<i16>,
) -> Result<Option<RecordedOutcome>, StoreError> {
    let (Some(id), Some(label), Some(sentiment)) = (id, label, sentiment) else {
        return Ok(None);
    };
    let (id, label) = (OutcomeId::new(id), Label::restore(label));
    Ok(Some(RecordedOutcome {
        id,
        label,
        sentiment: codes::to_sentiment(sentiment)?,
    }))
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = completions, check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false)]
pub(crate) struct CompletionRow {
    account_id: Uuid,
    id: Uuid,
    pub(crate) task_id: Uuid,
    outcome_id: Option<Uuid>,
    recorded_label: Option<String>,
    recorded_sentiment: Option<i16>,
    notes: Option<String>,
    completed_at: At,
    completed_by: Uuid,
    owner_id: Option<Uuid>,
    task_type_id: Uuid,
    contact_id: Option<Uuid>,
    deal_id: Option<Uuid>,
    in_time: Option<bool>,
    settings_version: i32,
}

in_columns! {
    CompletionRow, completions:
    account_id, id, task_id, outcome_id, recorded_label, recorded_sentiment, notes, completed_at, completed_by, owner_id,
    task_type_id, contact_id, deal_id, in_time, settings_version
}

impl CompletionRow {
    pub(crate) fn of(account: AccountId, task: &Task, completion: &Completion) -> Self {
        let outcome = completion.outcome.as_ref();
        Self {
            account_id: account.uuid(),
            id: completion.id.uuid(),
            task_id: task.id.uuid(),
            outcome_id: outcome.map(|outcome| outcome.id.uuid()),
            recorded_label: outcome.map(|outcome| outcome.label.as_str().to_owned()),
            recorded_sentiment: outcome.map(|outcome| codes::sentiment(outcome.sentiment)),
            notes: completion.notes.as_ref().map(|notes| notes.as_str().to_owned()),
            completed_at: at(completion.completed_at),
            completed_by: completion.completed_by.uuid(),
            owner_id: completion.owner.map(UserId::uuid),
            task_type_id: completion.task_type.uuid(),
            contact_id: task.subject.contact().map(ContactId::uuid),
            deal_id: task.subject.deal().map(DealId::uuid),
            in_time: completion.in_time,
            settings_version: completion.settings_version.number(),
        }
    }
}

impl TryFrom<CompletionRow> for Completion {
    type Error = StoreError;

    fn try_from(row: CompletionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: CompletionId::new(row.id),
            outcome: recorded(row.outcome_id, row.recorded_label, row.recorded_sentiment)?,
            notes: row.notes.map(Notes::restore),
            completed_at: row.completed_at.to_jiff(),
            completed_by: UserId::new(row.completed_by),
            owner: row.owner_id.map(UserId::new),
            task_type: TaskTypeId::new(row.task_type_id),
            in_time: row.in_time,
            settings_version: Version::new(row.settings_version),
        })
    }
}
