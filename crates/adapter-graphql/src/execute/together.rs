//! Look-ups run in the task of their request, those of one step together.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use futures_util::future::BoxFuture;
use tokio::sync::mpsc::UnboundedReceiver;

/// Runs an answer and the look-ups that it starts in one task. Look-ups begin together, in the order in which they were
/// first asked for, so that the store is asked for all of them in one go; and only when those before have ended and every
/// field that can go on has asked for what it needs, so the number of statements does not depend on chance.
pub(super) async fn together<T>(
    answer: impl Future<Output = T>,
    started: &mut UnboundedReceiver<BoxFuture<'static, ()>>,
) -> T {
    let mut answer = pin!(answer);
    let (mut waiting, mut running) = (Vec::new(), Vec::new());
    poll_fn(|cx| {
        loop {
            if let Poll::Ready(done) = answer.as_mut().poll(cx) {
                return Poll::Ready(done);
            }
            while let Poll::Ready(Some(look_up)) = started.poll_recv(cx) {
                waiting.push(look_up);
            }
            if running.is_empty() {
                running.append(&mut waiting);
            }
            let before = running.len();
            running.retain_mut(|look_up| look_up.as_mut().poll(cx).is_pending());
            if running.len() == before {
                return Poll::Pending;
            }
            // What was found lets the answer go on.
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::sync::{
        Barrier,
        mpsc::{UnboundedSender, unbounded_channel},
        oneshot,
    };

    use super::*;

    type Start = UnboundedSender<BoxFuture<'static, ()>>;

    /// Starts a look-up that says when it begins and waits for as many others as the barrier wants.
    fn look_up(
        start: &Start,
        name: &'static str,
        began: &Arc<Mutex<Vec<&'static str>>>,
        others: &Arc<Barrier>,
    ) -> oneshot::Receiver<()> {
        let (began, others) = (Arc::clone(began), Arc::clone(others));
        let (done, found) = oneshot::channel();
        let work = async move {
            began.lock().unwrap().push(name);
            others.wait().await;
            done.send(()).unwrap();
        };
        assert!(start.send(Box::pin(work)).is_ok());
        found
    }

    #[tokio::test]
    async fn look_ups_of_a_step_begin_together_and_the_next_when_they_have_ended() {
        let (start, mut started) = unbounded_channel();
        let began = Arc::new(Mutex::new(Vec::new()));
        let (both, alone) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(1)));
        let quick = look_up(&start, "quick", &began, &alone);
        let owner = look_up(&start, "owner", &began, &both);
        let subject = look_up(&start, "subject", &began, &both);
        let later = async {
            quick.await.unwrap();
            // The others of its step are still under way.
            look_up(&start, "later", &began, &alone).await.unwrap();
        };
        let answer = async { tokio::join!(later, owner, subject) };
        let ((), owner, subject) = together(answer, &mut started).await;
        assert!(owner.is_ok() && subject.is_ok());
        assert_eq!(*began.lock().unwrap(), ["quick", "owner", "subject", "later"]);
    }
}
