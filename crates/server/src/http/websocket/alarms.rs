//! What happens to a socket beside what its client says: time that runs out, a token that ends, a server that does.

use std::time::Duration;

use axum::extract::ws::Message;
use futures_util::future::{BoxFuture, FutureExt as _, pending};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep};

use super::close::Close;
use crate::http::streams::{Caller, Next, Place, StreamOptions};

/// What may happen to a socket.
pub(super) enum Event {
    /// Something came from the client, or it left.
    Heard(Option<Result<Message, axum::Error>>),
    /// An operation goes on.
    Came(u64, Next),
    /// The sign-in is done.
    SignedIn(Box<Result<Caller, Close>>),
    /// It is time for a sign of life.
    Tick,
    /// The server is about to end.
    Draining,
    /// The socket must end.
    End(Close),
}

/// What may happen from outside; each at most once but for the ticks.
pub(super) struct Alarms {
    ticks: Interval,
    signing_in: BoxFuture<'static, Result<Caller, Close>>,
    signed_out: BoxFuture<'static, ()>,
    draining: BoxFuture<'static, ()>,
    end: BoxFuture<'static, Close>,
}

impl Alarms {
    /// Of a socket that has yet to say who it is.
    pub(super) fn new(options: &StreamOptions, place: &Place) -> Self {
        let mut ticks = interval_at(Instant::now() + options.heartbeat, options.heartbeat);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut alarms = Self {
            ticks,
            signing_in: pending().boxed(),
            signed_out: pending().boxed(),
            draining: place.draining().boxed(),
            end: pending().boxed(),
        };
        alarms.end_after(options.initialised_within, Close::InitialisationTimeout);
        alarms
    }

    /// The client has said who it is.
    pub(super) fn sign_in(&mut self, signing_in: BoxFuture<'static, Result<Caller, Close>>) {
        self.signing_in = signing_in;
        self.end = pending().boxed();
    }

    /// It is known now.
    pub(super) fn signed_in(&mut self, caller: &Caller) {
        self.signed_out = caller.seat.signed_out().boxed();
    }

    /// The socket ends then, if it has not before.
    pub(super) fn end_after(&mut self, time: Duration, close: Close) {
        self.end = sleep(time).map(|()| close).boxed();
    }

    /// The next event.
    pub(super) async fn next(&mut self) -> Event {
        tokio::select! {
            _ = self.ticks.tick() => Event::Tick,
            signed_in = &mut self.signing_in => {
                self.signing_in = pending().boxed();
                Event::SignedIn(Box::new(signed_in))
            }
            () = &mut self.signed_out => Event::End(Close::Forbidden("Forbidden: the token has expired or was revoked")),
            () = &mut self.draining => {
                self.draining = pending().boxed();
                Event::Draining
            }
            close = &mut self.end => Event::End(close),
        }
    }
}
