//! What several ask about one account while somebody else is being answered, is asked once for all of them.

use std::{
    collections::{HashMap, hash_map::Entry},
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

    /// An answer to each question, in their order. The next group begins when this has ended, whatever is still waited for
    /// by what it gives.
    fn answer(
        &self,
        account: AccountId,
        questions: Vec<Self::Question>,
    ) -> impl Future<Output = impl Future<Output = Vec<Self::Answer>> + Send + 'static> + Send;
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
        while let Some(group) = self.next_group(account) {
            let both = group.into_iter().map(|asked| (asked.question, asked.sender));
            let (questions, senders): (Vec<_>, Vec<_>) = both.unzip();
            let taken_up = timeout(LONGEST, self.answers.answer(account, questions));
            if let Some(Ok(answers)) = unless_it_fails(taken_up).await {
                spawn(async move {
                    let answers = unless_it_fails(answers).await.into_iter().flatten();
                    for (sender, answer) in senders.into_iter().zip(answers) {
                        // Whoever has left meanwhile needs no answer.
                        let _ = sender.send(answer);
                    }
                });
            }
        }
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
        Some(std::mem::replace(group, later))
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
mod tests {
    use std::pin::pin;

    use futures_util::future::join_all;
    use tokio::sync::Semaphore;
    use uuid::Uuid;

    use super::*;

    /// Answers with the question and the size of its group, once it may.
    struct Sizes {
        may: Arc<Semaphore>,
    }

    impl Answers for Sizes {
        type Question = usize;
        type Answer = (usize, usize);

        async fn answer(
            &self,
            _: AccountId,
            questions: Vec<usize>,
        ) -> impl Future<Output = Vec<(usize, usize)>> + Send + 'static {
            self.may.acquire().await.unwrap().forget();
            assert!(!questions.contains(&13), "a fault");
            async move {
                assert!(!questions.contains(&14), "a later fault");
                let size = questions.len();
                questions.into_iter().map(|question| (question, size)).collect()
            }
        }
    }

    fn sizes() -> (Together<Sizes>, Arc<Semaphore>) {
        let may = Arc::new(Semaphore::new(0));
        let sizes = Sizes {
            may: Arc::clone(&may),
        };
        (Together::new(sizes), may)
    }

    fn account(number: u128) -> AccountId {
        AccountId::new(Uuid::from_u128(number))
    }

    async fn taken_up(together: &Together<Sizes>) {
        while !together.0.waiting()[&account(1)].is_empty() {
            tokio::task::yield_now().await;
        }
    }

    async fn all_answered(together: &Together<Sizes>) {
        while !together.0.waiting().is_empty() {
            tokio::task::yield_now().await;
        }
    }

    /// The first one is being answered before the others ask.
    async fn after_the_first(numbers: impl Iterator<Item = usize>) -> Vec<Option<(usize, usize)>> {
        let (together, may) = sizes();
        let mut first = pin!(together.ask(account(1), 0));
        assert_eq!(first.as_mut().now_or_never(), None);
        taken_up(&together).await;
        let others = numbers.map(|number| together.ask(account(1), number));
        let release = async { may.add_permits(100) };
        let (first, others, ()) = tokio::join!(first, join_all(others), release);
        assert_eq!(first, Some((0, 1)));
        all_answered(&together).await;
        assert_eq!(together.ask(account(1), 5).await, Some((5, 1)), "begins anew");
        others
    }

    #[tokio::test]
    async fn who_asks_meanwhile_is_answered_together() {
        let answers = after_the_first(1..=3).await;
        assert_eq!(answers, [Some((1, 3)), Some((2, 3)), Some((3, 3))]);
    }

    #[tokio::test]
    async fn no_group_is_larger_than_it_may_be() {
        let answers = after_the_first(100..=100 + MOST).await;
        let sizes: Vec<_> = answers.into_iter().map(|answer| answer.unwrap().1).collect();
        assert_eq!(sizes, [[MOST].repeat(MOST), vec![1]].concat());
    }

    #[tokio::test]
    async fn a_fault_takes_no_other_group_along() {
        for fault in [13, 14] {
            assert_eq!(after_the_first([1, fault].into_iter()).await, [None, None]);
        }
    }

    #[tokio::test]
    async fn accounts_do_not_wait_for_each_other() {
        let (together, may) = sizes();
        let (first, second) = (together.ask(account(1), 1), together.ask(account(2), 2));
        let release = async { may.add_permits(2) };
        let (first, second, ()) = tokio::join!(first, second, release);
        assert_eq!((first, second), (Some((1, 1)), Some((2, 1))));
    }

    /// The first question is being answered when the other comes.
    #[tokio::test]
    async fn what_is_taken_up_is_answered_even_if_whoever_asked_has_left_and_nothing_else() {
        let (together, may) = sizes();
        let mut first = pin!(together.ask(account(1), 1));
        assert_eq!(first.as_mut().now_or_never(), None);
        taken_up(&together).await;
        assert_eq!(together.ask(account(1), 2).now_or_never(), None);
        may.add_permits(2);
        all_answered(&together).await;
        assert_eq!(may.available_permits(), 1, "the first was answered");
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_ever() {
        let (together, _may) = sizes();
        let began = Instant::now();
        let mut first = pin!(together.ask(account(1), 1));
        assert_eq!(first.as_mut().now_or_never(), None);
        taken_up(&together).await;
        assert_eq!(tokio::join!(first, together.ask(account(1), 2)), (None, None));
        assert!(began.elapsed() < LONGEST + WAIT);
    }
}
