//! Look-ups by key, batched: one statement for all objects of a kind that one step of an answer needs.
//!
//! The GraphQL library has a loader for that as well, which makes a channel for each key and clones what it found into a map
//! for each of them; here all who ask wait for one and the same [`step`] (ADR 8).

mod step;

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use application::queries::{
    catalogue::OutcomeUsage,
    task_overview::{Breakdown, Dimension, TaskOverview},
};
use async_graphql::Context;
use domain::{ActivityId, ApiTokenId, ContactId, DealId, OutcomeId, TaskId, TaskTypeId, UserId};
use futures_util::future::BoxFuture;
use tokio::sync::mpsc::UnboundedSender;

use self::step::{Collecting, Step};
use crate::{
    activity::types::Activity, api_token::types::ApiToken, contact::types::Contact, context::RequestScope,
    deal::types::Deal, errors::ApiError, outcome::types::TaskOutcome, task::types::Task,
    task_type::types::TaskType, user::types::User,
};

/// The look-ups of a request. Nothing is kept from step to step, so that what a mutation's payload looks up is
/// what was committed.
pub(crate) struct Lookups {
    scope: Arc<RequestScope>,
    start: UnboundedSender<BoxFuture<'static, ()>>,
    steps: Steps,
}

/// The steps that collect now.
#[derive(Default)]
struct Steps {
    activities: Collecting<ActivityId, Activity>,
    api_tokens: Collecting<ApiTokenId, ApiToken>,
    contacts: Collecting<ContactId, Contact>,
    deals: Collecting<DealId, Deal>,
    in_force: Collecting<InForce, bool>,
    offered: Collecting<OfferedBy, Vec<TaskOutcome>>,
    offering: Collecting<Offering, Vec<TaskType>>,
    outcomes: Collecting<OutcomeId, TaskOutcome>,
    splits: Collecting<SplitBy, Arc<Breakdown>>,
    task_types: Collecting<TaskTypeId, TaskType>,
    tasks: Collecting<TaskId, Task>,
    usages: Collecting<UsageOf, OutcomeUsage>,
    users: Collecting<UserId, User>,
}

/// What is looked up.
trait Key: Clone + Eq + Hash + Send + Sync + Sized + 'static {
    type Value: Clone + Send + Sync + 'static;

    fn collecting(steps: &Steps) -> &Collecting<Self, Self::Value>;

    /// What belongs to these keys, of what the request sees at this moment.
    fn read(
        scope: &RequestScope,
        keys: &[Self],
    ) -> impl Future<Output = Result<HashMap<Self, Self::Value>, ApiError>> + Send;
}

impl Lookups {
    /// They hand each look-up to `start`, which runs it when the step of the answer has asked for all it needs.
    pub(crate) fn new(scope: Arc<RequestScope>, start: UnboundedSender<BoxFuture<'static, ()>>) -> Self {
        Self {
            scope,
            start,
            steps: Steps::default(),
        }
    }

    /// The step that looks up the key, with all others of its kind that are asked for meanwhile.
    fn step<K: Key>(&self, key: K) -> Arc<Step<K, K::Value>> {
        let (step, is_first) = K::collecting(&self.steps).add(key);
        if is_first {
            let (scope, begun) = (Arc::clone(&self.scope), Arc::clone(&step));
            let look_up = async move {
                let keys = begun.begin();
                begun.end(K::read(&scope, &keys).await);
            };
            // Where nobody runs look-ups any more, nobody waits for them either.
            let _ = self.start.send(Box::pin(look_up));
        }
        step
    }
}

async fn find<K: Key>(ctx: &Context<'_>, key: K) -> Result<Option<K::Value>, ApiError> {
    let step = ctx.data_unchecked::<Lookups>().step(key.clone());
    step.found(&key).await
}

macro_rules! by_id {
    ($($name:ident: $id:ident => $object:ident of $steps:ident by $read:ident;)*) => {$(
        impl Key for $id {
            type Value = $object;

            fn collecting(steps: &Steps) -> &Collecting<Self, $object> {
                &steps.$steps
            }

            async fn read(scope: &RequestScope, ids: &[Self]) -> Result<HashMap<Self, $object>, ApiError> {
                let found = scope.session().$read(ids).await?;
                Ok(found.into_iter().map(|object| (object.id, object.into())).collect())
            }
        }

        /// The object with this id, if there is one.
        pub(crate) async fn $name(ctx: &Context<'_>, id: $id) -> Result<Option<$object>, ApiError> {
            find(ctx, id).await
        }
    )*};
}

by_id! {
    activity: ActivityId => Activity of activities by activities_by_id;
    api_token: ApiTokenId => ApiToken of api_tokens by api_tokens_by_id;
    contact: ContactId => Contact of contacts by contacts_by_id;
    deal: DealId => Deal of deals by deals_by_id;
    outcome: OutcomeId => TaskOutcome of outcomes by outcomes_by_id;
    task: TaskId => Task of tasks by tasks_by_id;
    task_type: TaskTypeId => TaskType of task_types by task_types_by_id;
    user: UserId => User of users by users_by_id;
}

/// What a task type offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct OfferedBy(TaskTypeId);

/// Who offers an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Offering(OutcomeId);

impl Key for OfferedBy {
    type Value = Vec<TaskOutcome>;

