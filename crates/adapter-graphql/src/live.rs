//! Events of a subscription: each is decided and answered on a reading of its own, for a user who still may see it.

use std::{future::Future, sync::Arc};

use application::{
    Session,
    ports::{FeedEntry, Following, Unfollowed},
};
use async_graphql::Context;
use futures_util::stream::{self, BoxStream, StreamExt};

use crate::{context::RequestScope, errors::ApiError};

/// What a subscription gives: events until the first failure.
pub(crate) type Events<T> = BoxStream<'static, Result<T, ApiError>>;

/// Where events come from, one after the other.
pub(crate) trait Source: Send + Sized + 'static {
    /// What is told.
    type Event: Send + 'static;

    /// The next one; the scope reads the moment that it is of.
    fn next(&mut self) -> impl Future<Output = Result<Self::Event, ApiError>> + Send;
}

/// The events of a source, until it fails.
pub(crate) fn events<S: Source>(source: S) -> Events<S::Event> {
    let step = |source: Option<S>| async move {
        let mut source = source?;
        let event = source.next().await;
        let goes_on = event.is_ok();
        Some((event, goes_on.then_some(source)))
    };
    stream::unfold(Some(source), step).boxed()
}

/// What entries of the history mean to a subscriber.
pub(crate) trait Watch: Send + Sync + 'static {
    /// What is told.
    type Event: Send + 'static;

    /// Whether an entry may be of interest, as far as it says itself.
    fn may_concern(&self, entry: &FeedEntry) -> bool;

    /// What is told of it, as it is in this session.
    fn event(
        &self,
        session: &Session,
        entry: &FeedEntry,
    ) -> impl Future<Output = Result<Option<Self::Event>, ApiError>> + Send;
}

/// Follows the account from now on, and tells what the watch makes of it.
pub(crate) async fn watch<W: Watch>(ctx: &Context<'_>, watch: W) -> Result<Events<W::Event>, ApiError> {
    let (scope, following) = follow(ctx).await?;
    scope.begin_following().await;
    Ok(events(Watched {
        scope,
        following,
        watch,
    }))
}

/// The scope of the subscription, which follows the account from now on.
pub(crate) async fn follow(ctx: &Context<'_>) -> Result<(Arc<RequestScope>, Following), ApiError> {
    let scope = Arc::clone(ctx.data_unchecked::<Arc<RequestScope>>());
    // The store may read where to begin: nobody waits for a second connection while holding one.
    scope.close().await;
    let following = scope.session().follow().await?;
    Ok((scope, following))
}

struct Watched<W> {
    scope: Arc<RequestScope>,
    following: Following,
    watch: W,
}

impl<W: Watch> Source for Watched<W> {
    type Event = W::Event;

    async fn next(&mut self) -> Result<W::Event, ApiError> {
        loop {
            let entry = self.following.next().await?;
            if !self.watch.may_concern(&entry) {
                continue;
            }
            let session = self.scope.advance().await?;
            let event = self.watch.event(&session, &entry).await;
            match event.transpose() {
                Some(event) => return event,
                None => self.scope.close().await,
            }
        }
    }
}

impl From<Unfollowed> for ApiError {
    fn from(unfollowed: Unfollowed) -> Self {
        match unfollowed {
            Unfollowed::FellBehind => Self::FellBehind,
            Unfollowed::Ended => Self::Unavailable,
        }
    }
}
