//! What one step of an answer asks for, of one kind, is read at once: whoever asks waits for the same statement.

use std::{
    collections::{HashMap, HashSet},
    future::poll_fn,
    hash::Hash,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use crate::errors::ApiError;

type Found<K, V> = Result<HashMap<K, V>, ApiError>;

/// The step of an answer that collects keys now.
pub(super) struct Collecting<K, V>(Mutex<Arc<Step<K, V>>>);

/// What one step asks for.
pub(super) struct Step<K, V>(Mutex<State<K, V>>);

struct State<K, V> {
    keys: HashSet<K>,
    is_begun: bool,
    waiting: Vec<Waker>,
    found: Option<Found<K, V>>,
}

impl<K: Eq + Hash, V> Collecting<K, V> {
    /// The step with the key, and whether that is its first one: the step is to be begun then.
    pub(super) fn add(&self, key: K) -> (Arc<Step<K, V>>, bool) {
        let mut step = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if step.state().is_begun {
            *step = Arc::default();
        }
        let mut state = step.state();
        let is_first = state.keys.is_empty();
        state.keys.insert(key);
        drop(state);
        (Arc::clone(&step), is_first)
    }
}

impl<K: Eq + Hash, V> Step<K, V> {
    /// Takes no more keys; gives each once.
    pub(super) fn begin(&self) -> Vec<K> {
        let mut state = self.state();
        state.is_begun = true;
        mem::take(&mut state.keys).into_iter().collect()
    }

    /// Tells all who wait.
    pub(super) fn end(&self, found: Found<K, V>) {
        let mut state = self.state();
        state.found = Some(found);
        let waiting = mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }

    fn state(&self) -> MutexGuard<'_, State<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash, V: Clone> Step<K, V> {
    /// Waits for what belongs to the key.
    pub(super) async fn found(&self, key: &K) -> Result<Option<V>, ApiError> {
        poll_fn(|cx| self.poll(key, cx)).await
    }

    fn poll(&self, key: &K, cx: &Context<'_>) -> Poll<Result<Option<V>, ApiError>> {
        let mut state = self.state();
        match &state.found {
            Some(Ok(found)) => Poll::Ready(Ok(found.get(key).cloned())),
            Some(Err(error)) => Poll::Ready(Err(error.clone())),
            None => {
                // Many fields of an answer often wait with one and the same waker.
                if state
                    .waiting
                    .last()
                    .is_none_or(|last| !last.will_wake(cx.waker()))
                {
                    state.waiting.push(cx.waker().clone());
                }
                Poll::Pending
            }
        }
    }
}

impl<K, V> Default for Collecting<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K, V> Default for Step<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K, V> Default for State<K, V> {
    fn default() -> Self {
        Self {
            keys: HashSet::new(),
            is_begun: false,
            waiting: Vec::new(),
            found: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use application::StoreError;
    use futures_util::future::join3;

    use super::*;

    #[tokio::test]
    async fn whoever_asks_in_one_step_waits_for_one_look_up() {
        let collecting = Collecting::<u8, &str>::default();
        let (step, is_first) = collecting.add(1);
        let others = [collecting.add(2), collecting.add(1)];
        assert!(
            is_first
                && others
                    .iter()
                    .all(|(other, is_first)| Arc::ptr_eq(other, &step) && !is_first)
        );
        let reading = async {
            tokio::task::yield_now().await;
            let mut keys = step.begin();
            keys.sort_unstable();
            assert_eq!(keys, [1, 2]);
            tokio::task::yield_now().await;
            step.end(Ok(HashMap::from([(1, "one")])));
        };
        let (one, two, ()) = join3(step.found(&1), step.found(&2), reading).await;
        assert_eq!((one.unwrap(), two.unwrap()), (Some("one"), None));
        assert_eq!(
            step.found(&1).await.unwrap(),
            Some("one"),
            "who comes to it later"
        );
    }

    #[tokio::test]
    async fn what_is_asked_for_once_a_step_has_begun_is_of_the_next() {
        let collecting = Collecting::<u8, &str>::default();
        let (step, _) = collecting.add(1);
        step.begin();
        let (next, is_first) = collecting.add(1);
        assert!(is_first && !Arc::ptr_eq(&next, &step));
        step.end(Err(StoreError::Conflict.into()));
        assert!(step.found(&1).await.is_err());
        next.begin();
        next.end(Ok(HashMap::from([(1, "again")])));
        assert_eq!(next.found(&1).await.unwrap(), Some("again"));
    }
}
