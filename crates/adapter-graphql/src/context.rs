//! What one request knows: who asks, the moment they see, the language they read, the ids they sent.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use application::{
    Commands, Session, StoreError,
    ports::{IssuedToken, TokenIssuer},
};
use async_graphql::{Context, ID};
use domain::{Actor, ObjectId};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    errors::ApiError,
    ids::{self, TypedId},
    rate_limit::Balance,
};

/// Languages of messages and names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// German.
    De,
    /// English.
    #[default]
    En,
}

impl Language {
    /// Its name in headers (RFC 5646).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// The preferred one of an `Accept-Language` header (RFC 9110, section 12.5.4); English when neither is named.
    pub fn accepted(header: &str) -> Self {
        let weighed = header.split(',').filter_map(|range| {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = parameters
                .trim()
                .strip_prefix("q=")
                .map_or(Some(1.0), |q| q.trim().parse::<f32>().ok())?;
            let language = match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
                "de" => Self::De,
                "en" => Self::En,
                _ => return None,
            };
            (weight > 0.0).then_some((language, weight))
        });
        let best = weighed.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map_or(Self::En, |(language, _)| language)
    }
}

/// What one request knows.
pub struct RequestScope {
    commands: Commands,
    actor: Actor,
    session: Mutex<Session>,
    language: Language,
    tokens: Arc<dyn TokenIssuer>,
    spent: OnceLock<(u32, Balance)>,
    sent: Mutex<HashMap<ObjectId, String>>,
    follows: Notify,
    is_closed: AtomicBool,
}

impl RequestScope {
    /// The scope of one request of a signed-in user.
    pub fn new(
        commands: Commands,
        session: Session,
        language: Language,
        tokens: Arc<dyn TokenIssuer>,
    ) -> Arc<Self> {
        let (actor, session, sent) = (*session.actor(), Mutex::new(session), Mutex::default());
        Arc::new(Self {
            commands,
            actor,
            session,
            language,
            tokens,
            spent: OnceLock::new(),
            sent,
            follows: Notify::new(),
            is_closed: AtomicBool::new(false),
        })
    }

    /// Who asks.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }

    /// A new token of the account.
    pub(crate) fn issue_token(&self) -> Result<IssuedToken, StoreError> {
        self.tokens.issue(self.actor.account)
    }

    /// What the operation cost and what is left, where that is limited.
    pub(crate) fn spent(&self) -> Option<(u32, Balance)> {
        self.spent.get().copied()
    }

    /// Notes what the operation cost; it is told once.
    pub(crate) fn note_spent(&self, cost: u32, balance: Balance) {
        let _ = self.spent.set((cost, balance));
    }

    /// The language of messages.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The moment that is seen now.
    pub(crate) fn session(&self) -> Session {
        self.session
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Gives back what reading holds, once an answer is made.
    pub async fn close(&self) {
        self.session().close().await;
        self.is_closed.store(true, Ordering::Release);
    }

    /// Whether no answer is being made; one that is broken off costs a connection to the store.
    pub fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Acquire)
    }

    /// Lets what is read from now on be of a later moment, if the user may still read.
    pub(crate) async fn advance(&self) -> Result<Session, ApiError> {
        self.close().await;
        let later = self.session().later().await?.ok_or(ApiError::SignedOut)?;
        self.renew(later.clone());
        Ok(later)
    }

    /// Notes that the subscription has begun, and holds nothing until something happens.
    pub(crate) async fn begin_following(&self) {
        self.close().await;
        self.follows.notify_one();
    }

    /// Waits until the subscription has begun.
    pub(crate) async fn follows(&self) {
        self.follows.notified().await;
    }

    /// The commands, once reading holds nothing that they would have to wait for.
    pub(crate) async fn commands(&self) -> &Commands {
        self.session().close().await;
        &self.commands
    }

    /// Passes on what a command gave; what is read from now on sees what it committed.
    pub(crate) fn done<T>(&self, given: T) -> T {
        self.renew(self.session().renewed());
        given
    }

    /// What is read from now on is of another moment.
    fn renew(&self, session: Session) {
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = session;
        self.is_closed.store(false, Ordering::Release);
    }

    /// The typed id that a global id of an input stands for. One that names nothing of this kind becomes an id that
    /// cannot exist, so that it is answered as any other unknown id.
    pub(crate) fn typed<T: TypedId>(&self, id: &ID) -> T {
        let typed = ids::decode(id)
            .and_then(T::of)
            .unwrap_or_else(|| T::new(never(id)));
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(typed.into(), id.to_string());
        typed
    }

    /// The global id of an object as it was sent, or as it would be given out.
    pub(crate) fn sent(&self, object: ObjectId) -> ID {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.get(&object)
            .map_or_else(|| ids::encode(object), |raw| ID(raw.clone()))
    }
}

/// A UUID of version 8 (RFC 9562, section 5.8), which no object has, distinct for distinct texts.
fn never(id: &ID) -> Uuid {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let hash = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, id.as_str()).hash(&mut hasher);
        hasher.finish()
    };
    let bits = u128::from(hash(0)) << 64 | u128::from(hash(1));
    Uuid::new_v8(bits.to_be_bytes())
}

/// Runs a command: reading holds nothing meanwhile that it would have to wait for, and sees afterwards what it committed.
macro_rules! run {
    ($scope:expr, $command:ident($($argument:expr),*)) => {
        $scope.done($scope.commands().await.$command($($argument),*).await)
    };
}
pub(crate) use run;

/// The scope of the request.
pub(crate) fn scope<'a>(ctx: &Context<'a>) -> &'a RequestScope {
    ctx.data_unchecked::<Arc<RequestScope>>()
}

/// The moment that the request sees now.
pub(crate) fn session(ctx: &Context<'_>) -> Session {
    scope(ctx).session()
}

/// The language of the request.
pub(crate) fn language(ctx: &Context<'_>) -> Language {
    scope(ctx).language()
}

/// A number as GraphQL has it: 32 bits, signed.
pub(crate) fn int<T: TryInto<i32>>(number: T) -> Result<i32, ApiError> {
    number
        .try_into()
        .map_err(|_| application::StoreError::broken("a count beyond 32 bits").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_with_the_greatest_weight_is_taken() {
        assert_eq!(Language::accepted("de-DE,de;q=0.9,en;q=0.8"), Language::De);
        assert_eq!(Language::accepted("en;q=0.8, de;q=0.9"), Language::De);
        assert_eq!(Language::accepted("fr, en;q=0.5, de;q=0.1"), Language::En);
        assert_eq!(Language::accepted("de;q=0"), Language::En);
        assert_eq!(Language::accepted(""), Language::En);
    }
}
