//! Opaque global ids: a letter for the kind and a UUID. An id that names nothing here never is an error of its own.

use async_graphql::ID;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    AccountId, ActivityId, ApiTokenId, ContactId, DealId, ObjectId, OutcomeId, Subject, TaskId, TaskTypeId,
    UserId,
};
use uuid::Uuid;

use crate::{
    errors::ApiError,
    text::words::{Key, Sentence},
};

/// The global id of an object.
pub fn encode(object: ObjectId) -> ID {
    let (kind, uuid) = parts(object);
    let mut bytes = vec![kind];
    bytes.extend_from_slice(uuid.as_bytes());
    ID(URL_SAFE_NO_PAD.encode(bytes))
}

/// The object that a global id names; `None` for what no server ever gave out.
pub fn decode(id: &ID) -> Option<ObjectId> {
    let bytes = URL_SAFE_NO_PAD.decode(id.as_bytes()).ok()?;
    let (kind, uuid) = bytes.split_first()?;
    let uuid = Uuid::from_slice(uuid).ok()?;
    Some(match kind {
        b'a' => ObjectId::Account(AccountId::new(uuid)),
        b'h' => ObjectId::Activity(ActivityId::new(uuid)),
        b'k' => ObjectId::ApiToken(ApiTokenId::new(uuid)),
        b'c' => ObjectId::Contact(ContactId::new(uuid)),
        b'd' => ObjectId::Deal(DealId::new(uuid)),
        b'o' => ObjectId::Outcome(OutcomeId::new(uuid)),
        b's' => ObjectId::Settings(AccountId::new(uuid)),
        b't' => ObjectId::Task(TaskId::new(uuid)),
        b'y' => ObjectId::TaskType(TaskTypeId::new(uuid)),
        b'u' => ObjectId::User(UserId::new(uuid)),
        _ => return None,
    })
}

const fn parts(object: ObjectId) -> (u8, Uuid) {
    match object {
        ObjectId::Account(id) => (b'a', id.uuid()),
        ObjectId::Activity(id) => (b'h', id.uuid()),
        ObjectId::ApiToken(id) => (b'k', id.uuid()),
        ObjectId::Contact(id) => (b'c', id.uuid()),
        ObjectId::Deal(id) => (b'd', id.uuid()),
        ObjectId::Outcome(id) => (b'o', id.uuid()),
        ObjectId::Settings(id) => (b's', id.uuid()),
        ObjectId::Task(id) => (b't', id.uuid()),
        ObjectId::TaskType(id) => (b'y', id.uuid()),
        ObjectId::User(id) => (b'u', id.uuid()),
    }
}

/// A typed id that may stand in an input.
pub(crate) trait TypedId: Copy + Into<ObjectId> {
    /// The id, if the object is of this kind.
    fn of(object: ObjectId) -> Option<Self>;
    /// An id of this kind; whether it exists is another question.
    fn new(uuid: Uuid) -> Self;
}

macro_rules! typed_ids {
    ($($id:ident => $variant:ident),* $(,)?) => {$(
        impl TypedId for $id {
            fn of(object: ObjectId) -> Option<Self> {
                if let ObjectId::$variant(id) = object { Some(id) } else { None }
            }

            fn new(uuid: Uuid) -> Self {
                Self::new(uuid)
            }
        }
    )*};
}

typed_ids! {
    ActivityId => Activity, ApiTokenId => ApiToken, ContactId => Contact, DealId => Deal, OutcomeId => Outcome,
    TaskId => Task, TaskTypeId => TaskType, UserId => User,
}

/// The ids of a filter: those of other kinds, and what is no id, match nothing.
pub(crate) fn filter_ids<T>(
    argument: &'static str,
    ids: Option<Vec<ID>>,
    of: impl Fn(ObjectId) -> Option<T>,
) -> Result<Option<Vec<T>>, ApiError> {
    let Some(ids) = ids else { return Ok(None) };
    check_count(argument, ids.len())?;
    Ok(Some(ids.iter().filter_map(decode).filter_map(of).collect()))
}

/// The values of a closed set in a filter.
pub(crate) fn filter_values<T, U: From<T>>(
    argument: &'static str,
    values: Option<Vec<T>>,
) -> Result<Option<Vec<U>>, ApiError> {
    let Some(values) = values else { return Ok(None) };
    check_count(argument, values.len())?;
    Ok(Some(values.into_iter().map(Into::into).collect()))
}

/// The contacts and deals of a filter.
pub(crate) fn subject(object: ObjectId) -> Option<Subject> {
    match object {
        ObjectId::Contact(id) => Some(Subject::Contact(id)),
        ObjectId::Deal(id) => Some(Subject::Deal(id)),
        ObjectId::Account(_)
        | ObjectId::Activity(_)
        | ObjectId::ApiToken(_)
        | ObjectId::Outcome(_)
        | ObjectId::Settings(_)
        | ObjectId::Task(_)
        | ObjectId::TaskType(_)
        | ObjectId::User(_) => None,
    }
}

/// Lists of questions hold at most 100 entries.
pub(crate) fn check_count(argument: &'static str, count: usize) -> Result<(), ApiError> {
    if count > MAXIMUM {
        let sentence = Sentence::new(Key("argument-too-many-entries"))
            .with("argument", argument)
            .with("maximum", MAXIMUM);
        return Err(ApiError::BadUserInput(sentence));
    }
    Ok(())
}

/// How many ids a list of a question or an input may hold.
pub(crate) const MAXIMUM: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_the_object_it_was_made_for_and_nothing_else() {
        let task = TaskId::new(Uuid::from_u128(7));
        let id = encode(task.into());
        assert_eq!(decode(&id), Some(ObjectId::Task(task)));
        assert_eq!(UserId::of(ObjectId::Task(task)), None);
        for raw in ["", "7", "dDc", "not an id", "AAAA"] {
            assert_eq!(decode(&ID(raw.to_owned())), None, "{raw}");
        }
    }
}
