//! The entry points for following what happens, one object per subject.

use async_graphql::MergedSubscription;

use crate::{
    outcome::subscription::OutcomeSubscription, settings::subscription::SettingsSubscription,
    task::subscription::TaskSubscription, task_overview::subscription::TaskOverviewSubscription,
};

/// Live events of the account (protocol graphql-transport-ws, or server-sent events). Events are sent at most once; refetch after a reconnect.
#[derive(Default, MergedSubscription)]
pub struct Subscription(
    OutcomeSubscription,
    SettingsSubscription,
    TaskSubscription,
    TaskOverviewSubscription,
);
