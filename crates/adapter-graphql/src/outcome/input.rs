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
}

/// Input of `taskOutcomeArchive`.
#[derive(Debug, InputObject)]
pub struct TaskOutcomeArchiveInput {
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
