//! Commits units that come at the same time in one transaction.

use application::StoreError;
use diesel_async::RunQueryDsl;
use domain::AccountId;

use super::{Change, Changes};
use crate::{feed::PgFeed, pool::PgPool, together::Answers, unit::Transaction};

/// How long such a transaction waits for a lock, in milliseconds. Whoever has to wait for longer waits alone.
const PATIENCE: u16 = 100;

/// What a unit does at its end: whose turns it waits for, what it changes, and whether there is something to tell then.
#[derive(Default)]
pub(crate) struct Steps {
    pub(crate) turns: Vec<i64>,
    pub(crate) changes: Vec<Change>,
    pub(crate) has_recorded: bool,
}

/// How it ended for one of several units.
pub(crate) enum Ended {
    /// All of it is committed, or none of it and every unit is told why.
    All(Result<(), StoreError>),
    /// Nothing was done: one of them could not be committed, or had to wait. Each is to be committed by itself.
    Undone(Steps),
}

/// Commits units that have asked for nothing, and hold nothing, before they change what is still as they read it.
pub(crate) struct Commits {
    pool: PgPool,
    feed: PgFeed,
}

impl Commits {
    pub(crate) fn new(pool: PgPool, feed: PgFeed) -> Self {
        Self { pool, feed }
    }

    /// A transaction with all changes, to be committed; or how it ended without.
    async fn make(&self, account: AccountId, units: Vec<Steps>) -> Result<Made, Vec<Ended>> {
        let opened = Transaction::to_write(&self.pool, account).await;
        let transaction = opened.map_err(|failure| all(units.len(), &Err(failure)))?;
        let Err(failure) = change(&transaction, &units).await else {
            return Ok(Made {
                units: units.len(),
                has_recorded: units.iter().any(|unit| unit.has_recorded),
                transaction,
            });
        };
        transaction.rollback().await;
        // Of one alone it is known what failed, if it did not only have to wait.
        Err(match failure {
            StoreError::Conflict | StoreError::Broken(_) if units.len() == 1 => all(1, &Err(failure)),
            _ => units.into_iter().map(Ended::Undone).collect(),
        })
    }
}

/// Makes all changes of these units.
async fn change(transaction: &Transaction, units: &[Steps]) -> Result<(), StoreError> {
    transaction.send_ahead(&format!("SET LOCAL lock_timeout = {PATIENCE}"));
    let turns = units.iter().flat_map(|unit| unit.turns.iter().copied());
    take_turns(transaction, turns.collect());
    let changes = Changes::of(units.iter().flat_map(|unit| &unit.changes));
    let made = async { (&changes).get_result(&mut transaction.shared()).await };
    let numbers: Vec<i64> = transaction.beside(made).await?;
    changes.judge(&numbers)
}

/// Waits, with what is asked next, for whoever else has one of these numbers until its transaction ends.
pub(crate) fn take_turns(transaction: &Transaction, mut numbers: Vec<i64>) {
    if numbers.is_empty() {
        return;
    }
    // In one order, so that nobody waits in a circle.
    numbers.sort_unstable();
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    transaction.send_ahead(&format!(
        "SELECT pg_advisory_xact_lock(number) FROM unnest('{{{}}}'::bigint[]) AS number",
        numbers.join(",")
    ));
}

/// What is to be committed.
struct Made {
    transaction: Transaction,
    units: usize,
    has_recorded: bool,
}

fn all(units: usize, committed: &Result<(), StoreError>) -> Vec<Ended> {
    std::iter::repeat_with(|| Ended::All(committed.clone()))
        .take(units)
        .collect()
}

impl Answers for Commits {
    type Question = Steps;
    type Answer = Ended;
    type Kept = ();

    async fn answer(
        &self,
        account: AccountId,
        units: Vec<Steps>,
        (): &mut (),
    ) -> impl Future<Output = Vec<Ended>> + Send + 'static {
        let made = self.make(account, units).await;
        let feed = self.feed.clone();
        async move {
            let made = match made {
                Ok(made) => made,
                Err(ended) => return ended,
            };
            let committed = made.transaction.commit().await;
            if made.has_recorded {
                // Also after a failure: an answer that was lost on its way may have been that it is committed.
                feed.touch(account);
            }
            all(made.units, &committed)
        }
    }

    async fn end(&self, (): ()) {}
}
