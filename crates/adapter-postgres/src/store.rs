//! The ports `Store` and `Reads` over one pool; hands out units and readings.

use std::{fmt, mem, sync::Arc};

use application::{
    StoreError, Unit,
    ports::{Feed, Following, Reading, Reads, SignedIn, Store, UnitOfWork},
};
use async_trait::async_trait;
use diesel::{result::QueryResult, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use domain::{AccountId, TaskId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    errors::store_error,
    feed::PgFeed,
    look_ups::{LookUp as _, LookUps},
    pool::PgPool,
    read::{PgReading, SignsIn},
    rows::at,
    together::Together,
    unit::Transaction,
    write::{Change, Changes, Commits, Ended, Found, Steps, ToComplete, missing_row, take_turns},
};

/// How many changes are put off at most. A use case for one task makes fewer; to find a text in an array, PostgreSQL passes
/// all that are before it.
const MOST_LATER: usize = 64;

/// Everything of all accounts, in one PostgreSQL database.
#[derive(Clone)]
pub struct PgStore {
    pool: PgPool,
    feed: PgFeed,
    signs_in: Together<LookUps<SignsIn>>,
    to_complete: Together<LookUps<ToComplete>>,
    commits: Together<Commits>,
}

impl PgStore {
    /// Keeps everything in the database of this pool.
    pub fn new(pool: PgPool) -> Self {
        let feed = PgFeed::new(pool.clone());
        Self {
            signs_in: Together::new(LookUps::new(pool.clone())),
            to_complete: Together::new(LookUps::new(pool.clone())),
            commits: Together::new(Commits::new(pool.clone(), feed.clone())),
            feed,
            pool,
        }
    }

    /// What tells its followers, to be run.
    pub fn feed(&self) -> &PgFeed {
        &self.feed
    }
}

impl fmt::Debug for PgStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PgStore")
            .field("pool", &self.pool)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for PgStore {
    async fn begin(&self, account: AccountId) -> Result<Unit, StoreError> {
        Ok(Unit::new(Box::new(PgUnit {
            store: self.clone(),
            account,
            begun: None,
            steps: Steps::default(),
            failure: None,
        })))
    }

    /// By the function that may see all accounts; it deletes in portions.
    async fn forget_keys(&self, used_until: Timestamp) -> Result<u64, StoreError> {
        let mut connection = self.pool.get().await?;
        let mut forgotten = 0;
        loop {
            let portion = diesel::select(forget_idempotency_keys(at(used_until)));
            let portion: i64 = portion.get_result(&mut *connection).await.map_err(store_error)?;
            forgotten += portion.unsigned_abs();
            if portion == 0 {
                return Ok(forgotten);
            }
        }
    }
}

#[async_trait]
impl Reads for PgStore {
    fn open(&self, account: AccountId) -> Arc<dyn Reading> {
        Arc::new(PgReading::new(self.pool.clone(), account))
    }

    async fn signed_in(
        &self,
        account: AccountId,
        secret_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<SignedIn>, StoreError> {
        let told = self.signs_in.ask(account, *secret_hash).await;
        let found = told.unwrap_or(Err(StoreError::Busy))?;
        Ok(found.filter(|found| found.token.works_at(now)))
    }
}

#[async_trait]
impl Feed for PgStore {
    async fn follow(&self, account: AccountId) -> Result<Following, StoreError> {
        self.feed.follow(account).await
    }
}

#[diesel::declare_sql_function]
extern "SQL" {
    fn forget_idempotency_keys(used_until: sql_types::Timestamptz) -> sql_types::BigInt;
}

/// A unit that writes; the ports are implemented in `write`, one file per subject. Its transaction begins when something
/// is asked that has to be held, or seen by it alone.
pub(crate) struct PgUnit {
    store: PgStore,
    account: AccountId,
    begun: Option<Transaction>,
    /// What is to be done before anything else is asked, and at the end.
    steps: Steps,
    /// The first failure that PostgreSQL knows nothing of.
    failure: Option<StoreError>,
}

impl PgUnit {
    pub(crate) fn tenant(&self) -> Uuid {
        self.account.uuid()
    }

    pub(crate) fn account_id(&self) -> AccountId {
        self.account
    }

    async fn begun(&mut self) -> Result<&mut Transaction, StoreError> {
        let opened = match self.begun.take() {
            Some(begun) => Ok(begun),
            None => Transaction::to_write(&self.store.pool, self.account).await,
        };
        let transaction = opened.map_err(|failure| self.fail(failure))?;
        take_turns(&transaction, mem::take(&mut self.steps.turns));
        Ok(self.begun.insert(transaction))
    }

    /// The transaction, in which all is done that was asked for.
    pub(crate) async fn transaction(&mut self) -> Result<&mut Transaction, StoreError> {
        self.settle().await?;
        let transaction = self.begun().await?;
        transaction.begin().await?;
        Ok(transaction)
    }

    /// Where its statements run.
    pub(crate) async fn connection(&mut self) -> Result<&mut AsyncPgConnection, StoreError> {
        Ok(self.transaction().await?.connection())
    }

    /// Asks one thing, which nothing that was put off may matter to; it goes along with the beginning, where that is not
    /// sent yet.
    pub(crate) async fn ask<T>(
        &mut self,
        statement: impl AsyncFnOnce(&mut &AsyncPgConnection) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        let transaction = self.begun().await?;
        let mut connection = transaction.shared();
        transaction.beside(statement(&mut connection)).await
    }

    /// What is needed to complete a task. Nothing is held, so whoever has done nothing before may be told along with others.
    pub(crate) async fn found_to_complete(&mut self, task: TaskId) -> Result<Option<Found>, StoreError> {
        if self.begun.is_none() && self.steps.changes.is_empty() {
            let told = self.store.to_complete.ask(self.account, task).await;
            let told = told.unwrap_or(Err(StoreError::Busy));
            return told.map_err(|failure| self.fail(failure));
        }
        let found = ToComplete::find(self.transaction().await?, &[task]).await?;
        let found = found.into_values().next().transpose();
        found.map_err(|failure| self.fail(failure))
    }

    /// Waits, before anything is held or changed next, for whoever else has this number.
    pub(crate) fn take_turn(&mut self, number: i64) {
        self.steps.turns.push(number);
    }

    /// Does later what need not be known now: all of it at once, before anything else that it may matter to, or at the end.
    pub(crate) async fn later(&mut self, change: Change) -> Result<(), StoreError> {
        let changes = &self.steps.changes;
        let is_again = changes.iter().any(|before| before.is_of_the_row_of(&change));
        if is_again || changes.len() == MOST_LATER {
            self.settle().await?;
        }
        self.steps.changes.push(change);
        Ok(())
    }

    /// Does what was put off.
    pub(crate) async fn settle(&mut self) -> Result<(), StoreError> {
        if self.steps.changes.is_empty() {
            return Ok(());
        }
        let later = mem::take(&mut self.steps.changes);
        let changes = Changes::of(&later);
        let made = self.ask(async |connection| (&changes).get_result(connection).await);
        let numbers: Vec<i64> = made.await?;
        changes.judge(&numbers).map_err(|failure| self.fail(failure))
    }

    /// Somebody else was faster; nothing is committed any more.
    pub(crate) fn conflict(&mut self) -> StoreError {
        self.fail(StoreError::Conflict)
    }

    /// Takes note of a failure that PostgreSQL knows nothing of.
    pub(crate) fn fail(&mut self, failure: StoreError) -> StoreError {
        self.failure.get_or_insert(failure).clone()
    }

    /// Takes note that there will be something to tell.
    pub(crate) fn has_recorded(&mut self) {
        self.steps.has_recorded = true;
    }

    /// Passes a result on, and takes note if it is a failure.
    pub(crate) fn noted<T>(&mut self, result: QueryResult<T>) -> Result<T, StoreError> {
        match &mut self.begun {
            Some(transaction) => transaction.noted(result),
            None => result.map_err(store_error),
        }
    }

    /// A statement that has to change exactly one row.
    pub(crate) fn changed_one(&mut self, result: QueryResult<usize>) -> Result<(), StoreError> {
        match self.noted(result)? {
            1 => Ok(()),
            _ => Err(self.fail(missing_row())),
        }
    }

    /// Does all that is left to be done, and makes it durable.
    async fn finish(&mut self) -> Result<(), StoreError> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        if self.begun.is_none() {
            if self.steps.changes.is_empty() {
                return Ok(());
            }
            let steps = mem::take(&mut self.steps);
            // Whoever commits it tells of it.
            match self.store.commits.ask(self.account, steps).await {
                Some(Ended::All(committed)) => return committed,
                Some(Ended::Undone(steps)) => self.steps = steps,
                None => return Err(StoreError::Busy),
            }
        }
        self.settle().await?;
        let Some(transaction) = self.begun.take() else {
            return Ok(());
        };
        let committed = transaction.commit().await;
        if self.steps.has_recorded {
            // Also after a failure: an answer that was lost on its way may have been that it is committed.
            self.store.feed.touch(self.account);
        }
        committed
    }
}

#[async_trait]
impl UnitOfWork for PgUnit {
    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        let committed = self.finish().await;
        self.rollback().await;
        committed
    }

    async fn rollback(self: Box<Self>) {
        if let Some(transaction) = self.begun {
            transaction.rollback().await;
        }
    }
}
