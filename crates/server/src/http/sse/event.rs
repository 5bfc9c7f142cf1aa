//! How an answer is written as an event (Server-Sent Events, and the names of GraphQL over SSE).

use axum::body::Bytes;

use crate::http::streams::Written;

/// A comment, which clients skip and which keeps the connection open.
pub(super) fn sign_of_life() -> Bytes {
    Bytes::from_static(b":\n\n")
}

/// An answer; errors of the whole request are one, too.
pub(super) fn next(answer: &Written) -> Bytes {
    // JSON as it is written here has no line breaks.
    Bytes::from(match answer {
        Written::Result(result) => format!("event: next\ndata: {result}\n\n"),
        Written::Refusal(errors) => format!("event: next\ndata: {{\"errors\":{errors}}}\n\n"),
    })
}

/// There are no more answers. Browsers pass on only events with data.
pub(super) fn complete() -> Bytes {
    Bytes::from_static(b"event: complete\ndata: \n\n")
}
