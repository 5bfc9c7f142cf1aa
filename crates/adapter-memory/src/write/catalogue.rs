//! Writes task types and outcomes.

use std::collections::BTreeSet;

use application::{
    StoreError,
    ports::{Outcomes, TaskTypes},
};
use async_trait::async_trait;
use domain::{Assignments, LabelKey, OutcomeId, SettingsState, TaskId, TaskOutcome, TaskType, TaskTypeId};

use super::{add, put, remove, unique};
use crate::store::MemoryUnit;

#[async_trait]
impl TaskTypes for MemoryUnit {
    async fn task_types(&mut self) -> Result<Vec<TaskType>, StoreError> {
        Ok(self.state.task_types())
    }

    async fn task_type(&mut self, id: TaskTypeId) -> Result<Option<TaskType>, StoreError> {
        Ok(self.state.task_types.get(&id).cloned())
    }

    async fn task_type_to_open_in(&mut self, id: TaskTypeId) -> Result<Option<TaskType>, StoreError> {
        self.task_type(id).await
    }

    async fn task_type_with_key(&mut self, key: &LabelKey) -> Result<Option<TaskType>, StoreError> {
        let mut task_types = self.state.task_types.values();
        Ok(task_types.find(|other| other.name.key() == *key).cloned())
    }

    async fn add_task_type(&mut self, task_type: &TaskType) -> Result<(), StoreError> {
        let free = self.name_is_free(task_type);
        let added = free.and_then(|()| add(&mut self.state.task_types, task_type.id, task_type.clone()));
        self.noted(added)
    }

    async fn put_task_type(&mut self, task_type: &TaskType) -> Result<(), StoreError> {
        let free = self.name_is_free(task_type);
        let put = free.and_then(|()| put(&mut self.state.task_types, &task_type.id, task_type.clone()));
        self.noted(put)
    }

    async fn tasks_ever_of(&mut self, task_type: TaskTypeId) -> Result<usize, StoreError> {
        let state = &self.state;
        let tasks = state.tasks.values().chain(state.deleted_tasks.values());
        let now = tasks
            .filter(|task| task.task_type == task_type)
            .map(|task| task.id);
        let records = state.completions.values();
        let then = records.filter(|record| record.completion.task_type == task_type);
        let ever: BTreeSet<TaskId> = now.chain(then.map(|record| record.task)).collect();
        Ok(ever.len())
    }

    async fn delete_task_type(&mut self, id: TaskTypeId) -> Result<(), StoreError> {
        let is_listed = self.lists()?.contains_key(&id);
        let deleted = if is_listed || self.tasks_ever_of(id).await? > 0 {
            Err(StoreError::Conflict)
        } else {
            remove(&mut self.state.task_types, &id)
        };
        self.noted(deleted)
    }
}

#[async_trait]
impl Outcomes for MemoryUnit {
    async fn outcomes(&mut self) -> Result<Vec<TaskOutcome>, StoreError> {
        Ok(self.state.outcomes.values().cloned().collect())
    }

    async fn outcome(&mut self, id: OutcomeId) -> Result<Option<TaskOutcome>, StoreError> {
        Ok(self.state.outcomes.get(&id).cloned())
    }

    async fn outcome_with_key(&mut self, key: &LabelKey) -> Result<Option<TaskOutcome>, StoreError> {
        let mut outcomes = self.state.outcomes.values();
        Ok(outcomes.find(|other| other.label.key() == *key).cloned())
    }

    async fn add_outcome(&mut self, outcome: &TaskOutcome) -> Result<(), StoreError> {
        let free = self.label_is_free(outcome);
        let added = free.and_then(|()| add(&mut self.state.outcomes, outcome.id, outcome.clone()));
        self.noted(added)
    }

    async fn put_outcome(&mut self, outcome: &TaskOutcome) -> Result<(), StoreError> {
        let free = self.label_is_free(outcome);
        let put = free.and_then(|()| put(&mut self.state.outcomes, &outcome.id, outcome.clone()));
        self.noted(put)
    }

    async fn tasks_completed_with(&mut self, outcomes: &[OutcomeId]) -> Result<usize, StoreError> {
        let tasks: BTreeSet<TaskId> = self.completed_with(outcomes).collect();
        Ok(tasks.len())
    }

    async fn delete_outcome(&mut self, id: OutcomeId) -> Result<(), StoreError> {
        let deleted = if self.refers_to(id)? {
            Err(StoreError::Conflict)
        } else {
            remove(&mut self.state.outcomes, &id)
        };
        self.noted(deleted)
    }
}

impl MemoryUnit {
    fn completed_with(&self, outcomes: &[OutcomeId]) -> impl Iterator<Item = TaskId> {
        let records = self.state.completions.values();
        let with = records.filter(|record| {
            let outcome = record.completion.outcome.as_ref();
            outcome.is_some_and(|outcome| outcomes.contains(&outcome.id))
        });
        with.map(|record| record.task)
    }

    /// What is offered now or, out of force, remembered.
    fn lists(&self) -> Result<&Assignments, StoreError> {
        Ok(match self.state.record()?.settings.state() {
            SettingsState::Disabled { remembered } | SettingsState::SettingUp { remembered } => remembered,
            SettingsState::Enabled { assignments, .. } => assignments,
        })
    }

    /// Whether a completion, a list of either matrix or a merged outcome needs it.
    fn refers_to(&self, id: OutcomeId) -> Result<bool, StoreError> {
        let lists = self.lists()?;
        let merged = self.state.outcomes.values();
        Ok(self.completed_with(&[id]).next().is_some()
            || lists.values().any(|assigned| assigned.contains(id))
            || merged.filter(|outcome| outcome.merged_into == Some(id)).count() > 0)
    }

    fn name_is_free(&self, task_type: &TaskType) -> Result<(), StoreError> {
        let key = task_type.name.key();
        unique(self.state.task_types.values(), |other| {
            other.id != task_type.id && other.name.key() == key
        })
    }

    fn label_is_free(&self, outcome: &TaskOutcome) -> Result<(), StoreError> {
        let key = outcome.label.key();
        unique(self.state.outcomes.values(), |other| {
            other.id != outcome.id && other.label.key() == key
        })
    }
}
