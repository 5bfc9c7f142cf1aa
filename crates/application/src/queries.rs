//! What a signed-in user can ask. Changes nothing; everything one session reads shows one moment.

pub mod activities;
pub mod catalogue;
pub mod changes;
pub mod people;
pub mod records;
pub mod settings;
pub mod task_overview;
pub mod tasks;

use std::sync::Arc;

use domain::{AccountId, Actor, ApiToken, ApiTokenId, TimeZone, fault::Fault};
use jiff::Timestamp;

use crate::{
    StoreError,
    page::{Cursor, PageRequest},
    ports::{Clock, Reading, Reads, SignedIn},
};

/// The read side of the application.
#[derive(Clone)]
pub struct Queries {
    reads: Arc<dyn Reads>,
    clock: Arc<dyn Clock>,
}

impl Queries {
    /// Reads through these ports.
    pub fn new(reads: Arc<dyn Reads>, clock: Arc<dyn Clock>) -> Self {
        Self { reads, clock }
    }

    /// Signs in with the SHA-256 of a token's secret; `None` when no such token works in the account.
    ///
    /// The session's snapshot begins with this look-up.
    pub async fn sign_in(
        &self,
        account: AccountId,
        secret_hash: &[u8; 32],
    ) -> Result<Option<Session>, StoreError> {
        let reading = self.reads.open(account);
        let now = self.clock.now();
        let found = reading.signed_in(secret_hash, now).await;
        if !matches!(found, Ok(Some(_))) {
            reading.close().await; // no session will: a wrong token must not cost a connection
        }
        Ok(found?.map(|found| self.session_of(found, (account, secret_hash), now, reading)))
    }

    /// The same for whoever is about to write: the session's snapshot begins with what it reads after that.
    pub async fn sign_in_to_write(
        &self,
        account: AccountId,
        secret_hash: &[u8; 32],
    ) -> Result<Option<Session>, StoreError> {
        let now = self.clock.now();
        let found = self.reads.signed_in(account, secret_hash, now).await?;
        let reading = self.reads.open(account);
        Ok(found.map(|found| self.session_of(found, (account, secret_hash), now, reading)))
    }

    fn session_of(
        &self,
        found: SignedIn,
        (account, secret_hash): (AccountId, &[u8; 32]),
        now: Timestamp,
        reading: Arc<dyn Reading>,
    ) -> Session {
        let SignedIn { user, token } = found;
        let actor = Actor {
            account,
            user: user.id,
            role: user.role,
        };
        let noted = ApiToken::use_to_note(token.last_used_at, now);
        Session {
            token: Some(token.id),
            token_use: noted.map(|hour| (token.id, hour)),
            secret_hash: Some(*secret_hash),
            token_expires_at: token.expires_at,
            ..self.over(actor, reading)
        }
    }

    /// A session for someone who is known already: tests, the installation itself.
    pub fn session(&self, actor: Actor) -> Session {
        self.over(actor, self.reads.open(actor.account))
    }

    fn over(&self, actor: Actor, reading: Arc<dyn Reading>) -> Session {
        Session {
            actor,
            token: None,
            token_use: None,
            secret_hash: None,
            token_expires_at: None,
            reading,
            reads: Arc::clone(&self.reads),
            clock: Arc::clone(&self.clock),
        }
    }
}

/// A signed-in user and one moment of their account.
#[derive(Clone)]
pub struct Session {
    actor: Actor,
    token: Option<ApiTokenId>,
    token_use: Option<(ApiTokenId, Timestamp)>,
    secret_hash: Option<[u8; 32]>,
    token_expires_at: Option<Timestamp>,
    reading: Arc<dyn Reading>,
    reads: Arc<dyn Reads>,
    clock: Arc<dyn Clock>,
}

impl Session {
    /// Who is signed in.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The token that signed in.
    pub fn token(&self) -> Option<ApiTokenId> {
        self.token
    }

    /// The token that signed in, with the hour of its use, where that is to be noted.
    pub fn token_use(&self) -> Option<(ApiTokenId, Timestamp)> {
        self.token_use
    }

    /// From when on the token that signed in does not work any more, where that is known beforehand.
    pub fn token_expires_at(&self) -> Option<Timestamp> {
        self.token_expires_at
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The same user at a later moment: what is read through it sees what was committed until its first use.
    pub fn renewed(&self) -> Self {
        Self {
            reading: self.reads.open(self.actor.account),
            ..self.clone()
        }
    }

    /// Gives back what the session holds. It can still be used, and then sees a new moment.
    pub async fn close(&self) {
        self.reading.close().await;
    }

    /// The account's time zone.
    pub async fn time_zone(&self) -> Result<TimeZone, StoreError> {
        Ok(self.account().await?.time_zone)
    }
}

/// Why a question cannot be answered.
#[derive(Debug, Clone, thiserror::Error)]
pub enum QueryError {
    /// The question itself is at fault, in the argument named.
    #[error("the argument `{argument}` is not acceptable")]
    Argument {
        /// Which argument, in snake case.
        argument: &'static str,
        /// What is wrong with it.
        fault: ArgumentFault,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is wrong with an argument of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArgumentFault {
    /// The cursor belongs to another list or order.
    Cursor,
    /// The span ends before it starts.
    SpanReversed,
    /// Two conditions that exclude each other are given: this one and the one named.
    NotTogetherWith(&'static str),
    /// More spans of time than the report lists: ask for a shorter time or longer spans.
    TooManySpans {
        /// How many it lists at most.
        maximum: usize,
    },
    /// A date outside the years 0001 to 9998.
    DateOutOfRange,
    /// A text is not acceptable.
    Text(Fault),
}

impl QueryError {
    pub(crate) fn argument(argument: &'static str, fault: ArgumentFault) -> Self {
        Self::Argument { argument, fault }
    }
}

/// Refuses cursors of another list or another order.
pub(crate) fn check_cursors(page: &PageRequest, list: &'static str) -> Result<(), QueryError> {
    let foreign = |cursor: &Option<Cursor>| cursor.as_ref().is_some_and(|cursor| cursor.list != list);
    match (foreign(&page.after), foreign(&page.before)) {
        (true, _) => Err(QueryError::argument("after", ArgumentFault::Cursor)),
        (_, true) => Err(QueryError::argument("before", ArgumentFault::Cursor)),
        (false, false) => Ok(()),
    }
}

/// A missing row that the schema of the store rules out.
pub(crate) fn must_exist<T>(found: Option<T>, what: &'static str) -> Result<T, StoreError> {
    found.ok_or_else(|| StoreError::broken(format!("{what} is missing")))
}
