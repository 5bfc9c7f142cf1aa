//! Appends to the history.

use application::{
    StoreError,
    ports::{Activities, FeedEntry},
};
use async_trait::async_trait;
use domain::NewActivity;

use super::add;
use crate::store::MemoryUnit;

#[async_trait]
impl Activities for MemoryUnit {
    async fn record(&mut self, activities: &[NewActivity]) -> Result<(), StoreError> {
        for new in activities {
            let mut entry = new.clone();
            entry.activity.event.task_change = None; // for those who follow, and no part of the history
            let added = add(&mut self.state.activities, new.activity.id, entry);
            self.noted(added)?;
            self.recorded.push(FeedEntry::of(&new.activity));
        }
        Ok(())
    }
}
