//! Which answers are compressed: texts of some size that are written at once, and no stream.
//!
//! Compressing what is encrypted can give away secrets to somebody who makes a victim ask and sees how long the answers
//! are (BREACH). Here nobody can make a victim ask: a page of another origin has no token, and browsers add none.

use axum::{
    body::HttpBody,
    http::{Response, header},
};
use tower_http::compression::{
    CompressionLayer,
    predicate::{Predicate, SizeAbove},
};

/// Below this many bytes an answer fits into a packet or two anyway.
const WORTH_IT: u64 = 1024;

/// Everything else is a stream (CSV, events), or compressed by itself.
const TEXTS: [&str; 6] = [
    "application/graphql",
    "application/graphql-response+json",
    "application/json",
    "text/css",
    "text/html",
    "text/javascript",
];

/// Compresses by Brotli or gzip, as the client likes best.
pub(super) fn layer() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().compress_when(SizeAbove::new(WORTH_IT).and(Texts))
}

#[derive(Debug, Clone, Copy)]
struct Texts;

impl Predicate for Texts {
    fn should_compress<B: HttpBody>(&self, response: &Response<B>) -> bool {
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        TEXTS.contains(&essence)
    }
}
