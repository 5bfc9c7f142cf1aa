//! Requests whose answer may be a stream: one answer to a query or a mutation, one for each event of a subscription.

use std::{future::Future, mem, pin::pin, sync::Arc};

use async_graphql::Response;
use futures_util::{
    future::{self, BoxFuture, Either},
    stream::{self, BoxStream, StreamExt},
};
use tokio::sync::mpsc::UnboundedReceiver;

use super::{Answer, GraphQlRequest, OperationKind, Room, finish, pay, prepare_for, together, unpaid};
use crate::{
    context::{Language, RequestScope},
    rate_limit::Bucket,
    schema::Schema,
};

/// Answers a request of a signed-in user, who pays from the bucket for each answer: a query or a mutation once, a
/// subscription for each of its events, until it fails or is dropped. When this returns, a subscription has begun: what is
/// committed from then on is told.
///
/// The scope is closed before each answer is given, and nothing is held while nothing happens. Each event is of a moment
/// of its own; it is worked on only while the stream is polled. Whoever takes events more slowly than they come is cut off
/// with `SERVICE_UNAVAILABLE`, whose token no longer works with `UNAUTHENTICATED`, who has spent their points with
/// `RATE_LIMITED`: each is the last answer. Dropped between two answers the stream costs nothing; in the middle of one it
/// costs a connection to the database.
pub fn execute_stream(
    schema: &Arc<Schema>,
    scope: Arc<RequestScope>,
    bucket: Arc<dyn Bucket>,
    request: GraphQlRequest,
) -> BoxFuture<'_, BoxStream<'static, Answer>> {
    Box::pin(begin(schema, scope, bucket, request))
}

async fn begin(
    schema: &Arc<Schema>,
    scope: Arc<RequestScope>,
    bucket: Arc<dyn Bucket>,
    request: GraphQlRequest,
) -> BoxStream<'static, Answer> {
    let prepared = match prepare_for(Room::Many, schema, Arc::clone(&scope), &*bucket, request) {
        Ok(prepared) => prepared,
        Err(refused) => return closing(scope, async { *refused }),
    };
    match prepared.kind {
        OperationKind::Query | OperationKind::Mutation => {
            let schema = Arc::clone(schema);
            closing(scope, async move { prepared.run(&schema).await })
        }
        OperationKind::Subscription => {
            let mut followed = Followed {
                scope,
                bucket,
                events: schema.executable.execute_stream(prepared.request),
                first: None,
                started: prepared.started,
                cost: prepared.cost,
                most: schema.limits.cost,
                language: prepared.language,
                is_paid: true,
            };
            followed.begin().await;
            stream::unfold(Some(followed), |followed| async { followed?.next().await }).boxed()
        }
    }
}

/// One answer, before which the scope is closed.
fn closing(
    scope: Arc<RequestScope>,
    answer: impl Future<Output = Answer> + Send + 'static,
) -> BoxStream<'static, Answer> {
    let answer = async move {
        let answer = answer.await;
        scope.close().await;
        answer
    };
    stream::once(answer).boxed()
}

/// A subscription under way.
struct Followed {
    scope: Arc<RequestScope>,
    bucket: Arc<dyn Bucket>,
    events: BoxStream<'static, Response>,
    /// What came in place of the beginning, or together with it.
    first: Option<Response>,
    started: UnboundedReceiver<BoxFuture<'static, ()>>,
    cost: u64,
    /// What an operation may cost.
    most: u32,
    language: Language,
    /// Whether the next event is: the first one is with the request.
    is_paid: bool,
}

impl Followed {
    /// Goes on until the resolver follows, or has failed.
    async fn begin(&mut self) {
        let follows = pin!(self.scope.follows());
        let begun = future::select(follows, self.events.next());
        if let Either::Right((response, _)) = together(begun, &mut self.started).await {
            self.first = response;
        }
    }

    async fn next(mut self) -> Option<(Answer, Option<Self>)> {
        let event = match self.first.take() {
            Some(response) => Some(response),
            None => together(self.events.next(), &mut self.started).await,
        };
        self.scope.close().await;
        let response = event?;
        if !mem::take(&mut self.is_paid)
            && let Err(overdrawn) = pay(self.cost, self.most, &*self.bucket, &self.scope)
        {
            return Some((unpaid(self.cost, overdrawn, self.language), None));
        }
        let answer = finish(response.extension("cost", self.cost.into()), self.language);
        Some((answer, Some(self)))
    }
}
