//! What leaves the API when nobody can act on it: constants with codes, never a driver's text.

use std::sync::Arc;

use application::{
    StoreError,
    queries::{ArgumentFault, QueryError},
};
use async_graphql::{Error, ErrorExtensionValues};
use domain::SearchTerms;

use crate::{
    codes::Code,
    context::Language,
    faults::RequestFault,
    text::{
        camel_case,
        words::{Key, Sentence},
    },
};

/// A failure of a field. It has no `Display`, so `?` on a foreign error in a resolver does not compile.
#[derive(Debug, Clone)]
pub enum ApiError {
    /// The question is at fault; the sentence says what to do.
    BadUserInput(Sentence),
    /// The store is overloaded, or others were in the way too often: later the same may succeed.
    Unavailable,
    /// The token no longer signs in, or with another role: what is followed ends.
    SignedOut,
    /// Events came faster than they were taken: what is followed ends.
    FellBehind,
    /// Something nobody foresaw.
    Internal(StoreError),
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

fn sentence(argument: &str, fault: &ArgumentFault) -> Sentence {
    let about = |key| Sentence::new(key).with("argument", camel_case(argument));
    match fault {
        ArgumentFault::Cursor => about(Key("argument-cursor")),
        ArgumentFault::SpanReversed => about(Key("argument-span-reversed")),
        ArgumentFault::NotTogetherWith(other) => not_together(&camel_case(argument), &camel_case(other)),
        ArgumentFault::TooManySpans { maximum } => {
            about(Key("argument-too-many-spans")).with("maximum", *maximum)
        }
        ArgumentFault::DateOutOfRange => about(Key("argument-dates")),
        ArgumentFault::Text(_) => about(Key("argument-text")).with("maximum", SearchTerms::MAXIMUM),
    }
}

/// Two arguments of which one can be given.
pub(crate) fn not_together(argument: &str, other: &str) -> Sentence {
    Sentence::new(Key("argument-not-together"))
        .with("argument", argument)
        .with("other", other)
}

impl From<ApiError> for Error {
    /// Nothing of a store's failure leaves with it. The sentence goes along, to be told in the language of the request.
    fn from(error: ApiError) -> Self {
        let (code, sentence) = match error {
            ApiError::BadUserInput(sentence) => (Code::BadUserInput, sentence),
            ApiError::Unavailable => (Code::Unavailable, RequestFault::Busy.sentence()),
            ApiError::SignedOut => (Code::Unauthenticated, Sentence::new(Key("signed-out"))),
            ApiError::FellBehind => (Code::Unavailable, Sentence::new(Key("fell-behind"))),
            ApiError::Internal(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::error!(error, "a field failed");
                (Code::Internal, RequestFault::Failed.sentence())
            }
        };
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", code.as_str());
        Self {
            message: sentence.told(Language::default()),
            source: Some(Arc::new(sentence)),
            extensions: Some(extensions),
        }
    }
}
