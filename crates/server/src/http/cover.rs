//! What surrounds every request: its id, its span and line in the log, and the headers of every answer.

use std::sync::Arc;
use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use super::Site;

/// Names a request, in both directions.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// UUIDs have 36, W3C traces 55.
const LONGEST_ID: usize = 64;

/// The id of a request, for its answer and for the log.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub(super) String);

/// Gives the request its id and the answer its headers.
pub(super) async fn around(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let id = given_id(&request).unwrap_or_else(|| site.ids.next().to_string());
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = span(&request, &id);
    let mut response = answer(request, next).instrument(span).await;
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

/// The id that the client or what stands before the server has given: both then find the request by the same id. It is
/// a word for logs and decides nothing; one with other signs, or longer than ids are, might be meant to mislead.
fn given_id(request: &Request) -> Option<String> {
    let mut values = request.headers().get_all(REQUEST_ID).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let is_word = |id: &&str| {
        (1..=LONGEST_ID).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    value.to_str().ok().filter(is_word).map(str::to_owned)
}

async fn answer(request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let response = next.run(request).await;
    let milliseconds = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(status = response.status().as_u16(), milliseconds, "answered");
    response
}

/// The path is told as it is routed: what clients invent may hold anything.
fn span(request: &Request, id: &str) -> tracing::Span {
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("other", MatchedPath::as_str);
    tracing::info_span!("request", id, method = %request.method(), path)
}
