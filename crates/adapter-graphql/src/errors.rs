//! What leaves the API when nobody can act on it: constants with codes, never a driver's text.

use application::{
    StoreError,
    queries::{ArgumentFault, QueryError},
};
use async_graphql::{Error, ErrorExtensions};

/// A failure of a field. It has no `Display`, so `?` on a foreign error in a resolver does not compile.
#[derive(Debug, Clone)]
pub enum ApiError {
    /// The question is at fault; the sentence says what to do.
    BadUserInput(String),
    /// The store is overloaded, or others were in the way too often: later the same may succeed.
    Unavailable,
    /// The token no longer signs in, or with another role: what is followed ends.
    SignedOut,
    /// Events came faster than they were taken: what is followed ends.
    FellBehind,
    /// Something nobody foresaw.
    Internal(StoreError),
}

impl ApiError {
    /// The question is at fault.
    pub fn bad_user_input(sentence: impl Into<String>) -> Self {
        Self::BadUserInput(sentence.into())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict | StoreError::Busy => Self::Unavailable,
            StoreError::Broken(_) => Self::Internal(error),
        }
    }
}

impl From<QueryError> for ApiError {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Store(error) => error.into(),
            QueryError::Argument { argument, fault } => Self::BadUserInput(sentence(argument, &fault)),
        }
    }
}

fn sentence(argument: &str, fault: &ArgumentFault) -> String {
    let argument = crate::text::camel_case(argument);
    match fault {
        ArgumentFault::Cursor => format!("`{argument}` must be a cursor of this list in this order."),
        ArgumentFault::SpanReversed => format!("`{argument}` must not end before it starts."),
        ArgumentFault::NotTogetherWith(other) => {
            format!(
                "`{argument}` and `{}` exclude each other: give one of them.",
                crate::text::camel_case(other)
            )
        }
        ArgumentFault::TooManySpans { maximum } => {
            format!(
                "`{argument}` holds more than {maximum} spans of time: choose a shorter time or longer spans."
            )
        }
        ArgumentFault::DateOutOfRange => format!("`{argument}` must lie in the years 0001 to 9998."),
        ArgumentFault::Text(_) => format!("`{argument}` must be a text of at most 200 characters."),
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        let (message, code) = match error {
            ApiError::BadUserInput(sentence) => (sentence, "BAD_USER_INPUT"),
            ApiError::Unavailable => (
                "The service is busy; try again.".to_owned(),
                "SERVICE_UNAVAILABLE",
            ),
            ApiError::SignedOut => (
                "The token no longer signs in as before: sign in anew.".to_owned(),
                "UNAUTHENTICATED",
            ),
            ApiError::FellBehind => (
                "Events came faster than they were taken: subscribe again, and read anew what may have changed."
                    .to_owned(),
                "SERVICE_UNAVAILABLE",
            ),
            ApiError::Internal(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::error!(error, "a field failed");
                (
                    "Something went wrong on our side.".to_owned(),
                    "INTERNAL_SERVER_ERROR",
                )
            }
        };
        Self::new(message).extend_with(|_, extensions| extensions.set("code", code))
    }
}
