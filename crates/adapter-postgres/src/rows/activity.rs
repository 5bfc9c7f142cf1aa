//! Rows of the history.

use application::StoreError;
use diesel::{pg::Pg, prelude::*};
use domain::{
    AccountId, Activity, ActivityId, Change, ContactId, DealId, Event, Subject, TaskId, TaskTypeId, UserId,
    text::{Notes, Reason},
};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    At, at,
    tasks::{recorded, subject},
};
use crate::{codes, schema::activity};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = activity, check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false)]
pub(crate) struct ActivityRow {
    account_id: Uuid,
    id: Uuid,
    occurred_at: At,
    kind: String,
    action: String,
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
    changes: Value,
    search_text: String,
}

impl ActivityRow {
    pub(crate) fn of(account: AccountId, activity: &Activity) -> Self {
        let event = &activity.event;
        let outcome = event.outcome.as_ref();
        Self {
            account_id: account.uuid(),
            id: activity.id.uuid(),
            occurred_at: at(activity.occurred_at),
            kind: codes::activity_kind(event.kind).to_owned(),
            action: codes::activity_action(event.action).to_owned(),
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
            changes: event.changes.iter().map(to_json).collect(),
            search_text: activity.search_text.clone(),
        }
    }
}

impl TryFrom<ActivityRow> for Activity {
    type Error = StoreError;

    fn try_from(row: ActivityRow) -> Result<Self, StoreError> {
        let event = Event {
            kind: codes::to_activity_kind(&row.kind)?,
            action: codes::to_activity_action(&row.action)?,
            task: row.task_id.map(TaskId::new),
            task_type: row.task_type_id.map(TaskTypeId::new),
            subject: subject(row.contact_id, row.deal_id),
            outcome: recorded(row.outcome_id, row.recorded_label, row.recorded_sentiment)?,
            title: row.title,
            notes: row.notes.map(Notes::restore),
            reason: row.reason.map(Reason::restore),
            changes: changes(row.changes)?,
        };
        Ok(Self {
            id: ActivityId::new(row.id),
            occurred_at: row.occurred_at.to_jiff(),
            actor: row.actor_id.map(UserId::new),
            event,
            search_text: row.search_text,
        })
    }
}

fn to_json(change: &Change) -> Value {
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::String);
    let members = [
        ("field".to_owned(), Value::String(change.field.clone())),
        ("before".to_owned(), text(&change.before)),
        ("after".to_owned(), text(&change.after)),
    ];
    Value::Object(members.into_iter().collect())
}

fn changes(stored: Value) -> Result<Vec<Change>, StoreError> {
    let Value::Array(entries) = stored else {
        return Err(codes::contradiction("changes"));
    };
    entries
        .into_iter()
        .map(|entry| change(entry).ok_or_else(|| codes::contradiction("changes")))
        .collect()
}

fn change(entry: Value) -> Option<Change> {
    let Value::Object(mut members) = entry else {
        return None;
    };
    let text = |members: &mut Map<String, Value>, name: &str| match members.remove(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let field = text(&mut members, "field")?;
    Some(Change {
        field,
        before: text(&mut members, "before"),
        after: text(&mut members, "after"),
    })
}
