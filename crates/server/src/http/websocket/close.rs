//! Why a socket ends, as its other end reads it.

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use tokio_tungstenite::tungstenite::{Error, error::ProtocolError};

/// The most bytes of a reason (RFC 6455, section 5.5: 125 with the code).
const LONGEST_REASON: usize = 123;

/// Why a socket ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Close {
    /// The client said so.
    ByClient,
    /// The client is gone, or takes nothing, or does not answer.
    Gone,
    /// The server is about to end.
    GoingAway,
    /// What came is no WebSocket.
    BadFrames,
    /// A text is no UTF-8.
    NotUtf8,
    /// A message is larger than any may be.
    TooLarge,
    /// Something failed that another attempt may find mended.
    TryAgainLater(&'static str),
    /// A message that the protocol does not have; with what is wrong.
    Invalid(String),
    /// An operation before the sign-in.
    Unauthorized,
    /// The token does not work, or does not any more.
    Forbidden(&'static str),
    /// The client speaks another protocol.
    SubprotocolNotAcceptable,
    /// The client did not say in time who it is.
    InitialisationTimeout,
    /// An operation of this id is under way.
    SubscriberExists(String),
    /// The client says a second time who it is.
    TooManyInitialisations,
    /// Something nobody foresaw.
    Failed,
}

impl Close {
    /// Why nothing more can be read.
    pub(super) fn of(error: axum::Error) -> Self {
        match error.into_inner().downcast_ref::<Error>() {
            Some(Error::Capacity(_)) => Self::TooLarge,
            Some(Error::Utf8(_)) => Self::NotUtf8,
            Some(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => Self::Gone,
            Some(Error::Protocol(_)) => Self::BadFrames,
            _ => Self::Gone,
        }
    }

    /// Whether bytes of the client are to blame, of which more may be on their way.
    pub(super) const fn is_of_what_came(&self) -> bool {
        match self {
            Self::BadFrames | Self::NotUtf8 | Self::TooLarge => true,
            Self::ByClient
            | Self::Gone
            | Self::GoingAway
            | Self::TryAgainLater(_)
            | Self::Invalid(_)
            | Self::Unauthorized
            | Self::Forbidden(_)
            | Self::SubprotocolNotAcceptable
            | Self::InitialisationTimeout
            | Self::SubscriberExists(_)
            | Self::TooManyInitialisations
            | Self::Failed => false,
        }
    }

    /// The code; none where nobody would read it.
    pub(super) const fn code(&self) -> Option<u16> {
        Some(match self {
            Self::ByClient | Self::Gone => return None,
            Self::GoingAway => 1001,
            Self::BadFrames => 1002,
            Self::NotUtf8 => 1007,
            Self::TooLarge => 1009,
            Self::TryAgainLater(_) => 1013,
            Self::Invalid(_) => 4400,
            Self::Unauthorized => 4401,
            Self::Forbidden(_) => 4403,
            Self::SubprotocolNotAcceptable => 4406,
            Self::InitialisationTimeout => 4408,
            Self::SubscriberExists(_) => 4409,
            Self::TooManyInitialisations => 4429,
            Self::Failed => 4500,
        })
    }

    /// The reasons are those of the protocol, where it has them.
    fn reason(&self) -> String {
        let fixed = match self {
            Self::ByClient | Self::Gone => "",
            Self::GoingAway => "Going away: connect again",
            Self::BadFrames => "Frames must be those of RFC 6455",
            Self::NotUtf8 => "A text must be UTF-8",
            Self::TooLarge => "A message may have at most 1 MiB",
            Self::TryAgainLater(reason) | Self::Forbidden(reason) => reason,
            Self::Invalid(reason) => reason,
            Self::Unauthorized => "Unauthorized",
            Self::SubprotocolNotAcceptable => "Subprotocol not acceptable",
            Self::InitialisationTimeout => "Connection initialisation timeout",
            Self::SubscriberExists(id) => return format!("Subscriber for {id} already exists"),
            Self::TooManyInitialisations => "Too many initialisation requests",
            Self::Failed => "Something went wrong here",
        };
        fixed.to_owned()
    }

    /// The frame to send; none where nobody would read it.
    pub(super) fn frame(&self) -> Option<CloseFrame> {
        let code = self.code()?;
        let mut reason = self.reason();
        reason.truncate(reason.floor_char_boundary(LONGEST_REASON));
        Some(CloseFrame {
            code,
            reason: Utf8Bytes::from(reason),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_cut_between_two_characters_where_it_is_too_long() {
        let frame = Close::SubscriberExists("ü".repeat(100)).frame().unwrap();
        assert_eq!(frame.code, 4409);
        assert!(frame.reason.len() <= 123 && frame.reason.starts_with("Subscriber for ü"));
        assert_eq!(
            Close::Unauthorized.frame().unwrap().reason.as_str(),
            "Unauthorized"
        );
        assert_eq!(Close::Gone.frame(), None);
    }
}
