//! The port `Feed`: who follows which account, and what this process has committed since it last told the others.

mod readers;
mod wire;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use application::{
    StoreError,
    ports::{Followers, Following},
};
use domain::{AccountId, ActivityId};
use tokio::sync::{
    Mutex as Turn, Notify,
    mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

use crate::{
    pool::PgPool,
    read::feed::{self, Place},
    unit::Transaction,
};

/// Tells what is committed to the database, by whichever process. Clones share it. Somebody must let it [run](Self::run):
/// until then nothing is told.
#[derive(Clone)]
pub struct PgFeed(Arc<Shared>);

struct Shared {
    pool: PgPool,
    readers: Mutex<HashMap<AccountId, Arc<Reader>>>,
    /// Accounts that somebody begins to follow, on their way to whoever reads them.
    begin: UnboundedSender<Beginning>,
    beginnings: Turn<UnboundedReceiver<Beginning>>,
    /// Accounts with entries that other processes have not been told of.
    touched: Mutex<BTreeSet<AccountId>>,
    is_touched: Notify,
}

/// Who reads an account, for all who follow it.
struct Reader {
    account: AccountId,
    followers: Followers,
    wake: Notify,
    /// What lies before was told.
    place: Mutex<Place>,
}

/// Where to begin, and what there is behind: a place is before all that may still be committed, and before more.
async fn beginning(
    tx: &mut Transaction,
    joined: Option<Place>,
) -> Result<(Place, HashSet<ActivityId>), StoreError> {
    let from = match joined {
        Some(place) => place,
        None => feed::here(tx).await?,
    };
    Ok((from, feed::there_since(tx, from).await?))
}

struct Beginning {
    reader: Arc<Reader>,
    from: Place,
}

impl PgFeed {
    pub(crate) fn new(pool: PgPool) -> Self {
        let (begin, beginnings) = unbounded_channel();
        Self(Arc::new(Shared {
            pool,
            readers: Mutex::default(),
            begin,
            beginnings: Turn::new(beginnings),
            touched: Mutex::default(),
            is_touched: Notify::new(),
        }))
    }

    /// Tells followers, until it is dropped; they then know that it has ended. One connection to this URL listens to what
    /// other processes commit, and tells them what this one does: it must lead to PostgreSQL itself, not to a pooler that
    /// lends connections for a transaction.
    pub async fn run(&self, url: &str) {
        let _ending = Ending(&self.0);
        tokio::join!(self.0.read_all(), self.0.stay_wired(url));
    }

    pub(crate) async fn follow(&self, account: AccountId) -> Result<Following, StoreError> {
        loop {
            let joined = self.0.join(account);
            let mut tx = Transaction::read(&self.0.pool, account).await?;
            let beginning = beginning(&mut tx, joined.as_ref().map(|(_, place)| *place)).await;
            tx.close().await;
            let (from, told_already) = beginning?;
            let following = joined.map(|(following, _)| following);
            if let Some(following) = following.or_else(|| self.0.begin(account, from)) {
                return Ok(following.skipping(told_already));
            }
        }
    }

    /// Takes note that this process has committed entries.
    pub(crate) fn touch(&self, account: AccountId) {
        self.0.wake(account);
        lock(&self.0.touched).insert(account);
        self.0.is_touched.notify_one();
    }
}

impl Shared {
    /// Follows who reads the account already, and from where on it still tells.
    fn join(&self, account: AccountId) -> Option<(Following, Place)> {
        let readers = lock(&self.readers);
        let reader = readers.get(&account)?;
        let place = *lock(&reader.place);
        Some((reader.followers.follow(), place))
    }

    /// `None` where somebody else has begun meanwhile.
    fn begin(&self, account: AccountId, from: Place) -> Option<Following> {
        let mut readers = lock(&self.readers);
        if readers.contains_key(&account) {
            return None;
        }
        let reader = Arc::new(Reader {
            account,
            followers: Followers::default(),
            wake: Notify::new(),
            place: Mutex::new(from),
        });
        readers.insert(account, Arc::clone(&reader));
        let following = reader.followers.follow();
        // The other end lives as long as this one.
        let _ = self.begin.send(Beginning { reader, from });
        Some(following)
    }

    fn wake(&self, account: AccountId) {
        if let Some(reader) = lock(&self.readers).get(&account) {
            reader.wake.notify_one();
        }
    }

    fn wake_all(&self) {
        for reader in lock(&self.readers).values() {
            reader.wake.notify_one();
        }
    }
}

/// Whoever still follows learns that nothing more will come.
struct Ending<'a>(&'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        lock(&self.0.readers).clear();
        // Nor will those be read that have just begun.
        if let Ok(mut beginnings) = self.0.beginnings.try_lock() {
            while beginnings.try_recv().is_ok() {}
        }
    }
}

/// Whoever panicked while holding one left a whole value behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for PgFeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let followed = lock(&self.0.readers).len();
        f.debug_struct("PgFeed")
            .field("followed", &followed)
            .finish_non_exhaustive()
    }
}
