//! When an account can be sealed: announced first, then waited for, then done. All steps may be broken off anywhere
//! and taken by any number of servers at once.

use application::StoreError;
use diesel::{QueryResult, QueryableByName, sql_query, sql_types};
use diesel_async::RunQueryDsl;
use domain::AccountId;
use jiff::Timestamp;
use std::time::Duration;

use super::{Seal, advance, verify};
use crate::{errors::store_error, history_index, pool::PgPool, unit::Transaction};

/// How long to wait for transactions that are under way, before looking again.
const SETTLING: Duration = Duration::from_millis(100);

/// How old is what gets sealed, at least: five minutes more than what changes without a note.
const ANNOUNCE: &str = "update seals set \
    announced_until = greatest(announced_until, now() - interval '10 minutes'), \
    announced_by = pg_current_xact_id()::text::bigint, visit_at = now() + interval '10 seconds' \
    where account_id = $1";

/// Whether nobody else is at it, and whether all transactions have ended that may have missed the announcement. A
/// transaction of the future is one of the cluster that this database was restored from.
const STATE: &str = "select pg_try_advisory_xact_lock(hashtextextended(account_id::text, 7265113)) as ours, \
    announced_by < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as settled, \
    announced_by >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint as foreign_past \
    from seals where account_id = $1";

/// An account in which much happens is visited sooner: what is not indexed yet is walked by whoever searches.
const DONE: &str = "update seals set visit_at = now() + case when $2 then interval '2 minutes' else interval '1 hour' end \
    where account_id = $1";

/// So many entries since the last time are much.
const MUCH: usize = 1_000;

/// What a visit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// It was announced what gets sealed next.
    Announced,
    /// Transactions are under way that are older than the announcement.
    Waiting,
    /// All that was announced is sealed, and the history is indexed next.
    Sealed,
    /// A part of the history was indexed, and more is to come.
    Indexed,
    /// All that was announced is sealed and indexed.
    Done,
    /// Another server is at it.
    Elsewhere,
    /// There is no such account.
    NoAccount,
}

/// Seals accounts, one visit at a time.
#[derive(Debug, Clone)]
pub struct Sealer {
    pool: PgPool,
    /// Entries of the history that are indexed in one transaction.
    portion: u32,
}

#[derive(Debug, Clone, Copy, QueryableByName)]
struct State {
    #[diesel(sql_type = sql_types::Bool)]
    ours: bool,
    #[diesel(sql_type = sql_types::Bool)]
    settled: bool,
    #[diesel(sql_type = sql_types::Bool)]
    foreign_past: bool,
}

