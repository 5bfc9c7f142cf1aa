//! Writes task types and outcomes.

use application::{
    StoreError,
    ports::{Outcomes, TaskTypes},
};
use async_trait::async_trait;
use domain::{LabelKey, OutcomeId, TaskOutcome, TaskType, TaskTypeId};

use super::{add, put, unique};
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
}

impl MemoryUnit {
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
