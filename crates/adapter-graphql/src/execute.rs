//! One way through for every transport: find the document, weigh and pay it, run it, tell request errors from field errors.

#[cfg(test)]
mod sizes;
mod stream;
mod together;
mod variables;

use std::{sync::Arc, time::Duration};

use async_graphql::{
    Name, Request, Response, ServerError, Variables,
    parser::types::{ExecutableDocument, OperationDefinition, OperationType},
};
use futures_util::future::BoxFuture;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{
    codes::Code,
    context::{Language, RequestScope},
    documents::Documents,
    faults::RequestFault,
    limits,
    loaders::Lookups,
    rate_limit::{Bucket, Overdrawn},
    refused::Refused,
    request::GraphQlRequest,
    schema::Schema,
    text::words::{Key, Sentence},
};

pub use stream::execute_stream;
use together::together;

/// Faults of a request that are told at once.
const MOST_REQUEST_ERRORS: usize = 20;

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

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// It reads, and may be broken off.
    Query,
    /// It writes.
    Mutation,
    /// It goes on.
    Subscription,
}

/// A request that may be run, and is paid for.
pub struct Prepared {
    request: Request,
    kind: OperationKind,
    cost: u64,
    language: Language,
    started: UnboundedReceiver<BoxFuture<'static, ()>>,
}

impl Prepared {
    /// What its operation does.
    pub const fn kind(&self) -> OperationKind {
        self.kind
    }

    /// Runs it. (Boxed, so that what the schema is made of is compiled in this crate only, not where the answer is awaited.)
    pub fn run(mut self, schema: &Schema) -> BoxFuture<'_, Answer> {
        Box::pin(async move {
            let response = together(schema.executable.execute(self.request), &mut self.started).await;
            finish(response.extension("cost", self.cost.into()), self.language)
        })
    }
}

/// Whether it is known without parsing anything, so before it is known who asks, that a request writes.
pub fn is_known_to_write(schema: &Schema, request: &GraphQlRequest) -> bool {
    writes(&schema.documents, request)
}

pub(crate) fn writes(documents: &Documents, request: &GraphQlRequest) -> bool {
    documents.known(request).is_some_and(|document| {
        let operation = operation(&document.parsed, request.operation_name.as_deref());
        operation.is_ok_and(|operation| operation.ty == OperationType::Mutation)
    })
}

/// Does all that comes before running the request of a signed-in user, who pays from the bucket, or answers what is wrong
/// with it. The caller closes the scope after the answer.
pub fn prepare(
    schema: &Schema,
    scope: Arc<RequestScope>,
    bucket: &dyn Bucket,
    request: GraphQlRequest,
) -> Result<Prepared, Box<Answer>> {
    prepare_for(Room::One, schema, scope, bucket, request)
}

/// The same for a transport with this room.
fn prepare_for(
    room: Room,
    schema: &Schema,
    scope: Arc<RequestScope>,
    bucket: &dyn Bucket,
    request: GraphQlRequest,
) -> Result<Prepared, Box<Answer>> {
    let language = scope.language();
    let refuse = |refused: Refused| Box::new(refusal(refused, language));
    let document = schema.documents.find(&request).map_err(refuse)?;
    if document.introspects && !schema.introspection {
        let refused = Refused::because(Code::ValidationFailed, Key("introspection-off"));
        return Err(refuse(refused));
    }
    let operation = operation(&document.parsed, request.operation_name.as_deref()).map_err(refuse)?;
    let kind = match operation.ty {
        OperationType::Query => OperationKind::Query,
        OperationType::Mutation => OperationKind::Mutation,
        OperationType::Subscription => OperationKind::Subscription,
    };
    if kind == OperationKind::Subscription && room == Room::One {
        let fault = RequestFault::NotAtOnce;
        return Err(refuse(Refused::Coded(fault.code(), fault.sentence())));
    }
    if kind == OperationKind::Subscription && limits::roots(&document.parsed, operation) != 1 {
        let refused = Refused::because(Code::ValidationFailed, Key("subscription-of-one"));
        return Err(refuse(refused));
    }
    let variables = request
        .variables
        .map(serde_json::Value::Object)
        .map(Variables::from_json)
        .unwrap_or_default();
    variables::all_given(operation, &variables).map_err(refuse)?;
    let cost = limits::cost(&document.parsed, operation, &variables);
    pay(cost, schema.limits.cost, bucket, &scope)
        .map_err(|overdrawn| Box::new(unpaid(cost, overdrawn, language)))?;
    let (start, started) = unbounded_channel();
    // The text is not needed: the document goes along parsed.
    let mut prepared = Request::new(String::new())
        .variables(variables)
        .data(Lookups::new(Arc::clone(&scope), start))
        .data(scope);
    prepared.operation_name = request.operation_name;
    prepared.set_parsed_query(document.parsed.clone());
    Ok(Prepared {
        request: prepared,
        kind,
        cost,
        language,
        started,
    })
}

