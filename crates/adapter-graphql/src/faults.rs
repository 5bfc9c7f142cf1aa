//! What is wrong with a request that never gets as far as a document, in words that every transport shares.

use std::time::Duration;

use crate::{
    codes::Code,
    context::Language,
    text::words::{Key, Sentence},
};

/// Why a request is answered without a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestFault {
    /// Nobody is signed in.
    Unauthenticated,
    /// The body is not JSON in UTF-8.
    NotJson,
    /// The client wants no media type there is.
    NotAcceptable,
    /// The body is no GraphQL request.
    Malformed,
    /// The body is several requests.
    Batch,
    /// The body is larger than a body may be.
    BodyTooLarge {
        /// Bytes at most.
        maximum: usize,
    },
    /// The body came too slowly.
    BodyTooSlow,
    /// It took too long.
    TimedOut,
    /// No room, or no store.
    Busy,
    /// Something nobody foresaw.
    Failed,
    /// The token has spent its points; there are enough again after this time.
    RateLimited(Duration),
    /// The token has as many streams as it may have.
    TooManyStreams,
    /// The token signs in no more.
    SignedOut,
    /// A socket has as many operations under way as it may have.
    TooManyOperations {
        /// At most.
        maximum: usize,
    },
    /// A subscription was sent where one answer is given.
    NotAtOnce,
    /// The link of a report is none.
    ReportLinkDamaged,
    /// The link of a report asks for days that cannot be reported.
    ReportDays,
}

impl RequestFault {
    /// For programs.
    pub const fn code(self) -> Code {
        match self {
            Self::Unauthenticated | Self::SignedOut => Code::Unauthenticated,
            Self::NotJson
            | Self::NotAcceptable
            | Self::Malformed
            | Self::Batch
            | Self::ReportLinkDamaged
            | Self::ReportDays => Code::BadUserInput,
            Self::BodyTooLarge { .. } => Code::TooLarge,
            Self::BodyTooSlow | Self::TimedOut => Code::Timeout,
            Self::Busy => Code::Unavailable,
            Self::Failed => Code::Internal,
            Self::RateLimited(_) | Self::TooManyStreams | Self::TooManyOperations { .. } => Code::RateLimited,
            Self::NotAtOnce => Code::OperationResolutionFailure,
        }
    }

    /// For people.
    pub fn told(self, language: Language) -> String {
        self.sentence().told(language)
    }

    pub(crate) fn sentence(self) -> Sentence {
        let key = match self {
            Self::Unauthenticated => Key("unauthenticated"),
            Self::NotJson => Key("not-json"),
            Self::NotAcceptable => Key("not-acceptable"),
            Self::Malformed => Key("malformed"),
            Self::Batch => Key("batch"),
            Self::BodyTooLarge { maximum } => {
                return Sentence::new(Key("body-too-large")).with("maximum", maximum);
            }
            Self::BodyTooSlow => Key("body-too-slow"),
            Self::TimedOut => Key("timed-out"),
            Self::Busy => Key("busy"),
            Self::Failed => Key("failed"),
            Self::RateLimited(after) => {
                // Whole seconds, the last one begun.
                let seconds = after.as_secs().saturating_add(1);
                return Sentence::new(Key("rate-limited")).with("seconds", seconds);
            }
            Self::TooManyStreams => Key("too-many-streams"),
            Self::SignedOut => Key("signed-out"),
            Self::TooManyOperations { maximum } => {
                return Sentence::new(Key("too-many-at-once")).with("maximum", maximum);
            }
            Self::NotAtOnce => Key("subscription-not-at-once"),
            Self::ReportLinkDamaged => Key("report-link-damaged"),
            Self::ReportDays => Key("report-days"),
        };
        Sentence::new(key)
    }
}
