//! A task on both sides of a change, as an entry of the history keeps it: the later side, and what of the earlier one was
//! otherwise. What stands in the entry itself is left out: texts, which an erasure finds there, and what is mostly the same.

use application::StoreError;
use domain::{
    Activity, CompletionFacets, Due, OutcomeId, RecordedOutcome, Sentiment, Subject, TaskChange, TaskFacets,
    TaskTypeId, UserId,
    text::{Label, TaskTitle},
};
use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::codes::{self, contradiction};

type Members = Map<String, Value>;

/// What stands in the entry itself.
pub(crate) struct Told {
    /// The task's title at that moment.
    pub(crate) title: String,
    /// Its title before, where that changed.
    pub(crate) title_before: Option<String>,
    /// What it relates to.
    pub(crate) subject: Option<Subject>,
    /// Its type at that moment.
    pub(crate) task_type: Option<TaskTypeId>,
    /// Who changed it.
    pub(crate) actor: Option<UserId>,
    /// The outcome that the entry is about.
    pub(crate) outcome: Option<RecordedOutcome>,
}

impl Told {
    /// As far as it is left out when writing.
    fn by(entry: &Activity) -> Self {
        Self {
            title: String::new(),
            title_before: None,
            subject: entry.event.subject,
            task_type: entry.event.task_type,
            actor: entry.actor,
            outcome: entry.event.outcome.clone(),
        }
    }
}

/// What an entry keeps of the task it is about.
pub(crate) fn to_json(entry: &Activity) -> Option<Value> {
    let change = entry.event.task_change.as_deref()?;
    let told = Told::by(entry);
    let after = change.after.as_ref().map(|task| members(task, &told));
    let mut before = change.before.as_ref().map(|task| members(task, &told));
    if let (Some(before), Some(after)) = (&mut before, &after) {
        let missing = after.keys().filter(|key| !before.contains_key(*key));
        let missing: Vec<String> = missing.cloned().collect();
        before.retain(|key, value| after.get(key) != Some(value));
        before.extend(missing.into_iter().map(|key| (key, Value::Null)));
    }
    let sides = [("before", before), ("after", after)].into_iter();
    let sides = sides.filter_map(|(name, side)| Some((name.to_owned(), Value::Object(side?))));
    Some(Value::Object(sides.collect()))
}

fn members(task: &TaskFacets, told: &Told) -> Members {
    let due = match task.due {
        Some(Due::On(day)) => Some(("due_on", day.to_string().into())),
        Some(Due::At(moment)) => Some(("due_at", micros(moment))),
        None => None,
    };
    let members = [
        Some(("type", task.task_type.uuid().to_string().into())),
        task.owner.map(|owner| ("owner", owner.uuid().to_string().into())),
        due,
        task.overdue_from.map(|from| ("overdue_from", micros(from))),
        task.completion
            .as_ref()
            .map(|completion| ("completion", Value::Object(completed(completion, told)))),
    ];
    named(members)
}

fn completed(completion: &CompletionFacets, told: &Told) -> Members {
    let outcome = (completion.outcome != told.outcome).then(|| {
        let outcome = completion.outcome.as_ref();
        ("outcome", outcome.map_or(Value::Null, recorded))
    });
    named([
        Some(("at", micros(completion.completed_at))),
        (told.actor != Some(completion.completed_by)).then(|| ("by", id(completion.completed_by.uuid()))),
        outcome,
        completion.in_time.map(|in_time| ("in_time", in_time.into())),
    ])
}

fn recorded(outcome: &RecordedOutcome) -> Value {
    Value::Object(named([
        Some(("id", id(outcome.id.uuid()))),
        Some(("label", outcome.label.as_str().into())),
        Some(("sentiment", codes::sentiment(outcome.sentiment).into())),
    ]))
}

fn named(members: impl IntoIterator<Item = Option<(&'static str, Value)>>) -> Members {
    let given = members.into_iter().flatten();
    given.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn micros(moment: Timestamp) -> Value {
    moment.as_microsecond().into()
}

/// Without hyphens: it is written with every change.
fn id(uuid: Uuid) -> Value {
    uuid.simple().to_string().into()
}

pub(crate) fn from_json(stored: Value, told: &Told) -> Result<TaskChange, StoreError> {
    read(stored, told).ok_or_else(|| contradiction("task_change"))
}

fn read(stored: Value, told: &Told) -> Option<TaskChange> {
    let Value::Object(mut sides) = stored else {
        return None;
    };
    let mut side = |name: &str| match sides.remove(name) {
        None => Some(None),
        Some(Value::Object(side)) => Some(Some(side)),
        Some(_) => None,
    };
    let (before, after) = (side("before")?, side("after")?);
    let before = match (before, after.clone()) {
        (Some(otherwise), Some(mut whole)) => {
            whole.extend(otherwise);
            whole.retain(|_, value| !value.is_null());
            Some(whole)
        }
        (before, _) => before,
    };
    let title_before = told.title_before.as_ref().unwrap_or(&told.title);
    let whole = |side: Option<Members>, title: &str| match side {
        None => Some(None),
        Some(side) => facets(&side, title, told).map(Some),
    };
    Some(TaskChange {
        before: whole(before, title_before)?,
        after: whole(after, &told.title)?,
    })
}

fn facets(side: &Members, title: &str, told: &Told) -> Option<TaskFacets> {
    let due = match (side.get("due_on"), side.get("due_at")) {
        (Some(day), _) => Some(Due::On(day.as_str()?.parse().ok()?)),
        (None, Some(at)) => Some(Due::At(moment(at)?)),
        (None, None) => None,
    };
    let completion = optional(side, "completion", |stored| completion(stored, told))?;
    Some(TaskFacets {
        title: TaskTitle::restore(title.to_owned()),
        subject: told.subject?,
        task_type: optional(side, "type", |id| uuid(id).map(TaskTypeId::new))?.or(told.task_type)?,
        owner: optional(side, "owner", |owner| uuid(owner).map(UserId::new))?,
        due,
        overdue_from: optional(side, "overdue_from", moment)?,
        completion,
    })
}

fn completion(stored: &Value, told: &Told) -> Option<CompletionFacets> {
    let members = stored.as_object()?;
    let outcome = match members.get("outcome") {
        None => told.outcome.clone(),
        Some(Value::Null) => None,
        Some(other) => Some(RecordedOutcome {
            id: OutcomeId::new(uuid(other.get("id")?)?),
            label: Label::restore(other.get("label")?.as_str()?.to_owned()),
            sentiment: sentiment(other.get("sentiment")?)?,
        }),
    };
    Some(CompletionFacets {
        completed_at: moment(members.get("at")?)?,
        completed_by: optional(members, "by", |by| uuid(by).map(UserId::new))?.or(told.actor)?,
        outcome,
        in_time: optional(members, "in_time", Value::as_bool)?,
    })
}

/// What may be missing, and is right where it is not.
#[expect(
    clippy::option_option,
    reason = "what is missing is right, what is there and cannot be read is not"
)]
fn optional<T>(members: &Members, name: &str, read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
    members
        .get(name)
        .map_or(Some(None), |value| read(value).map(Some))
}

fn uuid(value: &Value) -> Option<Uuid> {
    value.as_str()?.parse().ok()
}

fn moment(value: &Value) -> Option<Timestamp> {
    Timestamp::from_microsecond(value.as_i64()?).ok()
}

fn sentiment(value: &Value) -> Option<Sentiment> {
    let code = i16::try_from(value.as_i64()?).ok()?;
    codes::to_sentiment(code).ok()
}
