//! Following tasks.

use application::{
    Session,
    ports::FeedEntry,
    queries::changes::{ChangedTask, TaskWatch},
};
use async_graphql::{Context, ID, SimpleObject, Subscription};

use super::{filter::TaskFilterInput, types::Task};
use crate::{
    context::session,
    errors::ApiError,
    ids,
    live::{self, Events, Watch},
    shared::ChangeAction,
};

/// A change of a task.
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskChange {
    /// What happened.
    action: ChangeAction,
    /// The task after the change; null when it was deleted.
    task: Option<Task>,
    /// Id of the task when it was deleted; null otherwise.
    deleted_task_id: Option<ID>,
}

impl From<ChangedTask> for TaskChange {
    fn from(changed: ChangedTask) -> Self {
        let is_gone = changed.task.is_none();
        Self {
            action: changed.action.into(),
            task: changed.task.map(Task::from),
            deleted_task_id: is_gone.then(|| ids::encode(changed.id.into())),
        }
    }
}

/// Events about tasks.
#[derive(Default)]
pub struct TaskSubscription;

#[Subscription]
impl TaskSubscription {
    /// Changes of tasks the viewer can see and that match the filter before or after the change.
    async fn task_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the events; state is not considered.")] filter: Option<TaskFilterInput>,
    ) -> Result<Events<TaskChange>, ApiError> {
        let filter = filter.unwrap_or_default().parse(&session(ctx)).await?;
        live::watch(ctx, TaskWatch::new(filter)).await
    }
}

impl Watch for TaskWatch {
    type Event = TaskChange;

    fn may_concern(&self, entry: &FeedEntry) -> bool {
        Self::may_concern(self, entry)
    }

    async fn event(&self, session: &Session, entry: &FeedEntry) -> Result<Option<TaskChange>, ApiError> {
        let changed = self.change(session, entry).await?;
        Ok(changed.map(TaskChange::from))
    }
}
