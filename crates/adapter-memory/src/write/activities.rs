//! Appends to the history.

use application::{
    StoreError,
    ports::{Activities, FeedEntry},
};
use async_trait::async_trait;
use domain::Activity;

use super::add;
use crate::store::MemoryUnit;

#[async_trait]
impl Activities for MemoryUnit {
    async fn record(&mut self, activities: &[Activity]) -> Result<(), StoreError> {
        for activity in activities {
            let mut entry = activity.clone();
            entry.event.task_change = None; // for those who follow, and no part of the history
            let added = add(&mut self.state.activities, activity.id, entry);
            self.noted(added)?;
            self.recorded.push(FeedEntry::of(activity));
        }
        Ok(())
    }
}
