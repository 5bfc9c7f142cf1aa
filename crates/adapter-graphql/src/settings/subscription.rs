//! Following the settings.

use application::{Session, ports::FeedEntry};
use async_graphql::{Context, Subscription};
use domain::ActivityKind;

use super::types::TaskOutcomeSettings;
use crate::{
    errors::ApiError,
    live::{self, Events, Watch},
};

/// Events about the settings.
#[derive(Default)]
pub struct SettingsSubscription;

#[Subscription]
impl SettingsSubscription {
    /// Switching on or off, and saved assignments.
    async fn task_outcome_settings_changed(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Events<TaskOutcomeSettings>, ApiError> {
        live::watch(ctx, Settings).await
    }
}

struct Settings;

impl Watch for Settings {
    type Event = TaskOutcomeSettings;

    fn may_concern(&self, entry: &FeedEntry) -> bool {
        entry.kind == ActivityKind::TaskOutcomeSettingsChanged
    }

    async fn event(&self, session: &Session, _: &FeedEntry) -> Result<Option<TaskOutcomeSettings>, ApiError> {
        Ok(Some(TaskOutcomeSettings(session.settings().await?)))
    }
}
