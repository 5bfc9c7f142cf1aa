//! Begins and ends transactions on one connection for one account; alone here is SQL that does so.

use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use application::StoreError;
use diesel::{
    connection::{TransactionDepthChange, TransactionManagerStatus},
    result::{Error, QueryResult},
};
use diesel_async::{
    AnsiTransactionManager, AsyncPgConnection, SimpleAsyncConnection as _, TransactionManager,
};
use domain::AccountId;
use futures_util::{FutureExt as _, future::join};

use crate::{
    connect,
    errors::store_error,
    history_index::Memory,
    pool::{PgPool, PooledConnection},
    read::Today,
    seal::Seal,
};

type Manager = AnsiTransactionManager;

/// One transaction of one account. Dropped without an end, it takes its connection out of the pool.
pub(crate) struct Transaction {
    connection: PooledConnection,
    account: AccountId,
    /// What is to be sent ahead of the next statement: what begins it, and how statements are to be planned.
    ahead: Mutex<String>,
    has_begun: AtomicBool,
    failure: OnceLock<StoreError>,
    seal: OnceLock<Arc<Seal>>,
    outcomes: OnceLock<Arc<Today>>,
    memory: Memory,
    /// Whether a statement was sent whose result nobody took note of.
    is_asking: bool,
    /// How many statements of [`Self::beside`] wait for their results.
    beside: AtomicUsize,
    /// Whether [`BY_KEYS`] holds.
    goes_by_keys: AtomicBool,
}

/// Statements that go by keys, whatever the values, are planned once: PostgreSQL takes as long to plan them anew each time
/// as to run them. That is how the connections of the pool plan. Lists are not among these: how many rows they ask for is
/// a value, too.
const BY_KEYS: &str = "SET LOCAL plan_cache_mode = force_generic_plan";
const BY_VALUES: &str = "SET LOCAL plan_cache_mode = auto";

impl Transaction {
    /// One that will write (`READ COMMITTED`), by keys; it begins with its first statement, by [`Self::beside`].
    pub(crate) async fn to_write(pool: &PgPool, account: AccountId) -> Result<Self, StoreError> {
        Self::open(pool, account, "BEGIN").await
    }

