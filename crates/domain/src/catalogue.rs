//! All task types and outcomes of an account, as the rules over them need them together.

use std::collections::BTreeMap;

use crate::{
    ids::{OutcomeId, TaskTypeId},
    key::LabelKey,
    outcome::TaskOutcome,
    task_type::TaskType,
};

/// The task types and outcomes of an account, archived ones included.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    task_types: BTreeMap<TaskTypeId, TaskType>,
    outcomes: BTreeMap<OutcomeId, TaskOutcome>,
}

impl Catalogue {
    /// Gathers what was loaded in one unit.
    pub fn new(
        task_types: impl IntoIterator<Item = TaskType>,
        outcomes: impl IntoIterator<Item = TaskOutcome>,
    ) -> Self {
        Self {
            task_types: task_types
                .into_iter()
                .map(|task_type| (task_type.id, task_type))
                .collect(),
            outcomes: outcomes
                .into_iter()
                .map(|outcome| (outcome.id, outcome))
                .collect(),
        }
    }

    /// A task type, archived or not.
    pub fn task_type(&self, id: TaskTypeId) -> Option<&TaskType> {
        self.task_types.get(&id)
    }

    /// An outcome, archived or not.
    pub fn outcome(&self, id: OutcomeId) -> Option<&TaskOutcome> {
        self.outcomes.get(&id)
    }

    /// The outcome that one counts for today: itself, or the one it was merged into.
    pub fn counts_as(&self, id: OutcomeId) -> Option<&TaskOutcome> {
        let outcome = self.outcome(id)?;
        outcome
            .merged_into
            .map_or(Some(outcome), |into| self.outcome(into))
    }

    /// The outcome that people mean by this key, archived or not: where it was merged, the one that stays.
    pub fn in_use_for(&self, key: &LabelKey) -> Option<&TaskOutcome> {
        let mut all = self.outcomes.values();
        let named = all.find(|outcome| outcome.label.key() == *key)?;
        named.merged_into.map_or(Some(named), |into| self.outcome(into))
    }

    /// The same, with these outcomes added or in the place of those with their ids.
    pub fn with_outcomes(mut self, outcomes: impl IntoIterator<Item = TaskOutcome>) -> Self {
        let outcomes = outcomes.into_iter().map(|outcome| (outcome.id, outcome));
        self.outcomes.extend(outcomes);
        self
    }

    /// The outcomes that were merged into this one, by id.
    pub fn merged_into(&self, id: OutcomeId) -> Vec<&TaskOutcome> {
        let all = self.outcomes.values();
        all.filter(|outcome| outcome.merged_into == Some(id)).collect()
    }

    /// The task types that are not archived, in display order.
    pub fn active_task_types(&self) -> Vec<&TaskType> {
        let mut active: Vec<_> = self
            .task_types
            .values()
            .filter(|task_type| task_type.is_active())
            .collect();
        active.sort_by_key(|task_type| (task_type.position, task_type.id));
        active
    }

    /// How many task types there are, archived ones included.
    pub fn task_type_count(&self) -> usize {
        self.task_types.len()
    }

    /// How many outcomes there are, archived ones included.
    pub fn outcome_count(&self) -> usize {
        self.outcomes.len()
    }

    /// How many outcomes are not archived.
    pub fn active_outcome_count(&self) -> usize {
        self.outcomes
            .values()
            .filter(|outcome| outcome.is_active())
            .count()
    }

    /// The place after the last task type.
    pub fn next_position(&self) -> i32 {
        self.task_types
            .values()
            .map(|task_type| task_type.position)
            .max()
            .map_or(0, |last| last.saturating_add(1))
    }

    /// The name of a task type; empty if there is none.
    pub(crate) fn type_name(&self, id: TaskTypeId) -> &str {
        self.task_type(id).map_or("", |task_type| task_type.name.as_str())
    }

    /// The names of the active ones among these task types, in display order.
    pub fn type_names(&self, ids: &[TaskTypeId]) -> String {
        let named = self
            .active_task_types()
            .into_iter()
            .filter(|task_type| ids.contains(&task_type.id));
        named
            .map(|task_type| task_type.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The labels of outcomes, in their order.
    pub fn labels(&self, ids: &[OutcomeId]) -> String {
        let labels = ids
            .iter()
            .filter_map(|id| self.outcome(*id))
            .map(|outcome| outcome.label.as_str());
        labels.collect::<Vec<_>>().join(", ")
    }
}
