//! Two transactions against each other, again and again, until both orders were seen.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use futures_util::future::LocalBoxFuture;
use tokio::sync::Barrier;

/// How often each race is run.
pub(crate) const ROUNDS: usize = 200;

/// How much the head start changes after each round.
const STEP: Duration = Duration::from_micros(150);

/// Whose effect came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    One,
    Other,
}

/// Who starts how much earlier in this round. Whoever came first starts later in the next one, so that the two go on
/// meeting where the order is decided, on a fast machine and on a slow one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Start {
    one_waits: Duration,
    other_waits: Duration,
}

impl Start {
    /// Runs both at once, each in the transactions it makes itself. Boxed: it holds two use cases with all they hold.
    pub(crate) fn both<'a, A: 'a, B: 'a>(
        self,
        one: impl Future<Output = A> + 'a,
        other: impl Future<Output = B> + 'a,
    ) -> LocalBoxFuture<'a, (A, B)> {
        Box::pin(async move {
            let line = Barrier::new(2);
            tokio::join!(
                begin(&line, self.one_waits, one),
                begin(&line, self.other_waits, other)
            )
        })
    }

    fn after(self, first: First) -> Self {
        let (ahead, behind) = match first {
            First::One => (self.one_waits, self.other_waits),
            First::Other => (self.other_waits, self.one_waits),
        };
        let behind_now = behind.saturating_sub(STEP);
        let ahead_now = ahead + STEP.saturating_sub(behind);
        match first {
            First::One => Self {
                one_waits: ahead_now,
                other_waits: behind_now,
            },
            First::Other => Self {
                one_waits: behind_now,
                other_waits: ahead_now,
            },
        }
    }
}

async fn begin<T>(line: &Barrier, wait: Duration, run: impl Future<Output = T>) -> T {
    line.wait().await;
    pause(wait).await;
    run.await
}

/// Gives way to the other without sleeping: a timer's ticks are longer than what decides a race.
async fn pause(duration: Duration) {
    let start = Instant::now();
    while start.elapsed() < duration {
        tokio::task::yield_now().await;
    }
}

/// Runs all rounds; each tells who came first. Both must have been first.
pub(crate) async fn race(mut round: impl AsyncFnMut(usize, Start) -> First) {
    let (mut start, mut firsts) = (Start::default(), [0, 0]);
    for number in 0..ROUNDS {
        let first = round(number, start).await;
        firsts[usize::from(first == First::Other)] += 1;
        start = start.after(first);
    }
    let [one, other] = firsts;
    eprintln!("{one} times the one first, {other} times the other");
    assert!(one > 0 && other > 0, "only one order was seen: {one} to {other}");
}
