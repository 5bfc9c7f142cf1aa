//! One way through for every transport: weigh the document, run it, tell request errors from field errors.

use std::{
    collections::VecDeque,
    future::{Future, poll_fn},
    pin::pin,
    sync::Arc,
    task::Poll,
};

use async_graphql::{Name, Request, Response, ServerError, Variables, parser::types::ExecutableDocument};
use futures_util::future::BoxFuture;
use serde::Deserialize;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{
    context::RequestScope,
    limits::{self, Refused},
    loaders::lookups,
    schema::Schema,
};

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
    /// Whether the request itself was at fault, so that nothing was run and there is no `data`.
    pub is_request_error: bool,
}

/// Answers a request of a signed-in user. The caller closes the scope afterwards.
pub async fn execute(schema: &Schema, scope: Arc<RequestScope>, request: GraphQlRequest) -> Answer {
    let document = match limits::weigh(&request.query) {
        Ok(document) => document,
        Err(refused) => return refusal(refused),
    };
    if let Err(sentence) = check_operation(&document, request.operation_name.as_deref()) {
        return request_error("OPERATION_RESOLUTION_FAILURE", sentence);
    }
    let (start, started) = unbounded_channel();
    let variables = request
        .variables
        .map(serde_json::Value::Object)
        .map(Variables::from_json)
        .unwrap_or_default();
    let mut prepared = Request::new(request.query)
        .variables(variables)
        .data(lookups(Arc::clone(&scope), start))
        .data(scope);
    prepared.operation_name = request.operation_name;
    prepared.set_parsed_query(document);
    finish(together(schema.execute(prepared), started).await)
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
    Answer {
        response,
        is_request_error,
    }
}

fn refusal(refused: Refused) -> Answer {
    let (code, sentence) = match refused {
        Refused::Syntax(sentence) => ("GRAPHQL_PARSE_FAILED", sentence),
        Refused::TooLarge(sentence) => ("QUERY_TOO_LARGE", sentence),
        Refused::TooComplex(sentence) => ("QUERY_TOO_COMPLEX", sentence),
    };
    request_error(code, sentence)
}

/// Whether it is clear which operation to run (GraphQL, section 6.1).
fn check_operation(document: &ExecutableDocument, name: Option<&str>) -> Result<(), String> {
    let mut names = document.operations.iter().map(|(name, _)| name.map(Name::as_str));
    match name {
        Some(name) if !names.any(|known| known == Some(name)) => {
            Err(format!("The document has no operation `{name}`."))
        }
        None if names.count() > 1 => {
            Err("Name the operation to run in `operationName`: the document has several.".to_owned())
        }
        Some(_) | None => Ok(()),
    }
}

fn request_error(code: &str, sentence: String) -> Answer {
    let mut error = ServerError::new(sentence, None);
    error.extensions.get_or_insert_default().set("code", code);
    Answer {
        response: Response::from_errors(vec![error]),
        is_request_error: true,
    }
}
