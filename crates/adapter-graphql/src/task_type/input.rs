//! Inputs of mutations of task types.

use async_graphql::{ID, InputObject, MaybeUndefined};

/// Input of `taskTypeCreate`.
#[derive(Debug, InputObject)]
pub struct TaskTypeCreateInput {
    /// Name, 1 to 80 characters, unique in the account.
    pub(super) name: String,
    /// Outcomes to offer, 1 to 20, while `ENABLED`; none otherwise.
    pub(super) outcome_ids: Option<Vec<ID>>,
    /// Retrying with the same key within 24 hours returns the first result instead of acting twice; at most 100 characters.
    pub(super) idempotency_key: Option<String>,
}

/// Input of `taskTypeUpdate`.
#[derive(Debug, InputObject)]
pub struct TaskTypeUpdateInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the task type.
    pub(super) id: ID,
    /// New name; leave out to keep.
    pub(super) name: MaybeUndefined<String>,
}

/// Input of `taskTypeArchive`.
#[derive(Debug, InputObject)]
pub struct TaskTypeArchiveInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the task type.
    pub(super) id: ID,
    /// An active task type that takes over the open tasks; needed when there are any.
    pub(super) move_open_tasks_to_id: Option<ID>,
}

/// Input of `taskTypeUnarchive`.
#[derive(Debug, InputObject)]
pub struct TaskTypeUnarchiveInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the task type.
    pub(super) id: ID,
    /// Outcomes to offer, 1 to 20, while `ENABLED`.
    pub(super) outcome_ids: Option<Vec<ID>>,
}

/// Input of `taskTypeDelete`.
#[derive(Debug, InputObject)]
pub struct TaskTypeDeleteInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the task type.
    pub(super) id: ID,
}

/// Input of `taskTypesReorder`.
#[derive(Debug, InputObject)]
pub struct TaskTypesReorderInput {
    /// Ids of all active task types in the new order.
    pub(super) ids: Vec<ID>,
    /// `TaskOutcomeSettings.version` the viewer read; a newer one makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
}
