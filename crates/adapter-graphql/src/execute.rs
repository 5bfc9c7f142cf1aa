//! One way through for every transport: weigh the document, run it, tell request errors from field errors.

mod stream;

use std::{
    collections::VecDeque,
    future::{Future, poll_fn},
    pin::pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};

use async_graphql::{
    Name, Request, Response, ServerError, Variables,
    parser::types::{ExecutableDocument, OperationDefinition, OperationType},
};
use futures_util::future::BoxFuture;
use serde::Deserialize;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{
    context::RequestScope,
    limits::{self, Refused},
    loaders::lookups,
    rate_limit::{Bucket, Overdrawn},
    schema::Schema,
};

pub use stream::execute_stream;

/// The body of a GraphQL request (GraphQL over HTTP, section 5.1).
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphQlRequest {
    /// The document.
    pub query: String,
    /// Which of its operations to run.
    #[serde(default)]
    pub operation_name: Option<String>,
    /// Values of its variables.
    #[serde(default)]
    pub variables: Option<serde_json::Map<String, serde_json::Value>>,
}

/// The answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// What to send.
    pub response: Response,
    /// How far the request got.
    pub ending: Ending,
}

/// How far a request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It was run: there is `data`, perhaps with errors of single fields.
    Executed,
    /// It was at fault itself, so that nothing was run and there is no `data`.
    Refused,
    /// The caller has spent too much; nothing was run.
    RateLimited {
        /// When the same request would be run.
        retry_after: Duration,
    },
}

/// How many answers a transport can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    /// One.
    One,
    /// As many as there are.
    Many,
}

/// What a transport for one answer says to an operation that has many.
const NOT_AT_ONCE: &str = "A subscription has many answers: send it over a WebSocket (`graphql-transport-ws`), or with `Accept: text/event-stream`.";

/// Answers a request of a signed-in user, who pays from the bucket. The caller closes the scope afterwards.
pub async fn execute(
    schema: &Schema,
    scope: Arc<RequestScope>,
    bucket: &dyn Bucket,
    request: GraphQlRequest,
) -> Answer {
    once(schema, scope, bucket, request, Room::One).await
}

/// One answer over a transport with this room.
async fn once(
    schema: &Schema,
    scope: Arc<RequestScope>,
    bucket: &dyn Bucket,
    request: GraphQlRequest,
    room: Room,
) -> Answer {
    let document = match limits::weigh(&request.query) {
        Ok(document) => document,
        Err(refused) => return refusal(refused),
    };
    let operation = match operation(&document, request.operation_name.as_deref()) {
        Ok(operation) => operation,
        Err(sentence) => return request_error("OPERATION_RESOLUTION_FAILURE", sentence),
    };
    if room == Room::One && operation.ty == OperationType::Subscription {
        return request_error("OPERATION_RESOLUTION_FAILURE", NOT_AT_ONCE.to_owned());
    }
    let variables = request
        .variables
        .map(serde_json::Value::Object)
        .map(Variables::from_json)
        .unwrap_or_default();
    let cost = limits::cost(&document, operation, &variables);
    if let Err(overdrawn) = pay(cost, bucket, &scope) {
        return unpaid(cost, overdrawn);
    }
    let (start, started) = unbounded_channel();
    let mut prepared = Request::new(request.query)
        .variables(variables)
        .data(lookups(Arc::clone(&scope), start))
        .data(scope);
    prepared.operation_name = request.operation_name;
    prepared.set_parsed_query(document);
    let response = together(schema.execute(prepared), started).await;
    finish(response.extension("cost", cost.into()))
}

/// Takes the points that an operation costs.
fn pay(cost: u64, bucket: &dyn Bucket, scope: &RequestScope) -> Result<(), Overdrawn> {
    let cost = u32::try_from(cost).ok().filter(|cost| *cost <= limits::COST);
    let cost = cost.ok_or(Overdrawn::Forever { limit: limits::COST })?;
    if let Some(balance) = bucket.take(cost)? {
        scope.note_spent(cost, balance);
    }
    Ok(())
}

