//! How closed sets of the domain are stored. Only additions are possible: rows keep their codes.

use application::StoreError;
use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, Output, ToSql},
    sql_types::Text,
};
use domain::{ActivityAction, ActivityKind, DealStatus, Role, Sentiment};

/// A row says what the domain cannot mean.
pub(crate) fn contradiction(what: &'static str) -> StoreError {
    StoreError::broken(format!("a row contradicts itself: {what}"))
}

pub(crate) const fn sentiment(value: Sentiment) -> i16 {
    match value {
        Sentiment::Negative => -1,
        Sentiment::Neutral => 0,
        Sentiment::Positive => 1,
    }
}

pub(crate) fn to_sentiment(code: i16) -> Result<Sentiment, StoreError> {
    Sentiment::ALL
        .into_iter()
        .find(|value| sentiment(*value) == code)
        .ok_or_else(|| contradiction("sentiment"))
}

pub(crate) const fn role(value: Role) -> i16 {
    match value {
        Role::Member => 0,
        Role::Admin => 1,
    }
}

pub(crate) fn to_role(code: i16) -> Result<Role, StoreError> {
    [Role::Member, Role::Admin]
        .into_iter()
        .find(|value| role(*value) == code)
        .ok_or_else(|| contradiction("role"))
}

pub(crate) const fn deal_status(value: DealStatus) -> i16 {
    match value {
        DealStatus::Open => 0,
        DealStatus::Won => 1,
        DealStatus::Lost => 2,
    }
}

pub(crate) fn to_deal_status(code: i16) -> Result<DealStatus, StoreError> {
    let all = [DealStatus::Open, DealStatus::Won, DealStatus::Lost];
    all.into_iter()
        .find(|value| deal_status(*value) == code)
        .ok_or_else(|| contradiction("deal status"))
}

pub(crate) const fn activity_kind(value: ActivityKind) -> &'static str {
    match value {
        ActivityKind::TaskCompleted => "TASK_COMPLETED",
        ActivityKind::TaskCompletionCorrected => "TASK_COMPLETION_CORRECTED",
        ActivityKind::TaskCreated => "TASK_CREATED",
        ActivityKind::TaskDeleted => "TASK_DELETED",
        ActivityKind::TaskReopened => "TASK_REOPENED",
        ActivityKind::TaskUpdated => "TASK_UPDATED",
        ActivityKind::TaskOutcomeChanged => "TASK_OUTCOME_CHANGED",
        ActivityKind::TaskOutcomeSettingsChanged => "TASK_OUTCOME_SETTINGS_CHANGED",
        ActivityKind::TaskTypeChanged => "TASK_TYPE_CHANGED",
        ActivityKind::AccountChanged => "ACCOUNT_CHANGED",
        ActivityKind::ApiTokenChanged => "API_TOKEN_CHANGED",
        ActivityKind::ContactChanged => "CONTACT_CHANGED",
        ActivityKind::ContactErased => "CONTACT_ERASED",
        ActivityKind::DataImported => "DATA_IMPORTED",
        ActivityKind::DataExported => "DATA_EXPORTED",
        ActivityKind::DealChanged => "DEAL_CHANGED",
        ActivityKind::UserChanged => "USER_CHANGED",
    }
}

const ACTIVITY_KINDS: [ActivityKind; 17] = [
    ActivityKind::TaskCompleted,
    ActivityKind::TaskCompletionCorrected,
    ActivityKind::TaskCreated,
    ActivityKind::TaskDeleted,
    ActivityKind::TaskReopened,
    ActivityKind::TaskUpdated,
    ActivityKind::TaskOutcomeChanged,
    ActivityKind::TaskOutcomeSettingsChanged,
    ActivityKind::TaskTypeChanged,
    ActivityKind::AccountChanged,
    ActivityKind::ApiTokenChanged,
    ActivityKind::ContactChanged,
    ActivityKind::ContactErased,
    ActivityKind::DataImported,
    ActivityKind::DataExported,
    ActivityKind::DealChanged,
    ActivityKind::UserChanged,
];

pub(crate) fn to_activity_kind(code: &str) -> Result<ActivityKind, StoreError> {
    ACTIVITY_KINDS
        .into_iter()
        .find(|value| activity_kind(*value) == code)
        .ok_or_else(|| contradiction("kind"))
}

pub(crate) const fn activity_action(value: ActivityAction) -> &'static str {
    match value {
        ActivityAction::Created => "created",
        ActivityAction::Updated => "updated",
        ActivityAction::Archived => "archived",
        ActivityAction::Unarchived => "unarchived",
        ActivityAction::Merged => "merged",
        ActivityAction::Moved => "moved",
        ActivityAction::Completed => "completed",
        ActivityAction::Reopened => "reopened",
        ActivityAction::Corrected => "corrected",
        ActivityAction::Deleted => "deleted",
        ActivityAction::Revoked => "revoked",
        ActivityAction::SwitchedOn => "switched_on",
        ActivityAction::SwitchedOff => "switched_off",
        ActivityAction::AssignmentsSaved => "assignments_saved",
        ActivityAction::Imported => "imported",
        ActivityAction::Exported => "exported",
        ActivityAction::Erased => "erased",
    }
}

const ACTIVITY_ACTIONS: [ActivityAction; 17] = [
    ActivityAction::Created,
    ActivityAction::Updated,
    ActivityAction::Archived,
    ActivityAction::Unarchived,
    ActivityAction::Merged,
    ActivityAction::Moved,
    ActivityAction::Completed,
    ActivityAction::Reopened,
    ActivityAction::Corrected,
    ActivityAction::Deleted,
    ActivityAction::Revoked,
    ActivityAction::SwitchedOn,
    ActivityAction::SwitchedOff,
    ActivityAction::AssignmentsSaved,
    ActivityAction::Imported,
    ActivityAction::Exported,
    ActivityAction::Erased,
];

pub(crate) fn to_activity_action(code: &str) -> Result<ActivityAction, StoreError> {
    ACTIVITY_ACTIONS
        .into_iter()
        .find(|value| activity_action(*value) == code)
        .ok_or_else(|| contradiction("action"))
}

/// Makes a column that holds codes: read and written as the value, without a text between.
macro_rules! coded {
    ($($name:ident($value:ty): $to_code:ident, $of_code:ident;)+) => {$(
        #[doc = concat!("A column of [`", stringify!($value), "`].")]
        #[derive(Debug, Clone, Copy, FromSqlRow, AsExpression)]
        #[diesel(sql_type = Text)]
        pub(crate) struct $name(pub(crate) $value);

        impl FromSql<Text, Pg> for $name {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                Ok(Self($of_code(str::from_utf8(value.as_bytes())?)?))
            }
        }

        impl ToSql<Text, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<Text, Pg>::to_sql($to_code(self.0), out)
            }
        }
    )+};
}

coded! {
    Kind(ActivityKind): activity_kind, to_activity_kind;
    Action(ActivityAction): activity_action, to_activity_action;
}
