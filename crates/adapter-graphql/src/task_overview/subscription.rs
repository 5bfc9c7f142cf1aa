//! Following the report.

use std::{sync::Arc, time::Duration};

use application::{ports::Following, queries::task_overview::TaskOverviewWatch};
use async_graphql::{Context, Subscription};
use futures_util::FutureExt;
use tokio::time::{Instant, timeout};

use super::{input::TaskOverviewReportFilterInput, link, types::TaskOverviewReport};
use crate::{
    context::RequestScope,
    errors::ApiError,
    live::{self, Events, Source},
};

/// How often a subscriber's report is looked at, at most.
const EVERY: Duration = Duration::from_secs(1);
/// How long to wait, at most, before looking at the clock: it may be set.
const CLOCK: Duration = Duration::from_mins(1);

/// Events about the report.
#[derive(Default)]
pub struct TaskOverviewSubscription;

#[Subscription]
impl TaskOverviewSubscription {
    /// The report again whenever its numbers change, at most once a second.
    async fn task_overview_report_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tasks to count.")] filter: Option<TaskOverviewReportFilterInput>,
    ) -> Result<Events<TaskOverviewReport>, ApiError> {
        let filter = filter.unwrap_or_default();
        let link = link::encode(&filter);
        let (conditions, period, time_zone) = filter.read()?;
        let (scope, following) = live::follow(ctx).await?;
        // Read after following has begun, so that no change falls between.
        let session = scope.advance().await?;
        let watch = TaskOverviewWatch::begin(&session, conditions, period, time_zone).await;
        let watch = watch?;
        scope.begin_following().await;
        Ok(live::events(Watched {
            scope,
            following,
            watch,
            link,
            looked_at: None,
        }))
    }
}

struct Watched {
    scope: Arc<RequestScope>,
    following: Following,
    watch: TaskOverviewWatch,
    link: String,
    looked_at: Option<Instant>,
}

impl Source for Watched {
    type Event = TaskOverviewReport;

    async fn next(&mut self) -> Result<TaskOverviewReport, ApiError> {
        loop {
            self.until_due().await?;
            self.looked_at = Some(Instant::now());
            let session = self.scope.advance().await?;
            match self.watch.look(&session).await? {
                Some(report) => return Ok(TaskOverviewReport::new(report, self.link.clone())),
                None => self.scope.close().await,
            }
        }
    }
}

impl Watched {
    /// Notes what happens until it is worth looking and time to do so.
    async fn until_due(&mut self) -> Result<(), ApiError> {
        loop {
            // All that is there already: what cancels out must not be looked at half.
            while let Some(entry) = self.following.next().now_or_never() {
                self.watch.note(&*entry?);
            }
            let is_due = self.watch.is_due(self.scope.session().now());
            let rest = self.looked_at.map_or(Duration::ZERO, |looked_at| {
                EVERY.saturating_sub(looked_at.elapsed())
            });
            if is_due && rest.is_zero() {
                return Ok(());
            }
            let pause = if is_due {
                rest
            } else {
                self.until_next_day().max(rest)
            };
            if let Ok(entry) = timeout(pause, self.following.next()).await {
                self.watch.note(&*entry?);
            }
        }
    }

    fn until_next_day(&self) -> Duration {
        let from = self.watch.next_day();
        let left = from.map(|from| from.duration_since(self.scope.session().now()));
        let left = left.and_then(|left| Duration::try_from(left).ok());
        left.map_or(CLOCK, |left| left.clamp(Duration::from_millis(1), CLOCK))
    }
}
