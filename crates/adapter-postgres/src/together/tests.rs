//! Groups, with answers that are given when the test says so.

use std::pin::pin;

use futures_util::future::join_all;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::*;

/// Answers with the question and the size of its group, once it may; keeps how many groups there were in a row.
struct Sizes {
    may: Arc<Semaphore>,
    rows: Mutex<Vec<usize>>,
}

impl Answers for Sizes {
    type Question = usize;
    type Answer = (usize, usize);
    type Kept = usize;

    async fn answer(
        &self,
        _: AccountId,
        questions: Vec<usize>,
        groups: &mut usize,
    ) -> impl Future<Output = Vec<(usize, usize)>> + Send + 'static {
        self.may.acquire().await.unwrap().forget();
        *groups += 1;
        assert!(!questions.contains(&13), "a fault");
        async move {
            assert!(!questions.contains(&14), "a later fault");
            let size = questions.len();
            questions.into_iter().map(|question| (question, size)).collect()
        }
    }

    async fn end(&self, groups: usize) {
        self.rows.lock().unwrap().push(groups);
    }
}

fn sizes() -> (Together<Sizes>, Arc<Semaphore>) {
    let may = Arc::new(Semaphore::new(0));
    let sizes = Sizes {
        may: Arc::clone(&may),
        rows: Mutex::default(),
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
async fn what_is_kept_goes_from_group_to_group_unless_one_fails_and_ends_once() {
    for (second, row) in [(1, 2), (13, 0)] {
        let (together, may) = sizes();
        let mut first = pin!(together.ask(account(1), 0));
        assert_eq!(first.as_mut().now_or_never(), None);
        taken_up(&together).await;
        let release = async { may.add_permits(2) };
        tokio::join!(first, together.ask(account(1), second), release);
        let rows = || together.0.answers.rows.lock().unwrap().clone();
        while rows().is_empty() {
            tokio::task::yield_now().await;
        }
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        assert_eq!(rows(), [row], "ended once");
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
