//! Rows of task types and outcomes.

use application::StoreError;
use diesel::{pg::Pg, prelude::*};
use domain::{
    AccountId, OutcomeId, TaskOutcome, TaskType, TaskTypeId, Version,
    text::{Label, OutcomeDescription, TypeName},
};
use uuid::Uuid;

use super::{At, at};
use crate::{
    codes,
    schema::{outcomes, task_types},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = task_types, primary_key(account_id, id), check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct TaskTypeRow {
    account_id: Uuid,
    id: Uuid,
    name: String,
    name_key: String,
    position: i32,
    archived_at: Option<At>,
    version: i32,
    created_at: At,
    updated_at: At,
}

impl TaskTypeRow {
    pub(crate) fn of(account: AccountId, task_type: &TaskType) -> Self {
        Self {
            account_id: account.uuid(),
            id: task_type.id.uuid(),
            name: task_type.name.as_str().to_owned(),
            name_key: task_type.name.key().as_str().to_owned(),
            position: task_type.position,
            archived_at: task_type.archived_at.map(at),
            version: task_type.version.number(),
            created_at: at(task_type.created_at),
            updated_at: at(task_type.updated_at),
        }
    }
}

impl From<TaskTypeRow> for TaskType {
    fn from(row: TaskTypeRow) -> Self {
        Self {
            id: TaskTypeId::new(row.id),
            name: TypeName::restore(row.name),
            position: row.position,
            archived_at: row.archived_at.map(At::to_jiff),
            version: Version::new(row.version),
            created_at: row.created_at.to_jiff(),
            updated_at: row.updated_at.to_jiff(),
        }
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = outcomes, primary_key(account_id, id), check_for_backend(Pg))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct OutcomeRow {
    account_id: Uuid,
    id: Uuid,
    label: String,
    label_key: String,
    sort_key: String,
    description: Option<String>,
    sentiment: i16,
    merged_into_id: Option<Uuid>,
    archived_at: Option<At>,
    version: i32,
    created_at: At,
    updated_at: At,
}

impl OutcomeRow {
    pub(crate) fn of(account: AccountId, outcome: &TaskOutcome) -> Self {
        Self {
            account_id: account.uuid(),
            id: outcome.id.uuid(),
            label: outcome.label.as_str().to_owned(),
            label_key: outcome.label.key().as_str().to_owned(),
            sort_key: outcome.label.folded(),
            description: outcome.description.as_ref().map(|text| text.as_str().to_owned()),
            sentiment: codes::sentiment(outcome.sentiment),
            merged_into_id: outcome.merged_into.map(OutcomeId::uuid),
            archived_at: outcome.archived_at.map(at),
            version: outcome.version.number(),
            created_at: at(outcome.created_at),
            updated_at: at(outcome.updated_at),
        }
    }
}

impl TryFrom<OutcomeRow> for TaskOutcome {
    type Error = StoreError;

    fn try_from(row: OutcomeRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: OutcomeId::new(row.id),
            label: Label::restore(row.label),
            description: row.description.map(OutcomeDescription::restore),
            sentiment: codes::to_sentiment(row.sentiment)?,
            merged_into: row.merged_into_id.map(OutcomeId::new),
            archived_at: row.archived_at.map(At::to_jiff),
            version: Version::new(row.version),
            created_at: row.created_at.to_jiff(),
            updated_at: row.updated_at.to_jiff(),
        })
    }
}
