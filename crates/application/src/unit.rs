//! Units of work: the only place that commits and rolls back; tries again, as `idempotency` does for commands with a key.

use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use domain::AccountId;

use crate::{
    Commands, StoreError, UseCaseError,
    ports::{Ids, UnitOfWork},
};

/// How often a use case is started in all before a conflict is told.
pub(crate) const ATTEMPTS: u32 = 4;

/// Steps that happen together or not at all.
///
/// A sized struct around the box: a future that holds it is provably `Send`.
pub struct Unit(Box<dyn UnitOfWork>);

impl Unit {
    /// Wraps what an adapter has opened.
    pub fn new(work: Box<dyn UnitOfWork>) -> Self {
        Self(work)
    }

    /// Makes all steps visible and durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.0.commit().await
    }

    /// Undoes all steps.
    pub async fn rollback(self) {
        self.0.rollback().await;
    }
}

impl Deref for Unit {
    type Target = dyn UnitOfWork;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl DerefMut for Unit {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut *self.0
    }
}

impl Commands {
    /// Does the work in a unit: commits what succeeds, rolls back what fails.
    ///
    /// On a conflict the whole work starts anew, at most three times, after a short random wait. Each attempt takes a
    /// copy of the closure: a future of `AsyncFnOnce` is provably `Send`, one of `AsyncFn` is not.
    pub(crate) async fn in_unit<T, E: UseCaseError>(
        &self,
        account: AccountId,
        work: impl AsyncFnOnce(&mut Unit) -> Result<T, E> + Clone,
    ) -> Result<T, E> {
        for attempt in 1..ATTEMPTS {
            match self.attempt(account, work.clone()).await {
                Err(error) if error.is_conflict() => self.pause(attempt).await,
                result => return result,
            }
        }
        self.attempt(account, work).await
    }

    /// Waits a little after an attempt that met a conflict.
    pub(crate) async fn pause(&self, attempt: u32) {
        tracing::debug!(attempt, "a unit of work met a conflict");
        tokio::time::sleep(pause(&*self.ids, attempt)).await;
    }

    /// Does the work in a unit, once.
    pub(crate) async fn attempt<T, E: UseCaseError>(
        &self,
        account: AccountId,
        work: impl AsyncFnOnce(&mut Unit) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut unit = self.store.begin(account).await?;
        match work(&mut unit).await {
            Ok(done) => {
                unit.commit().await?;
                Ok(done)
            }
            Err(error) => {
                unit.rollback().await;
                Err(error)
            }
        }
    }
}

/// Up to 8, 16, 32 milliseconds: the random end of a fresh id spreads those who collided.
fn pause(ids: &dyn Ids, attempt: u32) -> Duration {
    let chance = ids.next().as_bytes().last().copied().unwrap_or_default();
    Duration::from_millis(4 << attempt) * u32::from(chance) / 255
}
