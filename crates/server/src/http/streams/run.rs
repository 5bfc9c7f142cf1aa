//! One operation under way: its answers one after the other, each in bounded time, and no end amid one.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use adapter_graphql::{Language, RequestFault};
use futures_util::{
    Stream,
    stream::{BoxStream, StreamExt as _},
};
use serde_json::json;
use tokio::time::{Sleep, sleep};

/// How long an answer may take; statements of the database have closer bounds of their own.
const EXECUTING: Duration = Duration::from_mins(1);

/// An answer as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) enum Written {
    /// The result of an execution, an object of JSON.
    Result(String),
    /// The errors of a request that was not executed, a list of JSON. It has no further answer.
    Refusal(String),
}

impl Written {
    /// A refusal with one error.
    pub(in crate::http) fn refusal(fault: RequestFault, language: Language) -> Self {
        let extensions = json!({ "code": fault.code().as_str() });
        Self::Refusal(json!([{ "message": fault.told(language), "extensions": extensions }]).to_string())
    }
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) enum Next {
    /// An answer.
    Answer(Written),
    /// Nothing more: all answers were given.
    Finished,
    /// Nothing more, because it was stopped.
    Stopped,
}

/// An operation under way.
pub(in crate::http) struct Run {
    answers: BoxStream<'static, Written>,
    /// Whether an answer is being made, so that it holds a connection to the store.
    is_answering: Box<dyn Fn() -> bool + Send>,
    patience: Option<Pin<Box<Sleep>>>,
    language: Language,
    is_over: bool,
}

impl Run {
    pub(in crate::http) fn new(
        answers: impl Stream<Item = Written> + Send + 'static,
        is_answering: impl Fn() -> bool + Send + 'static,
    ) -> Self {
        Self {
            answers: answers.boxed(),
            is_answering: Box::new(is_answering),
            patience: None,
            language: Language::default(),
            is_over: false,
        }
    }

    /// The same, for who reads this language.
    pub(in crate::http) fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Waits for the next answer or until `stop` ends, which counts between two answers only: what is broken off amid
    /// one costs a connection to the database, and a client that asked for a change is told of it if possible.
    pub(in crate::http) async fn next(&mut self, stop: impl Future<Output = ()>) -> Next {
        let mut stop = pin!(stop);
        poll_fn(|cx| self.poll_next(cx, stop.as_mut())).await
    }

    fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
        mut stop: Pin<&mut impl Future<Output = ()>>,
    ) -> Poll<Next> {
        if self.is_over {
            return Poll::Ready(Next::Finished);
        }
        if !(self.is_answering)() && stop.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Next::Stopped);
        }
        match self.answers.poll_next_unpin(cx) {
            Poll::Ready(Some(answer)) => {
                self.patience = None;
                self.is_over = matches!(answer, Written::Refusal(_));
                Poll::Ready(Next::Answer(answer))
            }
            Poll::Ready(None) => Poll::Ready(Next::Finished),
            Poll::Pending if (self.is_answering)() => self.poll_patience(cx),
            Poll::Pending => {
                self.patience = None;
                stop.poll(cx).map(|()| Next::Stopped) // nothing is being made any more
            }
        }
    }

    fn poll_patience(&mut self, cx: &mut Context<'_>) -> Poll<Next> {
        let patience = self.patience.get_or_insert_with(|| Box::pin(sleep(EXECUTING)));
        patience.as_mut().poll(cx).map(|()| {
            self.is_over = true;
            Next::Answer(Written::refusal(RequestFault::TimedOut, self.language))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use futures_util::stream;

    use super::*;

    fn result(number: u32) -> Written {
        Written::Result(json!({ "data": number }).to_string())
    }

    fn at_once() -> impl Future<Output = ()> {
        std::future::ready(())
    }

    #[tokio::test]
    async fn answers_come_in_order_and_then_the_end() {
        let mut run = Run::new(stream::iter([result(1), result(2)]), || false);
        for expected in [Next::Answer(result(1)), Next::Answer(result(2)), Next::Finished] {
            assert_eq!(run.next(std::future::pending()).await, expected);
        }
    }

    #[tokio::test]
    async fn nothing_comes_after_a_refusal() {
        let refusal = Written::refusal(RequestFault::TimedOut, Language::En);
        let mut run = Run::new(stream::iter([refusal.clone(), result(1)]), || false);
        assert_eq!(run.next(std::future::pending()).await, Next::Answer(refusal));
        assert_eq!(run.next(at_once()).await, Next::Finished);
    }

    #[tokio::test]
    async fn one_that_waits_for_something_to_tell_is_stopped_at_once() {
        let mut run = Run::new(stream::pending(), || false);
        assert_eq!(run.next(at_once()).await, Next::Stopped);
    }

    #[tokio::test]
    async fn one_that_always_has_something_to_tell_is_stopped_as_well() {
        let mut run = Run::new(stream::repeat_with(|| result(1)), || false);
        assert_eq!(run.next(std::future::pending()).await, Next::Answer(result(1)));
        assert_eq!(run.next(at_once()).await, Next::Stopped);
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_is_being_answered_is_stopped_after_that_answer() {
        let is_answering = Arc::new(AtomicBool::new(true));
        let told = Arc::clone(&is_answering);
        let answers = stream::once(async move {
            sleep(Duration::from_secs(5)).await;
            is_answering.store(false, Ordering::Relaxed);
            result(1)
        });
        let mut run = Run::new(answers.chain(stream::pending()), move || {
            told.load(Ordering::Relaxed)
        });
        assert_eq!(run.next(at_once()).await, Next::Answer(result(1)));
        assert_eq!(run.next(at_once()).await, Next::Stopped);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_takes_no_longer_than_it_may_however_often_one_asks() {
        let mut run = Run::new(stream::pending(), || true);
        let mut asked = 0;
        let answer = loop {
            asked += 1;
            tokio::select! {
                next = run.next(std::future::pending()) => break next,
                () = sleep(Duration::from_secs(13)) => (),
            }
        };
        let refusal = Written::refusal(RequestFault::TimedOut, Language::En);
        assert_eq!((answer, asked), (Next::Answer(refusal), 5));
        assert_eq!(run.next(std::future::pending()).await, Next::Finished);
    }
}
