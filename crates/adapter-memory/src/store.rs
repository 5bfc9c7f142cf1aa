//! The ports `Store` and `Reads`: one unit at a time per account, on a copy that takes the account's place.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use application::{
    StoreError, Unit,
    ports::{Feed, FeedEntry, Followers, Following, Reading, Reads, Store, UnitOfWork},
};
use async_trait::async_trait;
use domain::AccountId;
use jiff::Timestamp;
use tokio::{
    sync::{Mutex as Turn, OwnedMutexGuard},
    time::timeout,
};

use crate::{read::MemoryReading, state::State};

/// How long a unit waits for the one before it.
const WAIT: Duration = Duration::from_secs(5);

/// Everything of all accounts, in memory; clones share it.
///
/// Units of one account take turns, which is more than the contract asks for: every read of a unit "stays locked".
#[derive(Clone, Default)]
pub struct MemoryStore {
    places: Arc<Mutex<HashMap<AccountId, Arc<Place>>>>,
}

/// Where one account is kept.
#[derive(Default)]
pub(crate) struct Place {
    turn: Arc<Turn<()>>,
    committed: Mutex<Arc<State>>,
    followers: Followers,
}

impl MemoryStore {
    /// Without any account.
    pub fn new() -> Self {
        Self::default()
    }

    fn place(&self, account: AccountId) -> Arc<Place> {
        Arc::clone(lock(&self.places).entry(account).or_default())
    }
}

impl Place {
    /// What is committed now.
    pub(crate) fn committed(&self) -> Arc<State> {
        Arc::clone(&lock(&self.committed))
    }
}

/// Whoever panicked while holding it left a whole value behind: values are replaced, never changed in place.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Store for MemoryStore {
    async fn begin(&self, account: AccountId) -> Result<Unit, StoreError> {
        let place = self.place(account);
        let turn = timeout(WAIT, Arc::clone(&place.turn).lock_owned()).await;
        let turn = turn.map_err(|_| StoreError::Busy)?;
        let state = place.committed().as_ref().clone();
        Ok(Unit::new(Box::new(MemoryUnit {
            account,
            state,
            recorded: Vec::new(),
            failure: None,
            place,
            _turn: turn,
        })))
    }

    async fn forget_keys(&self, used_until: Timestamp) -> Result<u64, StoreError> {
        let places: Vec<Arc<Place>> = lock(&self.places).values().cloned().collect();
        let mut forgotten = 0;
        for place in places {
            let turn = timeout(WAIT, place.turn.lock()).await;
            let _turn = turn.map_err(|_| StoreError::Busy)?;
            let mut state = place.committed().as_ref().clone();
            let old = state.keys.retain(|used| used.used_at > used_until);
            forgotten += u64::try_from(old).map_err(StoreError::broken)?;
            *lock(&place.committed) = Arc::new(state);
        }
        Ok(forgotten)
    }
}

#[async_trait]
impl Reads for MemoryStore {
    fn open(&self, account: AccountId) -> Arc<dyn Reading> {
        Arc::new(MemoryReading::new(self.place(account)))
    }
}

/// Units of one account take turns, so that entries are told in the order in which they are committed.
#[async_trait]
impl Feed for MemoryStore {
    async fn follow(&self, account: AccountId) -> Result<Following, StoreError> {
        Ok(self.place(account).followers.follow())
    }
}

/// One unit of work; the ports are implemented in `write`, one file per subject.
pub(crate) struct MemoryUnit {
    pub(crate) account: AccountId,
    pub(crate) state: State,
    /// What is told once it is committed.
    pub(crate) recorded: Vec<FeedEntry>,
    failure: Option<StoreError>,
    place: Arc<Place>,
    _turn: OwnedMutexGuard<()>,
}

impl MemoryUnit {
    /// Passes a step's result on; after the first failure nothing can be committed.
    pub(crate) fn noted<T>(&mut self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &result {
            self.failure.get_or_insert_with(|| error.clone());
        }
        result
    }
}

#[async_trait]
impl UnitOfWork for MemoryUnit {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        *lock(&self.place.committed) = Arc::new(self.state);
        self.place.followers.tell(self.recorded);
        Ok(())
    }

    async fn rollback(self: Box<Self>) {}
}
