//! Inputs of switching on and off and of saving assignments.

use async_graphql::{ID, InputObject};
use domain::settings::RequestedAssignment;

use crate::context::RequestScope;

/// The complete list of outcomes one task type shall offer.
#[derive(Debug, InputObject)]
pub struct TaskTypeOutcomesInput {
    /// Ids of the outcomes in display order, 1 to 20, without repeats.
    outcome_ids: Vec<ID>,
    /// Id of the task type.
    task_type_id: ID,
}

/// Input of `taskOutcomesEnable`.
#[derive(Debug, InputObject)]
pub struct TaskOutcomesEnableInput {
    /// Complete assignments of all active task types, to put outcomes to work in the same step; may be saved later.
    pub(super) task_type_assignments: Option<Vec<TaskTypeOutcomesInput>>,
    /// Create the suggested outcomes, in the language of the request, assign them to all active task types and put them to work in the same step. Not together with `taskTypeAssignments`.
    #[graphql(default)]
    pub(super) use_starter_set: bool,
    /// `TaskOutcomeSettings.version` the viewer read; a newer one makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
}

/// Input of `taskOutcomesDisable`.
#[derive(Debug, InputObject)]
pub struct TaskOutcomesDisableInput {
    /// Token from `TaskOutcomeSettings.disableImpact`. Without a valid one nothing changes and the error carries the impact and a fresh token.
    pub(super) confirmation_token: Option<String>,
}

/// Input of `taskTypeOutcomesSave`.
#[derive(Debug, InputObject)]
pub struct TaskTypeOutcomesSaveInput {
    /// The complete list of outcomes per named task type, 1 to 100 task types. Task types not named keep theirs; afterwards every active one must have 1 to 20.
    pub(super) assignments: Vec<TaskTypeOutcomesInput>,
    /// `TaskOutcomeSettings.version` the viewer read; a newer one makes the mutation fail with `STALE`.
    pub(super) expected_version: Option<i32>,
    /// Retrying with the same key within 24 hours returns the first result instead of acting twice; at most 100 characters.
    pub(super) idempotency_key: Option<String>,
}

impl TaskTypeOutcomesInput {
    pub(super) fn parse(&self, scope: &RequestScope) -> RequestedAssignment {
        RequestedAssignment {
            task_type: scope.typed(&self.task_type_id),
            outcomes: self.outcome_ids.iter().map(|id| scope.typed(id)).collect(),
        }
    }
}