fn unpaid(cost: u64, overdrawn: Overdrawn) -> Answer {
    match overdrawn {
        Overdrawn::Forever { limit } => {
            let sentence = format!(
                "The operation asks for {cost} nodes; at most {limit} are given at once: ask for smaller pages."
            );
            request_error("QUERY_TOO_COMPLEX", sentence)
        }
        Overdrawn::For(retry_after) => {
            let seconds = retry_after.as_secs().saturating_add(1);
            let sentence =
                format!("The token has spent its points: try again in {seconds} s, or ask for less.");
            Answer {
                ending: Ending::RateLimited { retry_after },
                ..request_error("RATE_LIMITED", sentence)
            }
        }
    }
}

/// Runs an answer and the look-ups that it starts in one task, one look-up after the other: they share a connection
/// anyway. A look-up begins only when every field that can go on has asked for what it needs, and in the order in which
/// they were first asked for, so the number of statements does not depend on chance.
async fn together<T>(
    answer: impl Future<Output = T>,
    mut started: UnboundedReceiver<BoxFuture<'static, ()>>,
) -> T {
    let mut answer = pin!(answer);
    let mut waiting = VecDeque::new();
    poll_fn(|cx| {
        loop {
            if let Poll::Ready(done) = answer.as_mut().poll(cx) {
                return Poll::Ready(done);
            }
            while let Poll::Ready(Some(look_up)) = started.poll_recv(cx) {
                waiting.push_back(look_up);
            }
            match waiting.front_mut().map(|look_up| look_up.as_mut().poll(cx)) {
                Some(Poll::Ready(())) => drop(waiting.pop_front()), // what it found lets the answer go on
                Some(Poll::Pending) | None => return Poll::Pending,
            }
        }
    })
    .await
}

/// The library gives every error without a path where it refused to run the request: the rules of validation.
fn finish(mut response: Response) -> Answer {
    let ran = response.data != async_graphql::Value::Null
        || response.errors.iter().any(|error| !error.path.is_empty());
    let is_request_error = !ran && response.is_err();
    for error in &mut response.errors {
        let is_coded = error
            .extensions
            .as_ref()
            .is_some_and(|extensions| extensions.get("code").is_some());
        if !is_coded {
            let code = if is_request_error {
                "GRAPHQL_VALIDATION_FAILED"
            } else {
                "BAD_USER_INPUT"
            };
            error.extensions.get_or_insert_default().set("code", code);
        }
    }
    let ending = if is_request_error {
        Ending::Refused
    } else {
        Ending::Executed
    };
    Answer { response, ending }
}

fn refusal(refused: Refused) -> Answer {
    let (code, sentence) = match refused {
        Refused::Syntax(sentence) => ("GRAPHQL_PARSE_FAILED", sentence),
        Refused::TooLarge(sentence) => ("QUERY_TOO_LARGE", sentence),
        Refused::TooComplex(sentence) => ("QUERY_TOO_COMPLEX", sentence),
    };
    request_error(code, sentence)
}

/// The operation to run (GraphQL, section 6.1).
fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, String> {
    let mut all = document.operations.iter();
    let found = if let Some(name) = name {
        all.find(|(known, _)| known.map(Name::as_str) == Some(name))
    } else {
        let only = all.next();
        if all.next().is_some() {
            return Err("Name the operation to run in `operationName`: the document has several.".to_owned());
        }
        only
    };
    let missing = || format!("The document has no operation `{}`.", name.unwrap_or_default());
    found.map(|(_, operation)| &operation.node).ok_or_else(missing)
}

fn request_error(code: &str, sentence: String) -> Answer {
    let mut error = ServerError::new(sentence, None);
    error.extensions.get_or_insert_default().set("code", code);
    Answer {
        response: Response::from_errors(vec![error]),
        ending: Ending::Refused,
    }
}
