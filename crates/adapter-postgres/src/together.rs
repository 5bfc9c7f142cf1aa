//! What several ask about one account while somebody else is being answered, is asked once for all of them.

use std::{
    collections::{HashMap, hash_map::Entry},
    mem,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::AccountId;
use futures_util::FutureExt as _;
use tokio::{
    sync::oneshot,
    time::{Instant, timeout},
};

/// How many are answered at once at most.
const MOST: usize = 32;

/// How long a question waits to be taken up.
const WAIT: Duration = Duration::from_secs(5);

/// How long a group may take, so that one connection that is dead holds nobody up for ever: longer than PostgreSQL lets a
/// statement run, after the wait for a connection.
const LONGEST: Duration = Duration::from_secs(25);

/// Who answers questions about one account, however many there are.
pub(crate) trait Answers: Send + Sync + 'static {
    /// What is asked.
    type Question: Send;
    /// What is told.
    type Answer: Send + 'static;
    /// What a group leaves to the one that follows at once. Should one not be taken up, it is dropped.
    type Kept: Default + Send;

    /// An answer to each question, in their order. The next group begins when this has ended, whatever is still waited for
    /// by what it gives.
    fn answer(
        &self,
        account: AccountId,
        questions: Vec<Self::Question>,
        kept: &mut Self::Kept,
    ) -> impl Future<Output = impl Future<Output = Vec<Self::Answer>> + Send + 'static> + Send;

    /// Ends what was kept, as nobody waits any more.
    fn end(&self, kept: Self::Kept) -> impl Future<Output = ()> + Send;
}

/// Hands questions over, those of an account one group after the other. Nobody is waited for: whoever asks while nobody
/// is being answered is answered alone.
pub(crate) struct Together<T: Answers>(Arc<Shared<T>>);

struct Shared<T: Answers> {
    answers: T,
    /// Who waits for the next group. Accounts for which nobody is being answered have no entry.
    waiting: Mutex<Groups<T>>,
}

type Groups<T> = HashMap<AccountId, Vec<Asked<T>>>;

struct Asked<T: Answers> {
    question: T::Question,
    sender: oneshot::Sender<T::Answer>,
    at: Instant,
}

impl<T: Answers> Together<T> {
    pub(crate) fn new(answers: T) -> Self {
        Self(Arc::new(Shared {
            answers,
            waiting: Mutex::default(),
        }))
    }

    /// The answer; nothing if none came in time, or by a fault. Once it is taken up, a question is answered even if nobody
    /// waits for that any more; before, it is forgotten then.
    pub(crate) async fn ask(&self, account: AccountId, question: T::Question) -> Option<T::Answer> {
        let (sender, answer) = oneshot::channel();
        let asked = Asked {
            question,
            sender,
            at: Instant::now(),
        };
        let is_first = match self.0.waiting().entry(account) {
            Entry::Occupied(mut others) => {
                others.get_mut().push(asked);
                false
            }
            Entry::Vacant(nobody) => {
                nobody.insert(vec![asked]);
                true
            }
        };
        if is_first {
            spawn(Arc::clone(&self.0).answer_all(account));
        }
        answer.await.ok()
    }
}

impl<T: Answers> Clone for Together<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Answers> Shared<T> {
    fn waiting(&self) -> MutexGuard<'_, Groups<T>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Group after group, until nobody waits.
    async fn answer_all(self: Arc<Self>, account: AccountId) {
        let mut kept = T::Kept::default();
        while let Some(group) = self.next_group(account) {
            let both = group.into_iter().map(|asked| (asked.question, asked.sender));
            let (questions, senders): (Vec<_>, Vec<_>) = both.unzip();
            let taken_up = timeout(LONGEST, self.answers.answer(account, questions, &mut kept));
            let taken_up = unless_it_fails(taken_up).await;
            let Some(Ok(answers)) = taken_up else {
                kept = T::Kept::default();
                continue;
            };
            let mut telling = Box::pin(async move {
                let answers = unless_it_fails(answers).await.into_iter().flatten();
                for (sender, answer) in senders.into_iter().zip(answers) {
                    // Whoever has left meanwhile needs no answer.
                    let _ = sender.send(answer);
                }
            });
            // What is there already needs no task of its own, and what is to be sent goes out before the next group.
            if telling.as_mut().now_or_never().is_none() {
                spawn(telling);
            }
        }
        let ended = timeout(LONGEST, self.answers.end(kept));
        let _ = unless_it_fails(ended).await;
    }

    fn next_group(&self, account: AccountId) -> Option<Vec<Asked<T>>> {
        let mut waiting = self.waiting();
        let group = waiting.get_mut(&account)?;
        // Who waited for too long is told so by the end of the sender.
        group.retain(|asked| !asked.sender.is_closed() && asked.at.elapsed() < WAIT);
        if group.is_empty() {
            waiting.remove(&account);
            return None;
        }
        let later = group.split_off(group.len().min(MOST));
        Some(mem::replace(group, later))
    }
}

/// What others wait for goes on when whoever asked first leaves.
#[expect(
    clippy::disallowed_methods,
    reason = "faults are caught, and told, by what is spawned"
)]
fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}

/// The next groups are answered even if there is a fault in this one.
async fn unless_it_fails<T>(work: impl Future<Output = T>) -> Option<T> {
    let result = AssertUnwindSafe(work).catch_unwind().await;
    if result.is_err() {
        tracing::error!("a fault in what several wait for");
    }
    result.ok()
}

#[cfg(test)]
mod tests;
