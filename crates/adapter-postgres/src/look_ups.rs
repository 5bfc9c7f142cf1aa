//! Looks up by keys for several at once, each of whom reads nothing else along with it.

use std::{collections::HashMap, hash::Hash, marker::PhantomData};

use application::StoreError;
use domain::AccountId;
use futures_util::future::ready;

use crate::{pool::PgPool, together::Answers, unit::Transaction};

/// What keys find; one that contradicts itself fails alone.
pub(crate) type ByKey<T> = HashMap<<T as LookUp>::Key, Result<<T as LookUp>::Found, StoreError>>;

/// Something that is looked up by keys, however many.
pub(crate) trait LookUp: Send + Sync + 'static {
    /// What it is looked up by.
    type Key: Eq + Hash + Send + Sync;
    /// What is found.
    type Found: Clone + Send + Sync + 'static;

    /// What there is.
    fn find(
        transaction: &Transaction,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<ByKey<Self>, StoreError>> + Send
    where
        Self: Sized;
}

/// Looks up in a transaction for those who ask at the same time.
pub(crate) struct LookUps<T> {
    pool: PgPool,
    what: PhantomData<T>,
}

impl<T: LookUp> LookUps<T> {
    pub(crate) fn new(pool: PgPool) -> Self {
        Self {
            pool,
            what: PhantomData,
        }
    }

    async fn find(&self, account: AccountId, keys: &[T::Key]) -> Result<ByKey<T>, StoreError> {
        let transaction = Transaction::to_read(&self.pool, account).await?;
        let found = T::find(&transaction, keys).await;
        transaction.close().await;
        found
    }
}

impl<T: LookUp> Answers for LookUps<T> {
    type Question = T::Key;
    type Answer = Result<Option<T::Found>, StoreError>;

    async fn answer(
        &self,
        account: AccountId,
        keys: Vec<T::Key>,
    ) -> impl Future<Output = Vec<Self::Answer>> + Send + 'static {
        let found = self.find(account, &keys).await;
        let found_for = |key: &T::Key| match &found {
            Ok(found) => found.get(key).cloned().transpose(),
            Err(failure) => Err(failure.clone()),
        };
        ready(keys.iter().map(found_for).collect())
    }
}
