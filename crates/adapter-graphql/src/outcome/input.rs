//! Inputs of mutations of outcomes.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::types::TaskOutcomeSentiment;

/// Input of `taskOutcomeCreate`.
#[derive(Debug, InputObject)]
pub struct TaskOutcomeCreateInput {
    /// What the team reads when it completes a task, 1 to 80 characters, unique in the account.
    pub(super) label: String,
    /// How reports judge the outcome.
    #[graphql(default_with = "TaskOutcomeSentiment::Neutral")]
    pub(super) sentiment: TaskOutcomeSentiment,
    /// Task types that shall offer the outcome at once, while `ENABLED`; at most 100.
    pub(super) task_type_ids: Option<Vec<ID>>,
    /// When to choose it, at most 500 characters.
    pub(super) description: Option<String>,
    /// Retrying with the same key within 24 hours returns the first result instead of acting twice; at most 100 characters.
    pub(super) idempotency_key: Option<String>,
}

/// Input of `taskOutcomeUpdate`.
#[derive(Debug, InputObject)]
pub struct TaskOutcomeUpdateInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the outcome.
    pub(super) id: ID,
    /// New label; leave out to keep.
    pub(super) label: MaybeUndefined<String>,
    /// New sentiment; leave out to keep.
    pub(super) sentiment: MaybeUndefined<TaskOutcomeSentiment>,
    /// New description, null to clear; leave out to keep.
    pub(super) description: MaybeUndefined<String>,
}

/// Input of `taskOutcomeArchive`.
#[derive(Debug, InputObject)]
pub struct TaskOutcomeArchiveInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the outcome.
    pub(super) id: ID,
    /// An outcome that takes its place in every task type that offers it.
    pub(super) replace_with_id: Option<ID>,
}

/// Input of `taskOutcomeMerge`.
#[derive(Debug, InputObject)]
pub struct TaskOutcomeMergeInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the outcome to give up. It is archived; its completed tasks count for the other one from now on, the history stays as recorded.
    pub(super) id: ID,
    /// Id of the outcome that stays: active, not merged itself. It takes the other's place in the task types that do not offer it yet.
    pub(super) into_id: ID,
}

/// Input of `taskOutcomeDelete`.
#[derive(Debug, InputObject)]
pub struct TaskOutcomeDeleteInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the outcome.
    pub(super) id: ID,
}

/// Input of `taskOutcomeUnarchive`.
#[derive(Debug, InputObject)]
pub struct TaskOutcomeUnarchiveInput {
    /// Version the viewer read; when given, a newer version makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Id of the outcome.
    pub(super) id: ID,
}
