//! What is committed to the history of an account, told to those who follow it while it happens.

use std::{collections::HashSet, sync::Arc};

use async_trait::async_trait;
use domain::{
    AccountId, Activity, ActivityAction, ActivityId, ActivityKind, RecordedOutcome, TaskChange, TaskId,
};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::StoreError;

/// How many entries a follower may fall behind.
pub const ROOM: usize = 1_024;

/// One entry of the history, as far as followers go by it.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedEntry {
    /// Its id.
    pub id: ActivityId,
    /// What it tells.
    pub kind: ActivityKind,
    /// What was done.
    pub action: ActivityAction,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// The outcome it is about, as it was then.
    pub outcome: Option<RecordedOutcome>,
    /// The task on both sides of the change; `None` where that is not known.
    pub task_change: Option<TaskChange>,
}

impl FeedEntry {
    /// What followers are told of an entry.
    pub fn of(activity: &Activity) -> Self {
        let event = &activity.event;
        Self {
            id: activity.id,
            kind: event.kind,
            action: event.action,
            task: event.task,
            outcome: event.outcome.clone(),
            task_change: event.task_change.as_deref().cloned(),
        }
    }
}

/// Tells what is committed to the histories of accounts.
#[async_trait]
pub trait Feed: Send + Sync {
    /// Follows an account. Every entry of its history that is committed after this has returned is told once, whoever
    /// committed it, and a reading that is opened when it was told shows what it tells of. Entries about one task, outcome
    /// or the settings come in the order in which they were committed. What was committed before it was called is not told.
    ///
    /// While nobody follows an account, nothing is read for it.
    async fn follow(&self, account: AccountId) -> Result<Following, StoreError>;
}

/// Why nothing more is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfollowed {
    /// The follower has fallen behind by more than [`ROOM`] entries: what it has missed it must read.
    FellBehind,
    /// The feed has ended.
    Ended,
}

/// One who follows an account. Dropped, it no longer does.
#[derive(Debug)]
pub struct Following {
    entries: broadcast::Receiver<Arc<FeedEntry>>,
    skipped: HashSet<ActivityId>,
}

impl Following {
    /// The same, not told of these entries: they were there before, and others have not been told of them yet.
    #[must_use]
    pub fn skipping(self, skipped: HashSet<ActivityId>) -> Self {
        Self { skipped, ..self }
    }

    /// The next entry, once there is one; can be abandoned and asked for again. After an `Err` entries are missing: whoever
    /// wants to go on follows anew.
    pub async fn next(&mut self) -> Result<Arc<FeedEntry>, Unfollowed> {
        loop {
            let entry = self.entries.recv().await.map_err(|error| match error {
                RecvError::Lagged(_) => Unfollowed::FellBehind,
                RecvError::Closed => Unfollowed::Ended,
            })?;
            if !self.skipped.remove(&entry.id) {
                return Ok(entry);
            }
        }
    }
}

/// All who follow one account, for adapters: each is told the same entries from then on, and none holds up the others.
#[derive(Debug, Clone)]
pub struct Followers(broadcast::Sender<Arc<FeedEntry>>);

impl Default for Followers {
    fn default() -> Self {
        Self(broadcast::Sender::new(ROOM))
    }
}

impl Followers {
    /// One more follower.
    pub fn follow(&self) -> Following {
        Following {
            entries: self.0.subscribe(),
            skipped: HashSet::new(),
        }
    }

    /// Whether there is any.
    pub fn are_any(&self) -> bool {
        self.0.receiver_count() > 0
    }

    /// How many entries the slowest has still to take.
    pub fn behind(&self) -> usize {
        self.0.len()
    }

    /// Tells entries; without followers they are told to nobody.
    pub fn tell(&self, entries: impl IntoIterator<Item = FeedEntry>) {
        for entry in entries {
            if self.0.send(Arc::new(entry)).is_err() {
                return;
            }
        }
    }
}
