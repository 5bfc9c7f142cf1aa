//! Appends to the history.

use application::{StoreError, ports::Activities};
use async_trait::async_trait;
use domain::Activity;

use super::add;
use crate::store::MemoryUnit;

#[async_trait]
impl Activities for MemoryUnit {
    async fn record(&mut self, activities: &[Activity]) -> Result<(), StoreError> {
        for activity in activities {
            let added = add(&mut self.state.activities, activity.id, activity.clone());
            self.noted(added)?;
        }
        Ok(())
    }
}
