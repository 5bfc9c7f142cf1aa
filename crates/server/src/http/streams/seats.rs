//! How many streams each token has. Whoever has a seat hears when its token works no more.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::future::Future;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use application::{Queries, Session, ports::Clock};
use domain::ApiTokenId;
use tokio::sync::{Notify, watch};

use super::watch::Watch;
use crate::auth::BearerToken;
use crate::background;

/// The seats that are taken.
pub(in crate::http) struct Seats {
    per_token: NonZeroU32,
    looked_at_every: Duration,
    queries: Queries,
    clock: Arc<dyn Clock>,
    taken: Mutex<HashMap<Option<ApiTokenId>, Taken>>,
}

/// Those of one token, which one task looks at for all of them.
struct Taken {
    count: u32,
    is_over: watch::Receiver<bool>,
    look_now: Arc<Notify>,
}

/// The token has as many streams as it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) struct TooMany;

impl Seats {
    pub(super) fn new(
        per_token: NonZeroU32,
        looked_at_every: Duration,
        queries: Queries,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            per_token,
            looked_at_every,
            queries,
            clock,
            taken: Mutex::default(),
        }
    }

    /// A seat for whoever has signed in with a token.
    pub(in crate::http) fn take(
        self: &Arc<Self>,
        token: &BearerToken,
        session: &Session,
    ) -> Result<Seat, TooMany> {
        let id = session.token();
        let mut all = self.taken();
        let of_token = match all.entry(id) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(self.watched(token.clone(), session)),
        };
        if of_token.count >= self.per_token.get() {
            return Err(TooMany);
        }
        of_token.count += 1;
        Ok(Seat {
            token: id,
            seats: Arc::clone(self),
            is_over: of_token.is_over.clone(),
            look_now: Arc::clone(&of_token.look_now),
        })
    }

    fn watched(&self, token: BearerToken, session: &Session) -> Taken {
        let (over, is_over) = watch::channel(false);
        let look_now = Arc::new(Notify::new());
        let watch = Watch {
            queries: self.queries.clone(),
            clock: Arc::clone(&self.clock),
            token,
            expires_at: session.token_expires_at(),
            every: self.looked_at_every,
            look_now: Arc::clone(&look_now),
        };
        background::spawn("token of streams", watch.until_over(over));
        Taken {
            count: 0,
            is_over,
            look_now,
        }
    }

    fn leave(&self, id: Option<ApiTokenId>) {
        if let Entry::Occupied(mut entry) = self.taken().entry(id) {
            let of_token = entry.get_mut();
            of_token.count = of_token.count.saturating_sub(1);
            if of_token.count == 0 {
                entry.remove();
            }
        }
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<Option<ApiTokenId>, Taken>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One stream of a token; given back when it is dropped.
pub(in crate::http) struct Seat {
    token: Option<ApiTokenId>,
    seats: Arc<Seats>,
    is_over: watch::Receiver<bool>,
    look_now: Arc<Notify>,
}

impl Seat {
    /// Whose it is.
    pub(in crate::http) fn token(&self) -> Option<ApiTokenId> {
        self.token
    }

    /// Ends when the token has expired or was revoked.
    pub(in crate::http) fn signed_out(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut is_over = self.is_over.clone();
        async move {
            if is_over.wait_for(|is_over| *is_over).await.is_err() {
                std::future::pending::<()>().await; // nobody looks any more, so nobody can tell
            }
        }
    }

    /// Has the token looked at now, because it seems not to work any more.
    pub(in crate::http) fn look_now(&self) {
        self.look_now.notify_one();
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.leave(self.token);
    }
}