    /// One whose reads will all see the same snapshot, taken with the first of them; it begins as the one above.
    pub(crate) async fn to_read(pool: &PgPool, account: AccountId) -> Result<Self, StoreError> {
        Self::open(pool, account, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    /// One that only reads, by keys, each time what is committed by then; it begins as the one above.
    pub(crate) async fn to_look_up(pool: &PgPool, account: AccountId) -> Result<Self, StoreError> {
        Self::open(pool, account, "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY").await
    }

    /// Begins one whose reads all see the same snapshot.
    pub(crate) async fn read(pool: &PgPool, account: AccountId) -> Result<Self, StoreError> {
        let opened = Self::to_read(pool, account).await?;
        opened.by_values();
        opened.begin().await?;
        Ok(opened)
    }

    /// Begins one that writes what it reads from one snapshot; it may take its time.
    pub(crate) async fn long(pool: &PgPool, account: AccountId) -> Result<Self, StoreError> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL statement_timeout = 0";
        let opened = Self::open(pool, account, begin).await?;
        opened.by_values();
        opened.begin().await?;
        Ok(opened)
    }

    async fn open(pool: &PgPool, account: AccountId, begin: &str) -> Result<Self, StoreError> {
        let mut connection = pool.get().await?;
        // Before it is known: the pool keeps no connection of which it is unknown whether something began.
        deepen(&mut connection, TransactionDepthChange::IncreaseDepth)?;
        // The account goes along in the same batch: no statement runs in a transaction without one.
        let begin = format!("{begin}; SET LOCAL app.account_id = '{}'; ", account.uuid());
        Ok(Self {
            connection,
            account,
            ahead: Mutex::new(begin),
            has_begun: AtomicBool::new(false),
            failure: OnceLock::new(),
            seal: OnceLock::new(),
            outcomes: OnceLock::new(),
            memory: pool.memory(),
            is_asking: false,
            beside: AtomicUsize::new(0),
            goes_by_keys: AtomicBool::new(true),
        })
    }

    /// Sends what was to go ahead of a statement; before those of [`Self::connection`].
    pub(crate) async fn begin(&self) -> Result<(), StoreError> {
        if !self.ahead().is_empty() {
            self.beside(async { Ok(()) }).await?;
        }
        Ok(())
    }

    /// How far its account is sealed; read once, for readings whose snapshot stays the same.
    pub(crate) async fn seal(&self) -> Result<Arc<Seal>, StoreError> {
        if let Some(seal) = self.seal.get() {
            return Ok(Arc::clone(seal));
        }
        let seal = Arc::new(Seal::read(self).await?);
        Ok(Arc::clone(self.seal.get_or_init(|| seal)))
    }

    /// What the outcomes of its account count for; read once, like the seal.
    pub(crate) async fn outcomes_of_today(&self) -> Result<Arc<Today>, StoreError> {
        if let Some(outcomes) = self.outcomes.get() {
            return Ok(Arc::clone(outcomes));
        }
        let outcomes = Today::read(self).await?;
        Ok(Arc::clone(self.outcomes.get_or_init(|| outcomes)))
    }

    /// For statements that go by keys, from the next of [`Self::beside`] on.
    pub(crate) fn by_keys(&self) {
        if !self.goes_by_keys.swap(true, Ordering::Relaxed) {
            self.send_ahead(BY_KEYS);
        }
    }

    /// For statements that are planned for their values.
    pub(crate) fn by_values(&self) {
        if self.goes_by_keys.swap(false, Ordering::Relaxed) {
            self.send_ahead(BY_VALUES);
        }
    }

    /// Sends something along with the next of [`Self::beside`], ahead of it.
    pub(crate) fn send_ahead(&self, statement: &str) {
        self.ahead().extend([statement, "; "]);
    }

    fn ahead(&self) -> MutexGuard<'_, String> {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What searches share.
    pub(crate) fn memory(&self) -> Memory {
        self.memory.clone()
    }

    /// The account of the transaction.
    pub(crate) fn account(&self) -> AccountId {
        self.account
    }

    /// Where its statements run, once it has begun.
    pub(crate) fn connection(&mut self) -> &mut AsyncPgConnection {
        debug_assert!(
            self.ahead().is_empty(),
            "a statement before what goes ahead of it"
        );
        self.is_asking = true;
        &mut self.connection
    }

    /// The same for [`Self::beside`].
    pub(crate) fn shared(&self) -> &AsyncPgConnection {
        &self.connection
    }

    /// Waits for a statement on [`Self::shared`]. Several may be waited for at the same time, where their order does not
    /// matter: each is sent at once, without a way there and back between them, but one that has to be prepared comes
    /// later. The beginning goes along with the first, and ahead of it: should it fail, row-level security shows nothing to
    /// a statement without an account.
    pub(crate) async fn beside<T>(
        &self,
        statement: impl Future<Output = QueryResult<T>>,
    ) -> Result<T, StoreError> {
        let ahead = mem::take(&mut *self.ahead());
        self.has_begun.store(true, Ordering::Relaxed);
        self.beside.fetch_add(1, Ordering::Relaxed);
        let begun = async {
            if ahead.is_empty() {
                return Ok(());
            }
            (&mut self.shared()).batch_execute(&ahead).await
        };
        let (begun, result) = join(begun, statement).await;
        self.beside.fetch_sub(1, Ordering::Relaxed);
        // What comes after the first failure fails because of it.
        let failed = |error| self.failure.get_or_init(|| store_error(error)).clone();
        begun.map_err(failed)?;
        result.map_err(failed)
    }

    /// The same for a look-up by keys.
    pub(crate) async fn look_up<T>(
        &self,
        statement: impl Future<Output = QueryResult<T>>,
    ) -> Result<T, StoreError> {
        self.by_keys();
        self.beside(statement).await
    }

    /// Passes a result on. After the first failure PostgreSQL accepts nothing more but the end.
    pub(crate) fn noted<T>(&mut self, result: QueryResult<T>) -> Result<T, StoreError> {
        self.is_asking = false;
        result.map_err(|error| {
            let error = store_error(error);
            self.failure.get_or_init(|| error.clone());
            error
        })
    }

    /// The first failure in it.
    pub(crate) fn failure(&self) -> Option<&StoreError> {
        self.failure.get()
    }

    /// Makes everything visible and durable. After a failure PostgreSQL would answer `COMMIT` with a silent rollback.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        if let Some(failure) = self.failure.take() {
            self.rollback().await;
            return Err(failure);
        }
        if !*self.has_begun.get_mut() {
            return self.leave();
        }
        Manager::commit_transaction(&mut *self.connection)
            .await
            .map_err(store_error)
    }

    /// Undoes everything. A statement that is still running, because whoever asked has left, would be waited for: it is
    /// given up first. Where that fails, the connection is broken and the server undoes it by itself.
    pub(crate) async fn rollback(mut self) {
        if !*self.has_begun.get_mut() {
            // A connection that cannot be left does not return to the pool.
            return drop(self.leave());
        }
        if self.is_asking || *self.beside.get_mut() > 0 {
            connect::give_up(&self.connection).await;
        }
        if Manager::rollback_transaction(&mut *self.connection)
            .await
            .is_err()
        {
            tracing::warn!("a transaction was undone by losing its connection");
        }
    }

    /// Ends one that only read. Nobody waits for that: whoever takes the connection next speaks behind it. Where something
    /// failed, or still runs, it is undone like any other.
    pub(crate) async fn close(mut self) {
        let is_quiet = !self.is_asking && *self.beside.get_mut() == 0 && self.ahead().is_empty();
        if !*self.has_begun.get_mut() || !is_quiet || self.failure.get().is_some() {
            return self.rollback().await;
        }
        // Asked once, it is sent; should that fail, the connection does not return to the pool.
        if !matches!(
            (&mut self.shared()).batch_execute("ROLLBACK").now_or_never(),
            Some(Err(_))
        ) {
            let _ = self.leave();
        }
    }

    /// Ends what never began, or is as good as ended.
    fn leave(&mut self) -> Result<(), StoreError> {
        deepen(&mut self.connection, TransactionDepthChange::DecreaseDepth)
    }
}

/// Notes on the connection that it is in a transaction, or no longer.
fn deepen(connection: &mut PooledConnection, change: TransactionDepthChange) -> Result<(), StoreError> {
    let noted = match Manager::transaction_manager_status_mut(&mut **connection) {
        TransactionManagerStatus::Valid(status) => status.change_transaction_depth(change),
        TransactionManagerStatus::InError => Err(Error::BrokenTransactionManager),
    };
    noted.map_err(store_error)
}
