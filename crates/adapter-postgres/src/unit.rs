//! Begins and ends transactions on one connection for one account; alone here is SQL that does so.

use std::sync::Arc;

use application::StoreError;
use diesel::result::QueryResult;
use diesel_async::{
    AnsiTransactionManager, AsyncPgConnection, SimpleAsyncConnection as _, TransactionManager,
};
use domain::AccountId;

use crate::{
    connect,
    errors::store_error,
    history_index::Vocabularies,
    pool::{PgPool, PooledConnection},
    read::Today,
    seal::Seal,
};

type Manager = AnsiTransactionManager;

/// One transaction of one account. Dropped without an end, it takes its connection out of the pool.
pub(crate) struct Transaction {
    connection: PooledConnection,
    account: AccountId,
    failure: Option<StoreError>,
    seal: Option<Arc<Seal>>,
    outcomes: Option<Arc<Today>>,
    vocabularies: Vocabularies,
    /// Whether a statement was sent whose result nobody took note of.
    is_asking: bool,
}

impl Transaction {
    /// Begins one that writes (`READ COMMITTED`).
    pub(crate) async fn write(pool: &PgPool, account: AccountId) -> Result<Self, StoreError> {
        Self::begin(pool, account, "BEGIN").await
    }

    /// Begins one whose reads all see the same snapshot.
    pub(crate) async fn read(pool: &PgPool, account: AccountId) -> Result<Self, StoreError> {
        Self::begin(pool, account, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    /// Begins one that writes what it reads from one snapshot; it may take its time.
    pub(crate) async fn long(pool: &PgPool, account: AccountId) -> Result<Self, StoreError> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL statement_timeout = 0";
        Self::begin(pool, account, begin).await
    }

    /// The account goes along in the same batch: no statement runs in a transaction without one.
    async fn begin(pool: &PgPool, account: AccountId, begin: &str) -> Result<Self, StoreError> {
        let mut connection = pool.get().await?;
        let batch = format!("{begin}; SET LOCAL app.account_id = '{}'", account.uuid());
        if let Err(error) = Manager::begin_transaction_sql(&mut *connection, &batch).await {
            // Whether the first half of the batch took effect is unknown: the pool must not keep the connection.
            Manager::transaction_manager_status_mut(&mut *connection).set_in_error();
            return Err(store_error(error));
        }
        Ok(Self {
            connection,
            account,
            failure: None,
            seal: None,
            outcomes: None,
            vocabularies: pool.vocabularies(),
            is_asking: false,
        })
    }

    /// How far its account is sealed; read once, for readings whose snapshot stays the same.
    pub(crate) async fn seal(&mut self) -> Result<Arc<Seal>, StoreError> {
        if let Some(seal) = &self.seal {
            return Ok(Arc::clone(seal));
        }
        let seal = Arc::new(Seal::read(self).await?);
        self.seal = Some(Arc::clone(&seal));
        Ok(seal)
    }

    /// What the outcomes of its account count for; read once, like the seal.
    pub(crate) async fn outcomes_of_today(&mut self) -> Result<Arc<Today>, StoreError> {
        if let Some(outcomes) = &self.outcomes {
            return Ok(Arc::clone(outcomes));
        }
        let outcomes = Today::read(self).await?;
        self.outcomes = Some(Arc::clone(&outcomes));
        Ok(outcomes)
    }

    /// Does work whose statements go by keys, whatever the values: PostgreSQL does not plan them anew each time, which
    /// takes as long as running them. Lists are not among these: how many rows they ask for is a value, too.
    pub(crate) async fn with_generic_plans<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.set("SET LOCAL plan_cache_mode = force_generic_plan").await?;
        let done = work(self).await?;
        self.set("SET LOCAL plan_cache_mode = auto").await?;
        Ok(done)
    }

    async fn set(&mut self, setting: &str) -> Result<(), StoreError> {
        let set = self.connection().batch_execute(setting).await;
        self.noted(set)
    }

    /// Vocabularies of all accounts, for whoever searches.
    pub(crate) fn vocabularies(&self) -> Vocabularies {
        self.vocabularies.clone()
    }

    /// The account of the transaction.
    pub(crate) fn account(&self) -> AccountId {
        self.account
    }

    /// Where its statements run.
    pub(crate) fn connection(&mut self) -> &mut AsyncPgConnection {
        self.is_asking = true;
        &mut self.connection
    }

    /// Passes a result on. After the first failure PostgreSQL accepts nothing more but the end.
    pub(crate) fn noted<T>(&mut self, result: QueryResult<T>) -> Result<T, StoreError> {
        self.is_asking = false;
        result.map_err(|error| {
            let error = store_error(error);
            self.failure.get_or_insert_with(|| error.clone());
            error
        })
    }

    /// The first failure of a statement in it.
    pub(crate) fn failure(&self) -> Option<&StoreError> {
        self.failure.as_ref()
    }

    /// Makes everything visible and durable. After a failure PostgreSQL would answer `COMMIT` with a silent rollback.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        if let Some(failure) = self.failure.take() {
            self.rollback().await;
            return Err(failure);
        }
        Manager::commit_transaction(&mut *self.connection)
            .await
            .map_err(store_error)
    }

    /// Undoes everything. A statement that is still running, because whoever asked has left, would be waited for: it is
    /// given up first. Where that fails, the connection is broken and the server undoes it by itself.
    pub(crate) async fn rollback(mut self) {
        if self.is_asking {
            connect::give_up(&self.connection).await;
        }
        if Manager::rollback_transaction(&mut *self.connection)
            .await
            .is_err()
        {
            tracing::warn!("a transaction was undone by losing its connection");
        }
    }
}
