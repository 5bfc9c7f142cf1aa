//! The settings of Task Outcomes as the API shows them.

use application::queries::settings::DisableImpact;
use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use domain::{AssignedOutcomes, ObjectId, SettingsState, TaskSettings, TaskType as DomainTaskType};

use crate::{
    context::{int, language, scope, session},
    errors::ApiError,
    ids, loaders,
    outcome::types::TaskOutcome,
    scalars::DateTime,
    task_type::types::TaskType,
    user::types::User,
    user_errors::messages,
};

/// Where an account stands with Task Outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum TaskOutcomesStatus {
    /// Off: outcomes cannot be managed, completing a task asks for none.
    Disabled,
    /// On and saved: every active task type offers 1 to 20 outcomes, completing a task requires one.
    Enabled,
    /// Switched on, assignments not yet saved: outcomes can be managed, no task type offers any, completing a task asks for none.
    SettingUp,
}

/// The outcomes of one task type.
#[derive(Debug, Clone, SimpleObject)]
pub struct TaskTypeAssignment {
    /// Outcomes in display order, at most 20.
    outcomes: Vec<TaskOutcome>,
    /// The task type.
    task_type: TaskType,
}

/// Whether and how the account uses Task Outcomes.
#[derive(Debug, Clone)]
pub struct TaskOutcomeSettings(pub(crate) TaskSettings);

/// Whether and how the account uses Task Outcomes.
#[Object]
impl TaskOutcomeSettings {
    /// What would be removed if the feature were switched off now; null while it is `DISABLED` and for those who may not switch it off.
    async fn disable_impact(&self, ctx: &Context<'_>) -> Option<Result<TaskOutcomesDisableImpact, ApiError>> {
        impact(ctx).await.transpose()
    }

    /// When outcomes were last put to work (timestamp); null unless `ENABLED`.
    async fn enabled_at(&self) -> Option<DateTime> {
        match self.0.state() {
            SettingsState::Enabled { since, .. } => Some(DateTime(*since)),
            SettingsState::Disabled { .. } | SettingsState::SettingUp { .. } => None,
        }
    }

    /// Who last put outcomes to work; null unless `ENABLED`.
    async fn enabled_by(&self, ctx: &Context<'_>) -> Option<Result<User, ApiError>> {
        match self.0.state() {
            SettingsState::Enabled { by, .. } => loaders::user(ctx, *by).await.transpose(),
            SettingsState::Disabled { .. } | SettingsState::SettingUp { .. } => None,
        }
    }

    /// Globally unique, opaque id: lets a client cache update itself from a mutation's payload.
    pub(crate) async fn id(&self, ctx: &Context<'_>) -> ID {
        ids::encode(ObjectId::Settings(scope(ctx).actor().account))
    }

    /// How many outcomes a task type can hold.
    async fn maximum_outcomes_per_task_type(&self) -> Result<i32, ApiError> {
        int(AssignedOutcomes::MAXIMUM)
    }

    /// Where the account stands with Task Outcomes.
    async fn status(&self) -> TaskOutcomesStatus {
        match self.0.state() {
            SettingsState::Disabled { .. } => TaskOutcomesStatus::Disabled,
            SettingsState::SettingUp { .. } => TaskOutcomesStatus::SettingUp,
            SettingsState::Enabled { .. } => TaskOutcomesStatus::Enabled,
        }
    }

    /// A draft to start the matrix with while `SETTING_UP`: what the task types offered when the feature was last switched off, less what was archived since; at most 100. Empty otherwise.
    async fn suggested_assignments(&self, ctx: &Context<'_>) -> Result<Vec<TaskTypeAssignment>, ApiError> {
        let catalogue = session(ctx).catalogue().await?;
        let suggested = self
            .0
            .suggested(&catalogue)
            .into_iter()
            .take(DomainTaskType::MAXIMUM_ACTIVE);
        let assignment = |(task_type, assigned): (_, AssignedOutcomes)| {
            let outcomes = assigned
                .as_slice()
                .iter()
                .filter_map(|id| catalogue.outcome(*id).cloned());
            let task_type = TaskType::from(catalogue.task_type(task_type)?.clone());
            Some(TaskTypeAssignment {
                outcomes: outcomes.map(TaskOutcome::from).collect(),
                task_type,
            })
        };
        Ok(suggested.filter_map(assignment).collect())
    }

    /// Version for optimistic locking of the assignments.
    async fn version(&self) -> i32 {
        self.0.version().number()
    }

    /// Whether the viewer may manage outcomes now: an admin, and the feature is not `DISABLED`.
    async fn viewer_can_manage_outcomes(&self, ctx: &Context<'_>) -> bool {
        scope(ctx).actor().admin().is_ok() && self.0.manageable().is_ok()
    }

    /// Whether the viewer may change these settings.
    async fn viewer_can_update(&self, ctx: &Context<'_>) -> bool {
        scope(ctx).actor().admin().is_ok()
    }
}

/// What switching off would remove now; `None` while it is off and for those who may not.
pub(crate) async fn impact(ctx: &Context<'_>) -> Result<Option<TaskOutcomesDisableImpact>, ApiError> {
    let Ok(admin) = scope(ctx).actor().admin() else {
        return Ok(None);
    };
    Ok(session(ctx)
        .disable_impact(admin)
        .await?
        .map(TaskOutcomesDisableImpact))
}

/// What switching off would remove, and the token that confirms it.
#[derive(Debug, Clone)]
pub struct TaskOutcomesDisableImpact(DisableImpact);

/// What switching off would remove, and the token that confirms it.
#[Object]
impl TaskOutcomesDisableImpact {
    /// Task types that would lose their outcomes, at most 100; afterwards none can be given any.
    async fn affected_task_types(&self, ctx: &Context<'_>) -> Result<Vec<TaskType>, ApiError> {
        let ids = self.0.affected_task_types.get(..DomainTaskType::MAXIMUM_ACTIVE);
        let ids = ids.unwrap_or(&self.0.affected_task_types);
        let mut found = session(ctx).task_types_by_id(ids).await?;
        found.sort_by_key(|task_type| (task_type.position, task_type.id));
        Ok(found.into_iter().map(TaskType::from).collect())
    }

    /// Number of task types that would lose their outcomes.
    async fn affected_task_type_count(&self) -> Result<i32, ApiError> {
        int(self.0.affected_task_types.len())
    }

    /// Number of assignments of outcomes to task types that would be removed.
    async fn assignment_count(&self) -> Result<i32, ApiError> {
        int(self.0.assignments)
    }

    /// Number of completed tasks whose recorded outcome stays readable.
    async fn completed_task_count(&self) -> Result<i32, ApiError> {
        int(self.0.counts.completed_tasks)
    }

    /// Pass this to `taskOutcomesDisable`. It is the viewer's own and stops working when the assignments change or after ten minutes; the task counts may drift meanwhile.
    async fn confirmation_token(&self) -> &str {
        &self.0.confirmation_token
    }

    /// When the token stops working (timestamp).
    async fn expires_at(&self) -> DateTime {
        DateTime(self.0.expires_at)
    }

    /// The question to put to the admin, in the language of the request.
    async fn message(&self, ctx: &Context<'_>) -> String {
        messages::disable_question(language(ctx), &self.0)
    }

    /// Number of open tasks that would no longer need an outcome.
    async fn open_task_count(&self) -> Result<i32, ApiError> {
        int(self.0.counts.open_tasks)
    }
}
