//! Rows of the history.

use application::{StoreError, ports::FeedEntry};
use diesel::{pg::Pg, prelude::*};
use domain::{
    AccountId, Activity, ActivityId, Change, ContactId, DealId, Event, NewActivity, Subject, TaskId,
    TaskTypeId, UserId,
    text::{Notes, Reason},
};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::{
    At, at,
    changes::Changes,
    columns::in_columns,
    task_change::{self, Told},
    tasks::{recorded, subject},
};
use crate::{
    codes::{self, Action, Kind},
    schema::activity,
};

/// An entry as it is read: whose it is is known, and what it is found by no answer shows.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = activity, check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false)]
pub(crate) struct ActivityRow {
    id: Uuid,
    occurred_at: At,
    kind: Kind,
    action: Action,
    actor_id: Option<Uuid>,
    task_id: Option<Uuid>,
    task_type_id: Option<Uuid>,
    contact_id: Option<Uuid>,
    deal_id: Option<Uuid>,
    outcome_id: Option<Uuid>,
    recorded_label: Option<String>,
    recorded_sentiment: Option<i16>,
    title: String,
    notes: Option<String>,
    reason: Option<String>,
    changes: Changes,
}

in_columns! {
    ActivityRow, activity:
    id, occurred_at, kind, action, actor_id, task_id, task_type_id, contact_id, deal_id, outcome_id, recorded_label,
    recorded_sentiment, title, notes, reason, changes
}

/// An entry that is new, with what it is found by, and what followers are told beside.
#[derive(Insertable)]
#[diesel(table_name = activity, check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false)]
pub(crate) struct NewActivityRow {
    account_id: Uuid,
    #[diesel(embed)]
    entry: ActivityRow,
    search_text: String,
    task_change: Option<Value>,
}

in_columns! { NewActivityRow, activity: account_id, search_text, task_change; entry: ActivityRow }

impl NewActivityRow {
    pub(crate) fn of(account: AccountId, new: &NewActivity) -> Self {
        Self {
            account_id: account.uuid(),
            entry: ActivityRow::of(&new.activity),
            search_text: new.search_text.clone(),
            task_change: task_change::to_json(&new.activity),
        }
    }
}

/// An entry as followers are told of it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = activity, check_for_backend(Pg))]
pub(crate) struct FeedRow {
    pub(crate) id: Uuid,
    occurred_at: At,
    kind: Kind,
    action: Action,
    actor_id: Option<Uuid>,
    task_id: Option<Uuid>,
    task_type_id: Option<Uuid>,
    contact_id: Option<Uuid>,
    deal_id: Option<Uuid>,
    outcome_id: Option<Uuid>,
    recorded_label: Option<String>,
    recorded_sentiment: Option<i16>,
    title: String,
    changes: Changes,
    pub(crate) written_by: Option<i64>,
    task_change: Option<Value>,
}

impl FeedRow {
    /// The order in which entries happened.
    pub(crate) fn happened(&self) -> (Timestamp, Uuid) {
        (self.occurred_at.to_jiff(), self.id)
    }
}

impl TryFrom<FeedRow> for FeedEntry {
    type Error = StoreError;

    fn try_from(row: FeedRow) -> Result<Self, StoreError> {
        let title = |change: Change| change.before.filter(|_| change.field == "title");
        let outcome = recorded(row.outcome_id, row.recorded_label, row.recorded_sentiment)?;
        let task_change = match row.task_change {
            None => None,
            Some(stored) => {
                let told = Told {
                    title_before: row.changes.0.into_iter().find_map(title),
                    title: row.title,
                    subject: subject(row.contact_id, row.deal_id),
                    task_type: row.task_type_id.map(TaskTypeId::new),
                    actor: row.actor_id.map(UserId::new),
                    outcome: outcome.clone(),
                };
                Some(task_change::from_json(stored, &told)?)
            }
        };
        Ok(Self {
            id: ActivityId::new(row.id),
            kind: row.kind.0,
            action: row.action.0,
            task: row.task_id.map(TaskId::new),
            outcome,
            task_change,
        })
    }
}

impl ActivityRow {
    fn of(activity: &Activity) -> Self {
        let event = &activity.event;
        let outcome = event.outcome.as_ref();
        Self {
            id: activity.id.uuid(),
            occurred_at: at(activity.occurred_at),
            kind: Kind(event.kind),
            action: Action(event.action),
            actor_id: activity.actor.map(UserId::uuid),
            task_id: event.task.map(TaskId::uuid),
            task_type_id: event.task_type.map(TaskTypeId::uuid),
            contact_id: event.subject.and_then(Subject::contact).map(ContactId::uuid),
            deal_id: event.subject.and_then(Subject::deal).map(DealId::uuid),
            outcome_id: outcome.map(|outcome| outcome.id.uuid()),
            recorded_label: outcome.map(|outcome| outcome.label.as_str().to_owned()),
            recorded_sentiment: outcome.map(|outcome| codes::sentiment(outcome.sentiment)),
            title: event.title.clone(),
            notes: event.notes.as_ref().map(|notes| notes.as_str().to_owned()),
            reason: event.reason.as_ref().map(|reason| reason.as_str().to_owned()),
            changes: Changes(event.changes.clone()),
        }
    }
}

impl TryFrom<ActivityRow> for Activity {
    type Error = StoreError;

    fn try_from(row: ActivityRow) -> Result<Self, StoreError> {
        let event = Event {
            kind: row.kind.0,
            action: row.action.0,
            task: row.task_id.map(TaskId::new),
            task_type: row.task_type_id.map(TaskTypeId::new),
            subject: subject(row.contact_id, row.deal_id),
            outcome: recorded(row.outcome_id, row.recorded_label, row.recorded_sentiment)?,
            title: row.title,
            notes: row.notes.map(Notes::restore),
            reason: row.reason.map(Reason::restore),
            changes: row.changes.0,
            task_change: None,
        };
        Ok(Self {
            id: ActivityId::new(row.id),
            occurred_at: row.occurred_at.to_jiff(),
            actor: row.actor_id.map(UserId::new),
            event,
        })
    }
}
