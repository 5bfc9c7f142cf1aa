//! Looks up by keys for several at once, each of whom reads nothing else along with it.

use std::{collections::HashMap, hash::Hash, marker::PhantomData, time::Duration};

use application::StoreError;
use domain::AccountId;
use futures_util::future::ready;
use tokio::time::Instant;

use crate::{pool::PgPool, together::Answers, unit::Transaction};

/// How many groups one transaction serves at most, and for how long the next one may still go into it: while it lasts, it
/// keeps whoever changes a table waiting, and a connection from the pool.
const MOST_GROUPS: u8 = 32;
const LONGEST: Duration = Duration::from_millis(100);

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

/// Looks up for those who ask at the same time. Groups that follow at once share a transaction: to begin and to end one takes
/// as long as to look up a few keys.
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

    /// In the transaction of the group before, if there is one that may go on.
    async fn find(
        &self,
        account: AccountId,
        keys: &[T::Key],
        kept: &mut Option<Kept>,
    ) -> Result<ByKey<T>, StoreError> {
        let mut going = match kept.take() {
            Some(kept) => kept,
            None => Kept {
                transaction: Transaction::to_look_up(&self.pool, account).await?,
                began: Instant::now(),
                groups: 0,
            },
        };
        let found = T::find(&going.transaction, keys).await;
        going.groups += 1;
        if found.is_ok() && going.groups < MOST_GROUPS && going.began.elapsed() < LONGEST {
            *kept = Some(going);
        } else {
            going.transaction.close().await;
        }
        found
    }
}

/// A transaction that has served so many groups. Each of its statements sees what is committed by then.
pub(crate) struct Kept {
    transaction: Transaction,
    began: Instant,
    groups: u8,
}

impl<T: LookUp> Answers for LookUps<T> {
    type Question = T::Key;
    type Answer = Result<Option<T::Found>, StoreError>;
    type Kept = Option<Kept>;

    async fn answer(
        &self,
        account: AccountId,
        keys: Vec<T::Key>,
        kept: &mut Option<Kept>,
    ) -> impl Future<Output = Vec<Self::Answer>> + Send + 'static {
        let found = self.find(account, &keys, kept).await;
        let found_for = |key: &T::Key| match &found {
            Ok(found) => found.get(key).cloned().transpose(),
            Err(failure) => Err(failure.clone()),
        };
        ready(keys.iter().map(found_for).collect())
    }

    async fn end(&self, kept: Option<Kept>) {
        if let Some(kept) = kept {
            kept.transaction.close().await;
        }
    }
}
