//! What browsers need to let pages of other origins ask (CORS): closed, unless origins are configured.

use std::sync::Arc;
use std::time::Duration;

use axum::{
    Router,
    http::{HeaderValue, Method, header},
};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::{Site, cover::REQUEST_ID};

/// How long browsers may remember the answer to a preflight; they cut it to two hours themselves.
const REMEMBERED: Duration = Duration::from_hours(2);

/// Lets pages of these origins send what a client sends, and read what an answer tells beside its body. Nothing is said
/// about credentials: the token is a header that a page has to know, and no cookie that a browser adds by itself.
pub(super) fn open(paths: Router<Arc<Site>>, origins: &[HeaderValue]) -> Router<Arc<Site>> {
    if origins.is_empty() {
        return paths;
    }
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            REQUEST_ID,
        ])
        .expose_headers([
            REQUEST_ID,
            header::RETRY_AFTER,
            header::CONTENT_LANGUAGE,
            header::CONTENT_DISPOSITION,
        ])
        .max_age(REMEMBERED);
    paths.layer(cors)
}
