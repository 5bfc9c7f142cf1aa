//! The home of spawned tasks, but for those of `adapter_postgres::together`: none ends badly without a line in the log.

use std::future::Future;

use tokio::task::{AbortHandle, JoinHandle};

/// Work that goes on beside the requests; goes on as well when this is dropped.
#[derive(Debug)]
pub struct Background {
    work: AbortHandle,
    watch: JoinHandle<()>,
}

/// Starts work under a name for the log.
#[expect(clippy::disallowed_methods, reason = "this is the home of `tokio::spawn`")]
pub fn spawn(name: &'static str, work: impl Future<Output = ()> + Send + 'static) -> Background {
    let work = tokio::spawn(work);
    let abort = work.abort_handle();
    let watch = tokio::spawn(async move {
        // The message of a panic may carry data; the panic hook has told where it was.
        if work.await.is_err_and(|error| error.is_panic()) {
            tracing::error!(name, "a background task has panicked");
        }
    });
    Background { work: abort, watch }
}

impl Background {
    /// Ends the work at its next await.
    pub fn cancel(&self) {
        self.work.abort();
    }

    /// Waits until the work has ended, in whichever way.
    pub async fn ended(self) {
        // The watch neither panics nor is cancelled; at the runtime's end there is nobody left to tell.
        let _ = self.watch.await;
    }

    /// Whether the work has ended.
    pub fn has_ended(&self) -> bool {
        self.work.is_finished()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_panics_ends_without_taking_anybody_along() {
        spawn("panics", async { panic!("on purpose") }).ended().await;
    }

    #[tokio::test]
    async fn cancelled_work_ends() {
        let endless = spawn("endless", std::future::pending());
        endless.cancel();
        endless.ended().await;
    }
}