/// Takes the points that an operation costs.
fn pay(cost: u64, most: u32, bucket: &dyn Bucket, scope: &RequestScope) -> Result<(), Overdrawn> {
    let cost = u32::try_from(cost).ok().filter(|cost| *cost <= most);
    let cost = cost.ok_or(Overdrawn::Forever { limit: most })?;
    if let Some(balance) = bucket.take(cost)? {
        scope.note_spent(cost, balance);
    }
    Ok(())
}

fn unpaid(cost: u64, overdrawn: Overdrawn, language: Language) -> Answer {
    match overdrawn {
        Overdrawn::Forever { limit } => {
            let sentence = Sentence::new(Key("too-costly"))
                .with("cost", cost)
                .with("maximum", limit);
            refusal(Refused::Coded(Code::TooComplex, sentence), language)
        }
        Overdrawn::For(retry_after) => {
            let fault = RequestFault::RateLimited(retry_after);
            Answer {
                ending: Ending::RateLimited { retry_after },
                ..refusal(Refused::Coded(fault.code(), fault.sentence()), language)
            }
        }
    }
}

/// The library gives every error without a path where it refused to run the request: the rules of validation.
fn finish(mut response: Response, language: Language) -> Answer {
    let ran = response.data != async_graphql::Value::Null
        || response.errors.iter().any(|error| !error.path.is_empty());
    let is_request_error = !ran && response.is_err();
    if is_request_error {
        // Each pair of fields that contradict each other is an error: a short document can have very many.
        response.errors.truncate(MOST_REQUEST_ERRORS);
    }
    for error in &mut response.errors {
        tell(error, is_request_error, language);
    }
    let ending = if is_request_error {
        Ending::Refused
    } else {
        Ending::Executed
    };
    Answer { response, ending }
}

/// Errors of our own have a code and a sentence; those of the library are about the request, in English.
fn tell(error: &mut ServerError, is_request_error: bool, language: Language) {
    if let Some(sentence) = error.source::<Sentence>() {
        error.message = sentence.told(language);
        return;
    }
    let code = if is_request_error {
        Code::ValidationFailed
    } else {
        Code::BadUserInput
    };
    error
        .extensions
        .get_or_insert_default()
        .set("code", code.as_str());
}

/// The operation to run (GraphQL, section 6.1).
fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, Refused> {
    let unresolved = |sentence| Refused::Coded(Code::OperationResolutionFailure, sentence);
    let mut all = document.operations.iter();
    let found = if let Some(name) = name {
        all.find(|(known, _)| known.map(Name::as_str) == Some(name))
    } else {
        let only = all.next();
        if all.next().is_some() {
            return Err(unresolved(Sentence::new(Key("operation-unnamed"))));
        }
        only
    };
    let missing = || Sentence::new(Key("operation-unknown")).with("name", name.unwrap_or_default());
    let found = found.map(|(_, operation)| &operation.node);
    found.ok_or_else(|| unresolved(missing()))
}

fn refusal(refused: Refused, language: Language) -> Answer {
    Answer {
        response: Response::from_errors(vec![refused.told(language)]),
        ending: Ending::Refused,
    }
}
