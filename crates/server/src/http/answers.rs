//! What is answered when a request does not get as far as GraphQL, and which status every answer has.

use std::time::Duration;

use adapter_graphql::{Language, RequestFault};
use axum::{
    body::Body,
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::json;

use super::cover::RequestId;
use super::media::Media;

/// Who asks, beside the body.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// The id of the request.
    pub(super) id: String,
    /// The language of whoever reads the answer.
    pub(super) language: Language,
}

impl Asked {
    /// What the headers tell.
    pub(super) fn of(extensions: &Extensions, headers: &HeaderMap) -> Self {
        let id = extensions.get::<RequestId>();
        Self {
            id: id.map_or_else(String::new, |id| id.0.clone()),
            language: language(headers),
        }
    }
}

/// The language that the client likes best.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let lines = headers.get_all(header::ACCEPT_LANGUAGE).iter();
    let lines: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).collect();
    Language::accepted(&lines.join(","))
}

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
    /// The body is several requests.
    Batch,
    /// The body is too large.
    TooLarge {
        /// Bytes at most.
        maximum: usize,
    },
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
            (Self::Refused, Media::GraphqlResponse) | (Self::Malformed | Self::Batch, _) => {
                StatusCode::BAD_REQUEST
            }
            (Self::RateLimited(_) | Self::TooManyStreams, _) => StatusCode::TOO_MANY_REQUESTS,
            (Self::Unavailable, _) => StatusCode::SERVICE_UNAVAILABLE,
            (Self::TimedOut, _) => StatusCode::GATEWAY_TIMEOUT,
            (Self::Failed, _) => StatusCode::INTERNAL_SERVER_ERROR,
            (Self::TooLarge { .. }, _) => StatusCode::PAYLOAD_TOO_LARGE,
            (Self::TooSlow, _) => StatusCode::REQUEST_TIMEOUT,
            (Self::NotJson, _) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            (Self::NotAcceptable, _) => StatusCode::NOT_ACCEPTABLE,
            (Self::Unauthenticated, _) => StatusCode::UNAUTHORIZED,
        }
    }

    /// What is said in an answer that GraphQL has no part in.
    const fn fault(self) -> RequestFault {
        match self {
            // These come with words of their own.
            Self::Executed | Self::Refused | Self::Failed => RequestFault::Failed,
            Self::RateLimited(after) => RequestFault::RateLimited(after),
            Self::TooManyStreams => RequestFault::TooManyStreams,
            Self::Unavailable => RequestFault::Busy,
            Self::TimedOut => RequestFault::TimedOut,
            Self::Malformed => RequestFault::Malformed,
            Self::Batch => RequestFault::Batch,
            Self::TooLarge { maximum } => RequestFault::BodyTooLarge { maximum },
            Self::TooSlow => RequestFault::BodyTooSlow,
            Self::NotJson => RequestFault::NotJson,
            Self::NotAcceptable => RequestFault::NotAcceptable,
            Self::Unauthenticated => RequestFault::Unauthenticated,
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
            Self::TooSlow | Self::TooLarge { .. } => Some((header::CONNECTION, fixed("close"))),
            Self::Executed
            | Self::Refused
            | Self::TimedOut
            | Self::Failed
            | Self::Malformed
            | Self::Batch
            | Self::NotAcceptable => None,
        }
    }

    /// An answer with one error and no data.
    pub(super) fn alone(self, media: Media, asked: &Asked) -> Response {
        let fault = self.fault();
        let mut extensions = json!({ "code": fault.code().as_str() });
        if let (RequestFault::Failed, Some(extensions)) = (fault, extensions.as_object_mut()) {
            extensions.insert("requestId".to_owned(), asked.id.as_str().into());
        }
        let message = fault.told(asked.language);
        let body = json!({ "errors": [{ "message": message, "extensions": extensions }] });
        self.with_body(media, asked.language, body.to_string())
    }

    /// An answer with this body.
    pub(super) fn with_body(self, media: Media, language: Language, body: impl Into<Body>) -> Response {
        let mut response = Response::new(body.into());
        *response.status_mut() = self.status(media);
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(media.content_type()),
        );
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
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
            (Ending::Batch, 400, 400),
            (Ending::TooLarge { maximum: 1 }, 413, 413),
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
