//! The ports `Store` and `Reads` over one pool; hands out units and readings.

use std::sync::Arc;

use application::{
    StoreError, Unit,
    ports::{Feed, Following, Reading, Reads, Store, UnitOfWork},
};
use async_trait::async_trait;
use diesel::{result::QueryResult, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use domain::AccountId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    errors::store_error,
    feed::PgFeed,
    pool::PgPool,
    read::PgReading,
    rows::at,
    unit::Transaction,
    write::{Change, Changes},
};

/// How many changes are put off at most. A use case for one task makes fewer; one that makes many would have PostgreSQL
/// prepare another statement for each number of them.
const MOST_LATER: usize = 8;

/// Everything of all accounts, in one PostgreSQL database.
#[derive(Debug, Clone)]
pub struct PgStore {
    pool: PgPool,
    feed: PgFeed,
}

impl PgStore {
    /// Keeps everything in the database of this pool.
    pub fn new(pool: PgPool) -> Self {
        let feed = PgFeed::new(pool.clone());
        Self { pool, feed }
    }

    /// What tells its followers, to be run.
    pub fn feed(&self) -> &PgFeed {
        &self.feed
    }
}

#[async_trait]
impl Store for PgStore {
    async fn begin(&self, account: AccountId) -> Result<Unit, StoreError> {
        Ok(Unit::new(Box::new(PgUnit {
            transaction: Transaction::to_write(&self.pool, account).await?,
            later: Vec::new(),
            feed: self.feed.clone(),
            has_recorded: false,
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

impl Reads for PgStore {
    fn open(&self, account: AccountId) -> Arc<dyn Reading> {
        Arc::new(PgReading::new(self.pool.clone(), account))
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

/// One transaction that writes; the ports are implemented in `write`, one file per subject.
pub(crate) struct PgUnit {
    transaction: Transaction,
    /// What is to be done before anything else is asked, and at the end.
    later: Vec<Change>,
    feed: PgFeed,
    has_recorded: bool,
}

impl PgUnit {
    pub(crate) fn tenant(&self) -> Uuid {
        self.transaction.account().uuid()
    }

    pub(crate) fn account_id(&self) -> AccountId {
        self.transaction.account()
    }

    /// The transaction, in which all is done that was asked for.
    pub(crate) async fn transaction(&mut self) -> Result<&mut Transaction, StoreError> {
        self.settle().await?;
        self.transaction.begin().await?;
        Ok(&mut self.transaction)
    }

    /// Where its statements run.
    pub(crate) async fn connection(&mut self) -> Result<&mut AsyncPgConnection, StoreError> {
        Ok(self.transaction().await?.connection())
    }

    /// Asks one thing, which nothing that was put off may matter to; it goes along with the beginning, where that is not
    /// sent yet.
    pub(crate) async fn ask<T>(
        &self,
        statement: impl AsyncFnOnce(&mut &AsyncPgConnection) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        let mut connection = self.transaction.shared();
        self.transaction.beside(statement(&mut connection)).await
    }

    /// Waits, before the next question, for whoever else has this number.
    pub(crate) fn take_turn(&self, number: i64) {
        self.transaction.take_turn(number);
    }

    /// Does later what need not be known now: all of it at once, before anything else that it may matter to, or at the end.
    pub(crate) async fn later(&mut self, change: Change) -> Result<(), StoreError> {
        let is_again = self.later.iter().any(|before| before.is_of_the_row_of(&change));
        if is_again || self.later.len() == MOST_LATER {
            self.settle().await?;
        }
        self.later.push(change);
        Ok(())
    }

    /// Does what was put off.
    pub(crate) async fn settle(&mut self) -> Result<(), StoreError> {
        if self.later.is_empty() {
            return Ok(());
        }
        let later = std::mem::take(&mut self.later);
        let may_be_late: Vec<bool> = later.iter().map(Change::may_be_late).collect();
        let changes = Changes::new(later);
        let made = self.ask(async |connection| changes.get_result(connection).await);
        let numbers: Vec<i64> = made.await?;
        match may_be_late.iter().zip(numbers).find(|(_, rows)| *rows != 1) {
            None => Ok(()),
            Some((true, _)) => Err(self.conflict()),
            Some((false, _)) => Err(self.transaction.fail(missing_row())),
        }
    }

    /// Somebody else was faster; nothing is committed any more.
    pub(crate) fn conflict(&self) -> StoreError {
        self.transaction.fail(StoreError::Conflict)
    }

    /// Takes note that there will be something to tell.
    pub(crate) fn has_recorded(&mut self) {
        self.has_recorded = true;
    }

    pub(crate) fn noted<T>(&mut self, result: QueryResult<T>) -> Result<T, StoreError> {
        self.transaction.noted(result)
    }

    /// A statement that has to change exactly one row.
    pub(crate) fn changed_one(&mut self, result: QueryResult<usize>) -> Result<(), StoreError> {
        match self.noted(result)? {
            1 => Ok(()),
            _ => Err(self.transaction.fail(missing_row())),
        }
    }
}

fn missing_row() -> StoreError {
    StoreError::broken("a row to be changed is missing")
}

#[async_trait]
impl UnitOfWork for PgUnit {
    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        let account = self.account_id();
        if let Err(error) = self.settle().await {
            self.transaction.rollback().await;
            return Err(error);
        }
        let committed = self.transaction.commit().await;
        if self.has_recorded {
            // Also after a failure: an answer that was lost on its way may have been that it is committed.
            self.feed.touch(account);
        }
        committed
    }

    async fn rollback(self: Box<Self>) {
        self.transaction.rollback().await;
    }
}
