//! Looks at a token as long as it has streams: it expires at its moment, and may be revoked at any.

use std::sync::Arc;
use std::time::Duration;

use application::{Queries, ports::Clock};
use jiff::Timestamp;
use tokio::sync::{Notify, watch};

use crate::auth::{self, BearerToken};

/// Looks at one token.
pub(super) struct Watch {
    pub(super) queries: Queries,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) token: BearerToken,
    pub(super) expires_at: Option<Timestamp>,
    pub(super) every: Duration,
    pub(super) look_now: Arc<Notify>,
}

impl Watch {
    /// Says so when the token works no more; ends when nobody listens.
    pub(super) async fn until_over(self, over: watch::Sender<bool>) {
        loop {
            tokio::select! {
                () = over.closed() => return,
                () = tokio::time::sleep(self.until_next_look()) => (),
                () = self.look_now.notified() => (),
            }
            if self.is_over().await {
                over.send_replace(true);
                return;
            }
        }
    }

    fn until_next_look(&self) -> Duration {
        let until_expiry = self.expires_at.map_or(Duration::MAX, |at| {
            let left = at.duration_since(self.clock.now());
            // A negative one is over already.
            Duration::try_from(left).unwrap_or_default()
        });
        until_expiry.min(self.every)
    }

    async fn is_over(&self) -> bool {
        if self.expires_at.is_some_and(|at| at <= self.clock.now()) {
            return true;
        }
        match auth::sign_in(&self.queries, &self.token).await {
            Ok(Some(session)) => {
                session.close().await;
                false
            }
            Ok(None) => true,
            Err(error) => {
                // Nothing is answered meanwhile either: each answer signs in anew.
                let error: &dyn std::error::Error = &error;
                tracing::warn!(error, "the token of a stream was not looked at");
                false
            }
        }
    }
}
