//! Writes the switch and the matrix, and tells what completing asks for.

use std::collections::{BTreeMap, BTreeSet};

use application::{StoreError, ports::Settings};
use async_trait::async_trait;
use domain::{CompletionChoice, CompletionRule, TaskSettings, TaskTypeId};

use crate::{state::broken, store::MemoryUnit};

#[async_trait]
impl Settings for MemoryUnit {
    async fn settings(&mut self) -> Result<TaskSettings, StoreError> {
        let settings = self.state.record().map(|record| record.settings.clone());
        self.noted(settings)
    }

    async fn put_settings(&mut self, settings: &TaskSettings) -> Result<(), StoreError> {
        let Some(record) = &mut self.state.account else {
            return self.noted(Err(broken("an account is missing")));
        };
        record.settings = settings.clone();
        Ok(())
    }

    async fn completion_rules(
        &mut self,
        task_types: &BTreeSet<TaskTypeId>,
    ) -> Result<BTreeMap<TaskTypeId, CompletionRule>, StoreError> {
        let settings = self.settings().await?;
        let rule = |task_type: &TaskTypeId| {
            let offered = settings.assignments().get(task_type);
            let offered = offered.map_or([].as_slice(), |assigned| assigned.as_slice());
            let outcomes = offered.iter().filter_map(|id| self.state.outcomes.get(id));
            let choice = if settings.is_in_force() {
                CompletionChoice::OneOf(outcomes.cloned().collect())
            } else {
                CompletionChoice::Free
            };
            CompletionRule {
                settings_version: settings.version(),
                choice,
            }
        };
        Ok(task_types
            .iter()
            .map(|task_type| (*task_type, rule(task_type)))
            .collect())
    }
}
