//! Time, identity and secrets come from outside, so that tests and demo data can choose them.

use domain::AccountId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::StoreError;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment, in whole microseconds (what the store can keep).
    fn now(&self) -> Timestamp;
}

/// Makes identities.
pub trait Ids: Send + Sync {
    /// A UUID that was never given out before; later ones sort after earlier ones where possible (version 7).
    fn next(&self) -> Uuid;
}

/// A new token: its text, which is shown once, and the hash by which the store knows it.
pub struct IssuedToken {
    /// What a program sends to sign in.
    pub secret: String,
    /// SHA-256 of the secret.
    pub secret_hash: [u8; 32],
}

/// Makes tokens that nobody can guess.
pub trait TokenIssuer: Send + Sync {
    /// A new token of an account. Fails where there is no randomness to be had.
    fn issue(&self, account: AccountId) -> Result<IssuedToken, StoreError>;
}
