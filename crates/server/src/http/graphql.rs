//! `POST /graphql`: reads the request, signs in, has it executed, and answers in the media type the client wants.

use std::future::Future;
use std::sync::Arc;

use adapter_graphql::{Answer, Code, GraphQlRequest, OperationKind, RequestScope};
use application::{Session, StoreError};
use axum::{
    body::{Bytes, HttpBody as _},
    extract::{FromRequest, Request, State},
    http::StatusCode,
    response::Response,
};
use domain::ApiTokenId;
use serde_json::json;
use tokio::{sync::oneshot, time::timeout};
use tracing::Instrument;

use super::Site;
use super::answers::{Asked, Ending};
use super::media::{self, Media};
use crate::auth::{self, BearerToken, RandomTokens};
use crate::background;

/// Answers a request.
pub(super) async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let asked = Asked::of(request.extensions(), request.headers());
    let Some(media) = Media::accepted(request.headers()) else {
        return Ending::NotAcceptable.alone(Media::Json, &asked);
    };
    match respond(site, request, asked.clone()).await {
        Ok((ending, body)) => ending.with_body(media, asked.language, body),
        Err(ending) => ending.alone(media, &asked),
    }
}

/// What can be refused without the database is refused before it is asked.
async fn respond(site: Arc<Site>, request: Request, asked: Asked) -> Result<(Ending, String), Ending> {
    if !media::is_json(request.headers()) {
        return Err(Ending::NotJson);
    }
    let token = auth::bearer_token(request.headers()).ok_or(Ending::Unauthenticated)?;
    let body = read(&site, request).await?;
    let graphql = parse(&body)?;
    drop(body);
    detached(site, token, asked, graphql).await
}

/// A body that says it is too large is refused without reading any of it.
pub(super) async fn read(site: &Site, request: Request) -> Result<Bytes, Ending> {
    let maximum = site.largest_body;
    let announced = request.body().size_hint().lower();
    if usize::try_from(announced).map_or(true, |announced| announced > maximum) {
        return Err(Ending::TooLarge { maximum });
    }
    match timeout(site.patience.body, Bytes::from_request(request, &())).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Ending::TooLarge { maximum })
        }
        Ok(Err(_)) => Err(Ending::Malformed),
        Err(_) => Err(Ending::TooSlow),
    }
}

/// A list would pass as the fields of a request in their order.
pub(super) fn parse(body: &[u8]) -> Result<GraphQlRequest, Ending> {
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(Ending::Batch);
    }
    let request = serde_json::from_slice(body).ok();
    request
        .filter(GraphQlRequest::names_a_document)
        .ok_or(Ending::Malformed)
}

/// In a task of its own, which goes on when the client hangs up: a unit of work that is broken off costs a connection to
/// the database.
async fn detached(
    site: Arc<Site>,
    token: BearerToken,
    asked: Asked,
    request: GraphQlRequest,
) -> Result<(Ending, String), Ending> {
    let (mut done, result) = oneshot::channel();
    let work = async move {
        let result = work(&site, &token, &asked, request, done.closed()).await;
        // Without a receiver the client has hung up.
        let _ = done.send(result);
    };
    background::spawn("request", work.instrument(tracing::Span::current()));
    result.await.unwrap_or(Err(Ending::Failed))
}

async fn work(
    site: &Site,
    token: &BearerToken,
    asked: &Asked,
    request: GraphQlRequest,
    gone: impl Future<Output = ()> + Send,
) -> Result<(Ending, String), Ending> {
    let session = if adapter_graphql::is_known_to_write(&site.schema, &request) {
        signed_in(auth::sign_in_to_write(&site.queries, token).await)?
    } else {
        sign_in(site, token).await?
    };
    note_use(site, &session);
    let scope_token = session.token();
    let scope = RequestScope::new(
        site.commands.clone(),
        session,
        asked.language,
        Arc::new(RandomTokens),
    );
    let answer = run(site, Arc::clone(&scope), scope_token, request, gone).await;
    // Gives up a statement that was broken off, too.
    scope.close().await;
    written(answer?, &asked.id)
}

/// Nobody needs what a query finds once its client has left; what a mutation does has been asked for.
async fn run(
    site: &Site,
    scope: Arc<RequestScope>,
    token: Option<ApiTokenId>,
    request: GraphQlRequest,
    gone: impl Future<Output = ()> + Send,
) -> Result<Answer, Ending> {
    let bucket = site.rate_limits.of(token);
    let prepared = match adapter_graphql::prepare(&site.schema, scope, &bucket, request) {
        Ok(prepared) => prepared,
        Err(refusal) => return Ok(*refusal),
    };
    let kind = prepared.kind();
    let answer = prepared.run(&site.schema);
    let answer = match kind {
        OperationKind::Mutation => timeout(site.patience.mutation, answer).await,
        OperationKind::Query | OperationKind::Subscription => tokio::select! {
            answer = timeout(site.patience.query, answer) => answer,
            () = gone => {
                tracing::debug!("a query was broken off: its client has left");
                return Err(Ending::TimedOut);
            }
        },
    };
    answer.map_err(|_| Ending::TimedOut)
}

/// Once an hour, beside the request, which neither waits for it nor fails with it.
pub(super) fn note_use(site: &Site, session: &Session) {
    let Some((token, hour)) = session.token_use() else {
        return;
    };
    let (commands, account) = (site.commands.clone(), session.actor().account);
    background::spawn("token use", async move {
        if let Err(error) = commands.note_token_use(account, token, hour).await {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(error, "the use of a token was not noted");
        }
    });
}

/// Whoever meets an internal error can say where it is in the log.
pub(super) fn name_request(answer: &mut Answer, id: &str) {
    for error in &mut answer.response.errors {
        if let Some(extensions) = &mut error.extensions
            && extensions.get("code") == Some(&Code::Internal.as_str().into())
        {
            extensions.set("requestId", id);
        }
    }
}

/// The answer in the order of the selection. Where the request was refused it has no `data`, not even null.
fn written(mut answer: Answer, id: &str) -> Result<(Ending, String), Ending> {
    name_request(&mut answer, id);
    let ending = match answer.ending {
        adapter_graphql::Ending::Executed => Ending::Executed,
        adapter_graphql::Ending::Refused => Ending::Refused,
        adapter_graphql::Ending::RateLimited { retry_after } => Ending::RateLimited(retry_after),
    };
    let body = if ending == Ending::Executed {
        serde_json::to_string(&answer.response)
    } else {
        serde_json::to_string(&json!({ "errors": answer.response.errors }))
    };
    let body = body.map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        Ending::Failed
    })?;
    Ok((ending, body))
}

/// Signs in; whoever gets the session closes it.
pub(super) async fn sign_in(site: &Site, token: &BearerToken) -> Result<Session, Ending> {
    signed_in(auth::sign_in(&site.queries, token).await)
}

fn signed_in(found: Result<Option<Session>, StoreError>) -> Result<Session, Ending> {
    match found {
        Ok(session) => session.ok_or(Ending::Unauthenticated),
        Err(StoreError::Busy | StoreError::Conflict) => Err(Ending::Unavailable),
        Err(error @ StoreError::Broken(_)) => {
            tracing::error!(%error, "cannot sign in");
            Err(Ending::Failed)
        }
    }
}
