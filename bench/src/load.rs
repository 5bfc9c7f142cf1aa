//! Loads accounts full of work into a database, two at once: made here, copied there.

mod account;
mod calendar;
mod catalogue;
mod ids;
mod plan;
mod records;
mod scribe;
mod stories;
mod team;

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use adapter_postgres::{
    PgPool, PoolOptions, Sealer,
    bulk::{Loader, Portion},
    migrate::{analyze, migrate},
};
use anyhow::{Context as _, anyhow};
use application::confirmation::ConfirmationKey;
use domain::{AccountId, UserId};
use futures_util::future::try_join_all;
use indicatif::ProgressBar;
use jiff::Timestamp;
use tokio::sync::mpsc;

use self::account::Founding;
use self::plan::AccountPlan;
pub use self::plan::Plan;

/// How many accounts are loaded at once: one connection for each core of a small machine, and what makes the rows beside.
const AT_ONCE: usize = 2;
/// How many portions of an account may wait for its connection.
const WAITING: usize = 3;

/// An account that was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// How many tasks it has.
    pub tasks: u64,
    /// One of its admins.
    pub admin: UserId,
}

/// Part of an account, and how many tasks are in it.
type Parcel = (Portion, u64);

/// Brings the database to this version and loads what is planned, as of the database's time; gives the accounts, biggest
/// first. What is there already stays as it is.
pub async fn load(url: &str, plan: &Plan, progress: &ProgressBar) -> anyhow::Result<Vec<Loaded>> {
    migrate(url).await?;
    let now = Loader::open(url).await?.now().await?;
    let accounts = load_as_of(url, plan, now, progress).await?;
    progress.set_message("gathering statistics and counting beforehand");
    finish(url, &accounts).await?;
    Ok(accounts)
}

/// Loads into a migrated database what is planned, as it would be at this moment.
pub async fn load_as_of(
    url: &str,
    plan: &Plan,
    now: Timestamp,
    progress: &ProgressBar,
) -> anyhow::Result<Vec<Loaded>> {
    let queue = Mutex::new(plan.accounts().into_iter().collect::<VecDeque<_>>());
    let workers = (0..AT_ONCE).map(|_| async {
        let (mut loader, mut done) = (Loader::open(url).await?, Vec::new());
        loop {
            let Some(account) = next(&queue) else {
                return anyhow::Ok(done);
            };
            done.push(load_account(&mut loader, account, now, progress).await?);
        }
    });
    let loaded: Vec<Vec<Loaded>> = try_join_all(workers).await?;
    let mut loaded = loaded.concat();
    loaded.sort_by(|a, b| b.tasks.cmp(&a.tasks).then_with(|| a.name.cmp(&b.name)));
    Ok(loaded)
}

/// Makes what is not loaded but derived: statistics, and what jobs of the server keep beside the data.
pub async fn finish(url: &str, accounts: &[Loaded]) -> anyhow::Result<()> {
    analyze(url).await?;
    let mut options = PoolOptions::new(url);
    options.size = u32::try_from(AT_ONCE)?;
    let sealer = Sealer::new(PgPool::open(options).await?).alone();
    let queue = Mutex::new(accounts.iter().map(|account| account.id).collect::<VecDeque<_>>());
    let workers = (0..AT_ONCE).map(|_| async {
        loop {
            let Some(account) = next(&queue) else {
                return anyhow::Ok(());
            };
            sealer
                .catch_up(account)
                .await
                .context("cannot count beforehand")?;
        }
    });
    try_join_all(workers).await?;
    Ok(analyze(url).await?)
}

fn next<T>(queue: &Mutex<VecDeque<T>>) -> Option<T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
}

/// The rows are made on a thread of their own while the connection takes those before.
async fn load_account(
    loader: &mut Loader,
    plan: AccountPlan,
    now: Timestamp,
    progress: &ProgressBar,
) -> anyhow::Result<Loaded> {
    let founding = Founding::new(&plan, now, random()?)?;
    let account = founding.loaded();
    loader
        .begin(founding.account(), &ConfirmationKey::new(random()?))
        .await?;
    let (sender, mut parcels) = mpsc::channel::<Parcel>(WAITING);
    let making = tokio::task::spawn_blocking(move || {
        founding.tell(&mut |portion, tasks| {
            let taken = sender.blocking_send((portion, tasks));
            taken.map_err(|_| anyhow!("nobody takes the rows any more"))
        })
    });
    while let Some((portion, tasks)) = parcels.recv().await {
        loader.load(portion).await?;
        progress.inc(tasks);
    }
    making.await??;
    loader.commit().await?;
    Ok(account)
}

fn random<const LENGTH: usize>() -> anyhow::Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|_| anyhow!("this machine has no randomness to offer"))?;
    Ok(bytes)
}
