//! Operations for transports that carry any number of answers: the same way through as for one.

use std::sync::Arc;

use futures_util::stream::{self, BoxStream, StreamExt as _};

use super::{Answer, GraphQlRequest, Room, once};
use crate::{context::RequestScope, rate_limit::Bucket, schema::Schema};

/// The answers to a request of a signed-in user, who pays from the bucket. The scope is closed before each is given, so
/// that nothing is held between two of them: there the stream can be dropped.
pub fn execute_stream(
    schema: &Schema,
    scope: Arc<RequestScope>,
    bucket: Arc<dyn Bucket>,
    request: GraphQlRequest,
) -> BoxStream<'static, Answer> {
    let schema = schema.clone();
    stream::once(async move {
        let answer = once(&schema, Arc::clone(&scope), &*bucket, request, Room::Many).await;
        scope.close().await;
        answer
    })
    .boxed()
}
