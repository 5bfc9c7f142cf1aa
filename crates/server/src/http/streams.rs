//! What answers that go on have in common, whichever transport carries them: how many there may be, and when they end.

mod caller;
mod run;
mod seats;
mod watch;

use std::future::Future;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use application::{Queries, ports::Clock};
use tokio::sync::{self, OwnedSemaphorePermit, Semaphore};

pub(super) use caller::{Ask, Caller};
pub(super) use run::{Next, Run, Written};
pub(super) use seats::{Seat, Seats, TooMany};

/// Of so many streams one may be a socket that has not said yet who it is: those who have always find room.
const ONE_WAITS_OF: usize = 10;

/// What can be chosen about streams: WebSockets and event streams.
#[derive(Debug, Clone, Copy)]
pub struct StreamOptions {
    /// How many there may be at once.
    pub at_once: NonZeroU32,
    /// How many of them with one token.
    pub per_token: NonZeroU32,
    /// After which silence a stream gives a sign of life.
    pub heartbeat: Duration,
    /// How long a socket may take to say who it is.
    pub initialised_within: Duration,
    /// After which time the token of a stream is looked at again.
    pub looked_at_every: Duration,
    /// How long a client may take nothing before it is cut off.
    pub patience: Duration,
}

impl Default for StreamOptions {
    fn default() -> Self {
        Self {
            at_once: AT_ONCE,
            per_token: PER_TOKEN,
            heartbeat: HEARTBEAT,
            initialised_within: Duration::from_secs(10),
            looked_at_every: Duration::from_secs(30),
            patience: Duration::from_secs(15),
        }
    }
}

/// Streams at once, unless somebody chooses.
pub const AT_ONCE: NonZeroU32 = NonZeroU32::new(10_000).unwrap();
/// Streams of one token at once, unless somebody chooses.
pub const PER_TOKEN: NonZeroU32 = NonZeroU32::new(100).unwrap();
/// Proxies commonly give a silent connection up after 15 s at the earliest.
pub const HEARTBEAT: Duration = Duration::from_secs(12);

/// All streams of a server.
pub struct Streams {
    options: StreamOptions,
    room: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    seats: Arc<Seats>,
    is_draining: sync::watch::Sender<bool>,
}

impl Streams {
    /// None yet.
    pub fn new(options: StreamOptions, queries: Queries, clock: Arc<dyn Clock>) -> Self {
        let (room, per_token) = (number(options.at_once), options.per_token);
        Self {
            options,
            room: Arc::new(Semaphore::new(room)),
            waiting: Arc::new(Semaphore::new(room.div_ceil(ONE_WAITS_OF))),
            seats: Arc::new(Seats::new(per_token, options.looked_at_every, queries, clock)),
            is_draining: sync::watch::Sender::new(false),
        }
    }

    /// What was chosen.
    pub(super) fn options(&self) -> &StreamOptions {
        &self.options
    }

    /// Who sits where.
    pub(super) fn seats(&self) -> &Arc<Seats> {
        &self.seats
    }

    /// Room for one more; none where there are enough, or where the server is about to end.
    pub(super) fn enter(&self) -> Option<Place> {
        if *self.is_draining.borrow() {
            return None;
        }
        let permit = Arc::clone(&self.room).try_acquire_owned().ok()?;
        Some(Place {
            _permit: permit,
            is_draining: self.is_draining.subscribe(),
        })
    }

    /// A turn to say who one is.
    pub(super) fn wait(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.waiting).try_acquire_owned().ok()
    }

    /// Has all streams end, each as its transport says so.
    pub fn drain(&self) {
        self.is_draining.send_replace(true);
    }

    /// Waits until none is left.
    pub async fn ended(&self) {
        // Nobody closes the semaphore.
        let _ = self.room.acquire_many(self.options.at_once.get()).await;
    }
}

/// Room for one stream.
pub(super) struct Place {
    _permit: OwnedSemaphorePermit,
    is_draining: sync::watch::Receiver<bool>,
}

impl Place {
    /// Ends when the server is about to.
    pub(super) fn draining(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut is_draining = self.is_draining.clone();
        async move {
            // The sender lives as long as the server does.
            let _ = is_draining.wait_for(|is_draining| *is_draining).await;
        }
    }
}

fn number(count: NonZeroU32) -> usize {
    usize::try_from(count.get()).unwrap_or(Semaphore::MAX_PERMITS)
}

#[cfg(test)]
mod tests;