impl Sealer {
    /// In the database of this pool.
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            portion: history_index::PORTION,
        }
    }

    /// The same with portions as big as the index has room for at a time, so that it writes nothing twice. Loading a million
    /// tasks took 175 MB of memory with it: for programs that serve nobody meanwhile.
    pub fn alone(self) -> Self {
        Self {
            portion: history_index::SEGMENT,
            ..self
        }
    }

    /// The next accounts to be visited, at most as many as asked for.
    pub async fn due(&self, at_most: u16) -> Result<Vec<AccountId>, StoreError> {
        let mut connection = self.pool.get().await?;
        let due = diesel::select(accounts_to_visit(i32::from(at_most)));
        let due: Vec<uuid::Uuid> = due.load(&mut *connection).await.map_err(store_error)?;
        Ok(due.into_iter().map(AccountId::new).collect())
    }

    /// Takes the next step for an account.
    pub async fn visit(&self, account: AccountId) -> Result<Visit, StoreError> {
        self.undisturbed(account, async |tx, state| {
            let seal = Seal::read(tx).await?;
            let Some(until) = seal.announced_until.filter(|_| !state.foreign_past) else {
                return announce(tx).await;
            };
            let is_sealed = seal.is_settled() && advance::zone(tx).await?.name() == seal.zone_name();
            let index = history_index::State::read(tx).await?;
            if is_sealed && index.indexed_until >= Some(until) {
                return announce(tx).await;
            }
            match state.settled {
                false => wait(tx).await,
                true if is_sealed => index_next(tx, until, self.portion).await,
                true => advance::seal_announced(tx, seal).await,
            }
        })
        .await
    }

    /// Makes all that is sealed and indexed of an account anew, while it is read and written.
    pub async fn rebuild(&self, account: AccountId) -> Result<Visit, StoreError> {
        self.undisturbed(account, async |tx, _| {
            let seal = Seal::read(tx).await?;
            if let Some(until) = history_index::State::read(tx).await?.indexed_until {
                history_index::clear(tx).await?;
                while !history_index::index_portion(tx, until, self.portion)
                    .await?
                    .is_all
                {}
            }
            match seal.sealed_until {
                Some(until) => advance::seal_anew(tx, until).await,
                None => Ok(Visit::Waiting),
            }
        })
        .await
    }

    /// Seals and indexes all that an account has, but for the last minutes.
    pub async fn catch_up(&self, account: AccountId) -> Result<(), StoreError> {
        let mut announced = false;
        loop {
            match self.visit(account).await? {
                Visit::Announced => announced = true,
                Visit::Done if announced => return Ok(()),
                Visit::Sealed | Visit::Indexed | Visit::Done => (),
                Visit::Waiting | Visit::Elsewhere => tokio::time::sleep(SETTLING).await,
                Visit::NoAccount => return Ok(()),
            }
        }
    }

    /// What is sealed and indexed of an account otherwise than it was completed and told, in a sentence each. It looks at one moment, while
    /// others write.
    pub async fn verify(&self, account: AccountId) -> Result<Vec<String>, StoreError> {
        let mut tx = Transaction::long(&self.pool, account).await?;
        let report = verify::differences(&mut tx).await;
        let history = history_index::differences(&mut tx).await;
        tx.rollback().await;
        let of = |name: &'static str| move |difference| format!("{name}: {difference}");
        let report = report?.into_iter().map(of("the report"));
        Ok(report.chain(history?.into_iter().map(of("the search"))).collect())
    }

    /// In one snapshot, and while no other server is at it.
    async fn undisturbed(
        &self,
        account: AccountId,
        work: impl AsyncFnOnce(&mut Transaction, State) -> Result<Visit, StoreError>,
    ) -> Result<Visit, StoreError> {
        let mut tx = Transaction::long(&self.pool, account).await?;
        let done = match state(&mut tx).await {
            Ok(Some(state)) if state.ours => work(&mut tx, state).await,
            Ok(Some(_)) => Ok(Visit::Elsewhere),
            Ok(None) => Ok(Visit::NoAccount),
            Err(error) => Err(error),
        };
        if done.is_err() {
            tx.rollback().await;
            return elsewhere(done);
        }
        elsewhere(tx.commit().await.and(done))
    }
}

/// Whoever erases a contact was faster: next time it is seen.
fn elsewhere(done: Result<Visit, StoreError>) -> Result<Visit, StoreError> {
    match done {
        Err(StoreError::Conflict) => Ok(Visit::Elsewhere),
        done => done,
    }
}

async fn state(tx: &mut Transaction) -> Result<Option<State>, StoreError> {
    let query = sql_query(STATE).bind::<sql_types::Uuid, _>(tx.account().uuid());
    let state: QueryResult<Vec<State>> = query.load(tx.connection()).await;
    Ok(tx.noted(state)?.pop())
}

async fn announce(tx: &mut Transaction) -> Result<Visit, StoreError> {
    let announce = sql_query(ANNOUNCE).bind::<sql_types::Uuid, _>(tx.account().uuid());
    let announced = announce.execute(tx.connection()).await;
    tx.noted(announced).map(|_| Visit::Announced)
}

async fn wait(tx: &mut Transaction) -> Result<Visit, StoreError> {
    let later = sql_query("update seals set visit_at = now() + interval '10 seconds' where account_id = $1");
    let later = later.bind::<sql_types::Uuid, _>(tx.account().uuid());
    let waiting = later.execute(tx.connection()).await;
    tx.noted(waiting).map(|_| Visit::Waiting)
}

async fn index_next(tx: &mut Transaction, until: Timestamp, at_most: u32) -> Result<Visit, StoreError> {
    let portion = history_index::index_portion(tx, until, at_most).await?;
    if !portion.is_all {
        return Ok(Visit::Indexed);
    }
    let done = sql_query(DONE)
        .bind::<sql_types::Uuid, _>(tx.account().uuid())
        .bind::<sql_types::Bool, _>(portion.entries >= MUCH)
        .execute(tx.connection())
        .await;
    tx.noted(done).map(|_| Visit::Done)
}

#[diesel::declare_sql_function]
extern "SQL" {
    fn accounts_to_visit(at_most: sql_types::Integer) -> sql_types::Uuid;
}
