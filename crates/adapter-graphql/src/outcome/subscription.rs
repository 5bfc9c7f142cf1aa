//! Following outcomes.

use application::{Session, ports::FeedEntry};
use async_graphql::{Context, SimpleObject, Subscription};
use domain::ActivityKind;

use super::types::TaskOutcome;
use crate::{
    errors::ApiError,
    live::{self, Events, Watch},
    shared::ChangeAction,
};

/// A change of an outcome.
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskOutcomeChange {
    /// What happened.
    action: ChangeAction,
    /// The outcome after the change.
    task_outcome: TaskOutcome,
}

/// Events about outcomes.
#[derive(Default)]
pub struct OutcomeSubscription;

#[Subscription]
impl OutcomeSubscription {
    /// Changes of outcomes.
    async fn task_outcome_changed(&self, ctx: &Context<'_>) -> Result<Events<TaskOutcomeChange>, ApiError> {
        live::watch(ctx, Outcomes).await
    }
}

struct Outcomes;

impl Watch for Outcomes {
    type Event = TaskOutcomeChange;

    fn may_concern(&self, entry: &FeedEntry) -> bool {
        entry.kind == ActivityKind::TaskOutcomeChanged
    }

    /// One that was deleted for good is nothing any more, so there is nothing to tell of it.
    async fn event(
        &self,
        session: &Session,
        entry: &FeedEntry,
    ) -> Result<Option<TaskOutcomeChange>, ApiError> {
        let ids: Vec<_> = entry.outcome.iter().map(|outcome| outcome.id).collect();
        let outcome = session.outcomes_by_id(&ids).await?.pop();
        Ok(outcome.map(|outcome| TaskOutcomeChange {
            action: application::queries::changes::ChangeAction::from(entry.action).into(),
            task_outcome: outcome.into(),
        }))
    }
}