    fn collecting(steps: &Steps) -> &Collecting<Self, Vec<TaskOutcome>> {
        &steps.offered
    }

    async fn read(scope: &RequestScope, keys: &[Self]) -> Result<HashMap<Self, Vec<TaskOutcome>>, ApiError> {
        let ids: Vec<TaskTypeId> = keys.iter().map(|key| key.0).collect();
        let mut offered: HashMap<Self, Vec<TaskOutcome>> = HashMap::new();
        for (task_type, outcome) in scope.session().outcomes_of(&ids).await? {
            offered.entry(Self(task_type)).or_default().push(outcome.into());
        }
        Ok(offered)
    }
}

impl Key for Offering {
    type Value = Vec<TaskType>;

    fn collecting(steps: &Steps) -> &Collecting<Self, Vec<TaskType>> {
        &steps.offering
    }

    async fn read(scope: &RequestScope, keys: &[Self]) -> Result<HashMap<Self, Vec<TaskType>>, ApiError> {
        let ids: Vec<OutcomeId> = keys.iter().map(|key| key.0).collect();
        let mut offering: HashMap<Self, Vec<TaskType>> = HashMap::new();
        for (outcome, task_type) in scope.session().task_types_of(&ids).await? {
            offering.entry(Self(outcome)).or_default().push(task_type.into());
        }
        Ok(offering)
    }
}

/// The outcomes that a task type offers now, in display order.
pub(crate) async fn outcomes_of(
    ctx: &Context<'_>,
    task_type: TaskTypeId,
) -> Result<Vec<TaskOutcome>, ApiError> {
    Ok(find(ctx, OfferedBy(task_type)).await?.unwrap_or_default())
}

/// The task types that offer an outcome now, in display order.
pub(crate) async fn task_types_of(ctx: &Context<'_>, outcome: OutcomeId) -> Result<Vec<TaskType>, ApiError> {
    Ok(find(ctx, Offering(outcome)).await?.unwrap_or_default())
}

/// How much an outcome is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct UsageOf(OutcomeId);

impl Key for UsageOf {
    type Value = OutcomeUsage;

    fn collecting(steps: &Steps) -> &Collecting<Self, OutcomeUsage> {
        &steps.usages
    }

    async fn read(scope: &RequestScope, keys: &[Self]) -> Result<HashMap<Self, OutcomeUsage>, ApiError> {
        let ids: Vec<OutcomeId> = keys.iter().map(|key| key.0).collect();
        let used = scope.session().outcome_usage(&ids).await?;
        Ok(used.into_iter().map(|(id, usage)| (Self(id), usage)).collect())
    }
}

/// How much an outcome is used.
pub(crate) async fn outcome_usage(ctx: &Context<'_>, outcome: OutcomeId) -> Result<OutcomeUsage, ApiError> {
    Ok(find(ctx, UsageOf(outcome)).await?.unwrap_or_default())
}

/// The rows of a report split by a second dimension: read once for all rows of a step.
#[derive(Clone)]
struct SplitBy {
    report: Arc<TaskOverview>,
    by: Dimension,
    and: Dimension,
}

impl PartialEq for SplitBy {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.report, &other.report) && (self.by, self.and) == (other.by, other.and)
    }
}

impl Eq for SplitBy {}

impl Hash for SplitBy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (Arc::as_ptr(&self.report), self.by, self.and).hash(state);
    }
}

impl Key for SplitBy {
    type Value = Arc<Breakdown>;

    fn collecting(steps: &Steps) -> &Collecting<Self, Arc<Breakdown>> {
        &steps.splits
    }

    async fn read(scope: &RequestScope, keys: &[Self]) -> Result<HashMap<Self, Arc<Breakdown>>, ApiError> {
        let session = scope.session();
        let mut split = HashMap::new();
        for key in keys {
            let breakdown = session
                .task_overview_breakdown(&key.report, key.by, key.and)
                .await?;
            split.insert(key.clone(), Arc::new(breakdown));
        }
        Ok(split)
    }
}

/// All rows of a report split by a second dimension.
pub(crate) async fn breakdown(
    ctx: &Context<'_>,
    report: &Arc<TaskOverview>,
    by: Dimension,
    and: Dimension,
) -> Result<Arc<Breakdown>, ApiError> {
    let report = Arc::clone(report);
    must(find(ctx, SplitBy { report, by, and }).await?)
}

/// Whether completing asks for an outcome: the settings, read once for all tasks of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct InForce;

impl Key for InForce {
    type Value = bool;

    fn collecting(steps: &Steps) -> &Collecting<Self, bool> {
        &steps.in_force
    }

    async fn read(scope: &RequestScope, _: &[Self]) -> Result<HashMap<Self, bool>, ApiError> {
        let settings = scope.session().settings().await?;
        Ok(HashMap::from([(Self, settings.is_in_force())]))
    }
}

/// Whether Task Outcomes is in force.
pub(crate) async fn is_in_force(ctx: &Context<'_>) -> Result<bool, ApiError> {
    Ok(find(ctx, InForce).await?.unwrap_or_default())
}

/// An object that a foreign key of the store guarantees.
pub(crate) fn must<T>(found: Option<T>) -> Result<T, ApiError> {
    found.ok_or_else(|| application::StoreError::broken("a referenced object is missing").into())
}
