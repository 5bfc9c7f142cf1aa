//! Reads each account that somebody follows, once for all who do.

use std::{sync::Arc, time::Duration};

use application::{StoreError, ports::feed::ROOM};
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::time::{Instant, sleep, timeout};

use super::{Beginning, Reader, Shared, lock};
use crate::{
    read::feed::{self, Place, Portion},
    unit::Transaction,
};

/// How often is looked where nobody tells of anything: a process that ends between commit and notification tells nobody.
const EVERY: Duration = Duration::from_secs(3);
/// How soon is looked again for what an older transaction holds back; it doubles each time.
const SOON: Duration = Duration::from_millis(10);
/// How long nothing is read after something was: what comes meanwhile is read together.
const TOGETHER: Duration = Duration::from_millis(3);
/// How long followers are waited for, where more was committed at once than they have room for.
const PATIENCE: Duration = Duration::from_secs(2);

impl Shared {
    /// Reads what is followed, as long as it is polled.
    pub(super) async fn read_all(&self) {
        let mut beginnings = self.beginnings.lock().await;
        let mut reading = FuturesUnordered::new();
        loop {
            tokio::select! {
                Some(beginning) = beginnings.recv() => reading.push(self.read_on(beginning)),
                Some(()) = reading.next(), if !reading.is_empty() => (),
                else => return,
            }
        }
    }

    /// Reads one account until nobody follows it any more.
    async fn read_on(&self, Beginning { reader, from }: Beginning) {
        let (mut place, mut soon) = (from, SOON);
        while !self.is_left(&reader) {
            let pause = match self.read(&reader, place).await {
                Ok(portion) => {
                    let until = portion.until;
                    soon = if portion.are_held_back {
                        (soon * 2).min(EVERY)
                    } else {
                        SOON
                    };
                    let pause = self.tell(&reader, portion, soon).await;
                    place = until;
                    *lock(&reader.place) = place;
                    pause
                }
                Err(error) => {
                    let error: &dyn std::error::Error = &error;
                    tracing::warn!(error, "what was committed was not read; tried again soon");
                    EVERY / 3
                }
            };
            // Either way it is time to look.
            let _ = timeout(pause, reader.wake.notified()).await;
        }
    }

    async fn read(&self, reader: &Reader, place: Place) -> Result<Portion, StoreError> {
        let mut tx = Transaction::read(&self.pool, reader.account).await?;
        let portion = feed::since(&mut tx, place).await;
        tx.close().await;
        portion
    }

    /// Tells what was read, and how long nothing need be read now.
    async fn tell(&self, reader: &Reader, portion: Portion, soon: Duration) -> Duration {
        if portion.entries.is_empty() {
            return if portion.are_held_back { soon } else { EVERY };
        }
        let mut chunks = portion.entries.chunks(ROOM / 4);
        let since = Instant::now();
        while let Some(some) = chunks.next() {
            reader.followers.tell(some.iter().cloned());
            // Only many at once are more than everybody has room for: nobody waits for one who is slow.
            while chunks.len() > 0 && reader.followers.behind() > ROOM / 2 && since.elapsed() < PATIENCE {
                sleep(SOON).await;
            }
        }
        sleep(TOGETHER).await;
        match (portion.are_more, portion.are_held_back) {
            (true, _) => Duration::ZERO,
            (false, true) => soon,
            (false, false) => EVERY,
        }
    }

    /// Whether nobody follows any more; whoever comes later begins anew.
    fn is_left(&self, reader: &Arc<Reader>) -> bool {
        let mut readers = lock(&self.readers);
        let is_left = !reader.followers.are_any();
        if is_left {
            readers.remove(&reader.account);
        }
        is_left
    }
}
