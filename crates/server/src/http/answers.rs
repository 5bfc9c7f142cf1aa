//! What is answered when a request does not get as far as GraphQL, and which status every answer has.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::json;

use super::media::Media;

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// It was executed: there is data, perhaps with errors of single fields.
    Executed,
    /// The document or operation was refused before execution.
    Refused,
    /// The token has spent its points; there are enough again after this time.
    RateLimited(Duration),
    /// The token has as many streams as it may have.
    TooManyStreams,
    /// Nothing of it could be answered: no room, or no store.
    Unavailable,
    /// It took too long.
    TimedOut,
    /// It failed in a way nobody foresaw.
    Failed,
    /// The body is no GraphQL request.
    Malformed,
    /// The body is too large.
    TooLarge,
    /// The body came too slowly.
    TooSlow,
    /// The body is not JSON.
    NotJson,
    /// The client wants no media type we have.
    NotAcceptable,
    /// Nobody is signed in.
    Unauthenticated,
}

impl Ending {
    /// The status of an answer. Clients that accept only `application/json` read a refusal from its body: it has
    /// status 200 there, as the specification wants it.
    pub(super) const fn status(self, media: Media) -> StatusCode {
        match (self, media) {
            (Self::Executed, _) | (Self::Refused, Media::Json) => StatusCode::OK,
            (Self::Refused, Media::GraphqlResponse) | (Self::Malformed, _) => StatusCode::BAD_REQUEST,
            (Self::RateLimited(_) | Self::TooManyStreams, _) => StatusCode::TOO_MANY_REQUESTS,
            (Self::Unavailable, _) => StatusCode::SERVICE_UNAVAILABLE,
            (Self::TimedOut, _) => StatusCode::GATEWAY_TIMEOUT,
            (Self::Failed, _) => StatusCode::INTERNAL_SERVER_ERROR,
            (Self::TooLarge, _) => StatusCode::PAYLOAD_TOO_LARGE,
            (Self::TooSlow, _) => StatusCode::REQUEST_TIMEOUT,
            (Self::NotJson, _) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            (Self::NotAcceptable, _) => StatusCode::NOT_ACCEPTABLE,
            (Self::Unauthenticated, _) => StatusCode::UNAUTHORIZED,
        }
    }

    /// The stable code and the sentence of an answer that GraphQL has no part in.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Executed | Self::Failed => ("INTERNAL_SERVER_ERROR", "Something went wrong here."),
            Self::Refused => ("GRAPHQL_VALIDATION_FAILED", "The document is not acceptable."),
            Self::RateLimited(_) => ("RATE_LIMITED", "The token has spent its points."),
            Self::TooManyStreams => (
                "RATE_LIMITED",
                "The token has as many streams as it may have: close one first.",
            ),
            Self::Unavailable => (
                "SERVICE_UNAVAILABLE",
                "The service is overloaded or restarting: try again soon.",
            ),
            Self::TimedOut => ("TIMEOUT", "The request took too long."),
            Self::Malformed => (
                "BAD_USER_INPUT",
                "The body is no GraphQL request: send {\"query\": …, \"variables\": …, \"operationName\": …} as one JSON object.",
            ),
            Self::TooLarge => ("QUERY_TOO_LARGE", "The body is larger than 1 MiB."),
            Self::TooSlow => ("TIMEOUT", "The body came too slowly."),
            Self::NotJson => ("BAD_USER_INPUT", "Send the request as application/json in UTF-8."),
            Self::NotAcceptable => (
                "BAD_USER_INPUT",
                "The answer is application/graphql-response+json or application/json: accept one of them.",
            ),
            Self::Unauthenticated => (
                "UNAUTHENTICATED",
                "Sign in with a valid token: Authorization: Bearer to_…",
            ),
        }
    }

    /// The headers beyond those of every answer.
    fn header(self) -> Option<(HeaderName, HeaderValue)> {
        let fixed = HeaderValue::from_static;
        match self {
            Self::Unauthenticated => {
                Some((header::WWW_AUTHENTICATE, fixed("Bearer realm=\"task-outcomes\"")))
            }
            // Whole seconds, the last one begun.
            Self::RateLimited(after) => Some((header::RETRY_AFTER, (after.as_secs() + 1).into())),
            Self::Unavailable | Self::TooManyStreams => Some((header::RETRY_AFTER, fixed("2"))),
            Self::NotJson => Some((header::ACCEPT, fixed("application/json"))),
            Self::TooSlow | Self::TooLarge => Some((header::CONNECTION, fixed("close"))),
            Self::Executed
            | Self::Refused
            | Self::TimedOut
            | Self::Failed
            | Self::Malformed
            | Self::NotAcceptable => None,
        }
    }

    /// An answer with one error and no data.
    pub(super) fn alone(self, media: Media, request_id: &str) -> Response {
        let (code, message) = self.words();
        let mut extensions = json!({ "code": code });
        if let (Self::Failed, Some(extensions)) = (self, extensions.as_object_mut()) {
            extensions.insert("requestId".to_owned(), request_id.into());
        }
        let body = json!({ "errors": [{ "message": message, "extensions": extensions }] });
        self.with_body(media, body.to_string())
    }

    /// An answer with this body.
    pub(super) fn with_body(self, media: Media, body: impl Into<Body>) -> Response {
        let mut response = Response::new(body.into());
        *response.status_mut() = self.status(media);
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(media.content_type()),
        );
        headers.insert(
            header::VARY,
            HeaderValue::from_static("accept, accept-language, authorization"),
        );
        if let Some((name, value)) = self.header() {
            headers.insert(name, value);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_has_its_status() {
        let table = [
            (Ending::Executed, 200, 200),
            (Ending::Refused, 200, 400),
            (Ending::RateLimited(Duration::ZERO), 429, 429),
            (Ending::TooManyStreams, 429, 429),
            (Ending::Unavailable, 503, 503),
            (Ending::TimedOut, 504, 504),
            (Ending::Failed, 500, 500),
            (Ending::Malformed, 400, 400),
            (Ending::TooLarge, 413, 413),
            (Ending::TooSlow, 408, 408),
            (Ending::NotJson, 415, 415),
            (Ending::NotAcceptable, 406, 406),
            (Ending::Unauthenticated, 401, 401),
        ];
        for (ending, json, graphql) in table {
            assert_eq!(ending.status(Media::Json), json, "{ending:?}");
            assert_eq!(ending.status(Media::GraphqlResponse), graphql, "{ending:?}");
        }
    }
}
