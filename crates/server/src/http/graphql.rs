//! `POST /graphql`: reads the request, signs in, has it executed, and answers in the media type the client wants.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use adapter_graphql::{Answer, GraphQlRequest, Language, RequestScope};
use application::{Session, StoreError};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::Response,
};
use serde_json::json;
use tokio::{sync::oneshot, time::timeout};
use tracing::Instrument;

use super::Site;
use super::answers::Ending;
use super::cover::RequestId;
use super::media::{self, Media};
use crate::auth::{self, BearerToken, RandomTokens};
use crate::background;

/// How long a body may take to come in.
const READING: Duration = Duration::from_secs(15);
/// How long a request may take; statements of the database have closer bounds of their own.
pub(super) const EXECUTING: Duration = Duration::from_mins(1);

/// Who asks for what beside the body.
struct Asked {
    id: String,
    language: Language,
}

/// Answers a request.
pub(super) async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .map_or_else(String::new, |id| id.0.clone());
    let Some(media) = Media::accepted(request.headers()) else {
        return Ending::NotAcceptable.alone(Media::Json, &id);
    };
    match respond(site, request, id.clone()).await {
        Ok((ending, body)) => ending.with_body(media, body),
        Err(ending) => ending.alone(media, &id),
    }
}

/// What can be refused without the database is refused before it is asked.
async fn respond(site: Arc<Site>, request: Request, id: String) -> Result<(Ending, String), Ending> {
    if !media::is_json(request.headers()) {
        return Err(Ending::NotJson);
    }
    let token = auth::bearer_token(request.headers()).ok_or(Ending::Unauthenticated)?;
    let language = text_of(request.headers(), &header::ACCEPT_LANGUAGE);
    let asked = Asked {
        id,
        language: Language::accepted(&language),
    };
    let body = read(request).await?;
    let graphql = serde_json::from_slice(&body).map_err(|_| Ending::Malformed)?;
    to_its_end(work(site, token, asked, graphql)).await
}

/// All lines of a header as one.
pub(super) fn text_of(headers: &HeaderMap, name: &HeaderName) -> String {
    let lines: Vec<&str> = headers
        .get_all(name)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    lines.join(",")
}

pub(super) async fn read(request: Request) -> Result<Bytes, Ending> {
    match timeout(READING, Bytes::from_request(request, &())).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Ending::TooLarge),
        Ok(Err(_)) => Err(Ending::Malformed),
        Err(_) => Err(Ending::TooSlow),
    }
}

/// Goes on when the client hangs up: a unit of work that is broken off costs a connection to the database.
async fn to_its_end(
    work: impl Future<Output = Result<(Ending, String), Ending>> + Send + 'static,
) -> Result<(Ending, String), Ending> {
    let (done, result) = oneshot::channel();
    let work = async move {
        let result = timeout(EXECUTING, work).await.unwrap_or(Err(Ending::TimedOut));
        // Without a receiver the client has hung up.
        let _ = done.send(result);
    };
    background::spawn("request", work.instrument(tracing::Span::current()));
    result.await.unwrap_or(Err(Ending::Failed))
}

async fn work(
    site: Arc<Site>,
    token: BearerToken,
    asked: Asked,
    request: GraphQlRequest,
) -> Result<(Ending, String), Ending> {
    let session = sign_in(&site, &token).await?;
    note_use(&site, &session);
    let scope_token = session.token();
    let scope = RequestScope::new(
        site.commands.clone(),
        session,
        asked.language,
        Arc::new(RandomTokens),
    );
    let bucket = site.rate_limits.of(scope_token);
    let answer = adapter_graphql::execute(&site.schema, Arc::clone(&scope), &bucket, request).await;
    scope.close().await;
    written(answer, &asked.id)
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

/// The answer in the order of the selection. Where the request was refused it has no `data`, not even null.
fn written(mut answer: Answer, id: &str) -> Result<(Ending, String), Ending> {
    name_request(&mut answer, id);
    let ending = match answer.ending {
        adapter_graphql::Ending::Executed => Ending::Executed,
        adapter_graphql::Ending::Refused => Ending::Refused,
        adapter_graphql::Ending::RateLimited { retry_after } => Ending::RateLimited(retry_after),
    };
    let body = match ending {
        Ending::Refused | Ending::RateLimited(_) => {
            serde_json::to_string(&json!({ "errors": answer.response.errors }))
        }
        _ => serde_json::to_string(&answer.response),
    };
    let body = body.map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        Ending::Failed
    })?;
    Ok((ending, body))
}

/// Whoever meets an internal error can say where it is in the log.
pub(super) fn name_request(answer: &mut Answer, id: &str) {
    for error in &mut answer.response.errors {
        if let Some(extensions) = &mut error.extensions
            && extensions.get("code") == Some(&"INTERNAL_SERVER_ERROR".into())
        {
            extensions.set("requestId", id);
        }
    }
}

/// Signs in; whoever gets the session closes it.
pub(super) async fn sign_in(site: &Site, token: &BearerToken) -> Result<Session, Ending> {
    match auth::sign_in(&site.queries, token).await {
        Ok(session) => session.ok_or(Ending::Unauthenticated),
        Err(StoreError::Busy | StoreError::Conflict) => Err(Ending::Unavailable),
        Err(error @ StoreError::Broken(_)) => {
            tracing::error!(%error, "cannot sign in");
            Err(Ending::Failed)
        }
    }
}
