//! Lets use cases happen at a moment that is told, with ids of that moment; several scribes write side by side.

use std::fmt::Debug;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, anyhow};
use application::{
    Commands, UseCaseError,
    ports::{Clock, Ids, Store},
};
use jiff::Timestamp;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::random::Random;

/// Writes through the use cases, at the moments it is told.
#[derive(Clone)]
pub(super) struct Scribe {
    moment: Arc<Moment>,
    commands: Commands,
}

impl Scribe {
    /// Writes into this store.
    pub(super) fn new(store: Arc<dyn Store>) -> Self {
        let moment = Arc::new(Moment::default());
        let commands = Commands::new(
            store,
            Arc::<Moment>::clone(&moment),
            Arc::<Moment>::clone(&moment),
        );
        Self { moment, commands }
    }

    /// The clock it writes by.
    pub(super) fn clock(&self) -> Arc<dyn Clock> {
        Arc::<Moment>::clone(&self.moment)
    }

    /// The use cases at this moment. The step's name decides about ids, so that they do not depend on who writes what
    /// beside; no two steps have the same name.
    pub(super) fn at(&self, moment: Timestamp, step: &[u64]) -> &Commands {
        let mut present = self.moment.0.lock().unwrap_or_else(PoisonError::into_inner);
        *present = Present {
            now: moment,
            random: Random::of(step),
            given: 0,
        };
        &self.commands
    }
}

/// What came of a step; says which one failed, for the person at the terminal.
pub(super) fn done<T, E: UseCaseError + Debug>(
    result: Result<T, E>,
    step: &'static str,
) -> anyhow::Result<T> {
    result.map_err(|error| match error.store_error() {
        Some(store) => anyhow!("cannot {step} of the demo data: {store}"),
        None => anyhow!("cannot {step} of the demo data: {error:?}"),
    })
}

/// Does the jobs in several streams side by side and gives the results in the order of the jobs.
pub(super) async fn in_streams<J, R, F>(
    store: &Arc<dyn Store>,
    streams: usize,
    jobs: impl IntoIterator<Item = J>,
    work: impl Fn(Scribe, J) -> F + Clone + Send + 'static,
) -> anyhow::Result<Vec<R>>
where
    J: Send + 'static,
    R: Send + 'static,
    F: Future<Output = anyhow::Result<R>> + Send,
{
    let mut shares: Vec<Vec<(usize, J)>> = Vec::new();
    shares.resize_with(streams.max(1), Vec::new);
    for (number, job) in jobs.into_iter().enumerate() {
        if let Some(share) = shares.get_mut(number % streams.max(1)) {
            share.push((number, job));
        }
    }
    let mut running = JoinSet::new();
    for share in shares {
        let (scribe, work) = (Scribe::new(Arc::clone(store)), work.clone());
        running.spawn(async move {
            let mut results = Vec::with_capacity(share.len());
            for (number, job) in share {
                results.push((number, work(scribe.clone(), job).await?));
            }
            Ok::<_, anyhow::Error>(results)
        });
    }
    let mut results = Vec::new();
    while let Some(ended) = running.join_next().await {
        results.extend(ended.context("a stream of the demo data broke off")??);
    }
    results.sort_unstable_by_key(|(number, _)| *number);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

/// The time it is said to be, and the ids of that time.
#[derive(Default)]
struct Moment(Mutex<Present>);

struct Present {
    now: Timestamp,
    random: Random,
    given: u64,
}

impl Default for Present {
    fn default() -> Self {
        Self {
            now: Timestamp::UNIX_EPOCH,
            random: Random::of(&[]),
            given: 0,
        }
    }
}

impl Clock for Moment {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).now
    }
}

impl Ids for Moment {
    fn next(&self) -> Uuid {
        let mut present = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        present.given += 1;
        let random = present.random.next();
        version_7(present.now, present.given, random)
    }
}

/// A UUID of version 7: milliseconds, then a counter that keeps the order within them, then chance.
fn version_7(at: Timestamp, counter: u64, random: u64) -> Uuid {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or_default();
    let high = (milliseconds << 16) | 0x7000 | (counter & 0x0fff);
    Uuid::from_u64_pair(high, (1 << 63) | (random >> 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_version_7_and_sort_by_time_and_then_as_they_were_given() {
        let at = |milliseconds| Timestamp::from_millisecond(milliseconds).unwrap();
        let first = version_7(at(1_700_000_000_000), 1, u64::MAX);
        let second = version_7(at(1_700_000_000_000), 2, 0);
        let later = version_7(at(1_700_000_000_001), 1, 0);
        assert_eq!(
            (first.get_version_num(), first.get_variant()),
            (7, uuid::Variant::RFC4122)
        );
        assert!(first < second && second < later);
    }
}
