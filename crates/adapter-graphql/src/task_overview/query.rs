//! The way to the report.

use async_graphql::{Context, Object};

use super::{input::TaskOverviewReportFilterInput, link, types::TaskOverviewReport};
use crate::{context::session, errors::ApiError};

/// The question for the report.
#[derive(Default)]
pub struct TaskOverviewQuery;

#[Object]
impl TaskOverviewQuery {
    /// The Task Overview Report over completed tasks.
    async fn task_overview_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tasks to count.")] filter: Option<TaskOverviewReportFilterInput>,
    ) -> Option<Result<TaskOverviewReport, ApiError>> {
        let read = async {
            let filter = filter.unwrap_or_default();
            let link = link::encode(&filter);
            let (conditions, period, time_zone) = filter.read()?;
            Ok(TaskOverviewReport::new(
                session(ctx).task_overview(conditions, period, time_zone).await?,
                link,
            ))
        };
        Some(read.await)
    }
}
