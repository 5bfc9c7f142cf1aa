//! Look-ups by id, batched: one statement for all objects of a kind that one step of an answer needs.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::Arc,
    time::Duration,
};

use application::queries::{
    catalogue::OutcomeUsage,
    task_overview::{Breakdown, Dimension, TaskOverview},
};
use async_graphql::{
    Context,
    dataloader::{DataLoader, Loader},
};
use domain::{ActivityId, ApiTokenId, ContactId, DealId, OutcomeId, TaskId, TaskTypeId, UserId};
use futures_util::future::BoxFuture;

use tokio::sync::mpsc::UnboundedSender;

use crate::{
    api_token::types::ApiToken,
    context::RequestScope,
    errors::ApiError,
    {activity::types::Activity, contact::types::Contact, deal::types::Deal, outcome::types::TaskOutcome},
    {task::types::Task, task_type::types::TaskType, user::types::User},
};

/// Reads what the request sees at the moment of the look-up.
pub(crate) struct Look(Arc<RequestScope>);

/// The loader of a request; it caches nothing, so that a mutation's payload reads what was committed.
pub(crate) type Lookups = DataLoader<Look>;

/// The loader of a request; it hands each look-up to `start`, which runs it when the step of the answer has asked for
/// all it needs.
pub(crate) fn lookups(scope: Arc<RequestScope>, start: UnboundedSender<BoxFuture<'static, ()>>) -> Lookups {
    // Where nobody runs look-ups any more, nobody waits for them either.
    let lookups = DataLoader::new(Look(scope), move |look_up| drop(start.send(look_up)));
    lookups.delay(Duration::ZERO)
}

macro_rules! by_id {
    ($($name:ident: $id:ident => $object:ident by $read:ident;)*) => {$(
        impl Loader<$id> for Look {
            type Value = $object;
            type Error = ApiError;

            async fn load(&self, ids: &[$id]) -> Result<HashMap<$id, $object>, ApiError> {
                let found = self.0.session().$read(ids).await?;
                Ok(found.into_iter().map(|object| (object.id, $object(object))).collect())
            }
        }

        /// The object with this id, if there is one.
        pub(crate) async fn $name(ctx: &Context<'_>, id: $id) -> Result<Option<$object>, ApiError> {
            ctx.data_unchecked::<Lookups>().load_one(id).await
        }
    )*};
}

by_id! {
    activity: ActivityId => Activity by activities_by_id;
    api_token: ApiTokenId => ApiToken by api_tokens_by_id;
    contact: ContactId => Contact by contacts_by_id;
    deal: DealId => Deal by deals_by_id;
    outcome: OutcomeId => TaskOutcome by outcomes_by_id;
    task: TaskId => Task by tasks_by_id;
    task_type: TaskTypeId => TaskType by task_types_by_id;
    user: UserId => User by users_by_id;
}

/// What a task type offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct OfferedBy(TaskTypeId);

/// Who offers an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Offering(OutcomeId);

impl Loader<OfferedBy> for Look {
    type Value = Vec<TaskOutcome>;
    type Error = ApiError;

    async fn load(&self, keys: &[OfferedBy]) -> Result<HashMap<OfferedBy, Vec<TaskOutcome>>, ApiError> {
        let ids: Vec<TaskTypeId> = keys.iter().map(|key| key.0).collect();
        let mut offered: HashMap<OfferedBy, Vec<TaskOutcome>> = HashMap::new();
        for (task_type, outcome) in self.0.session().outcomes_of(&ids).await? {
            offered
                .entry(OfferedBy(task_type))
                .or_default()
                .push(TaskOutcome(outcome));
        }
        Ok(offered)
    }
}

impl Loader<Offering> for Look {
    type Value = Vec<TaskType>;
    type Error = ApiError;

    async fn load(&self, keys: &[Offering]) -> Result<HashMap<Offering, Vec<TaskType>>, ApiError> {
        let ids: Vec<OutcomeId> = keys.iter().map(|key| key.0).collect();
        let mut offering: HashMap<Offering, Vec<TaskType>> = HashMap::new();
        for (outcome, task_type) in self.0.session().task_types_of(&ids).await? {
            offering
                .entry(Offering(outcome))
                .or_default()
                .push(TaskType(task_type));
        }
        Ok(offering)
    }
}

/// How much an outcome is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct UsageOf(OutcomeId);

impl Loader<UsageOf> for Look {
    type Value = OutcomeUsage;
    type Error = ApiError;

    async fn load(&self, keys: &[UsageOf]) -> Result<HashMap<UsageOf, OutcomeUsage>, ApiError> {
        let ids: Vec<OutcomeId> = keys.iter().map(|key| key.0).collect();
        let used = self.0.session().outcome_usage(&ids).await?;
        Ok(used.into_iter().map(|(id, usage)| (UsageOf(id), usage)).collect())
    }
}

/// How much an outcome is used.
pub(crate) async fn outcome_usage(ctx: &Context<'_>, outcome: OutcomeId) -> Result<OutcomeUsage, ApiError> {
    Ok(ctx
        .data_unchecked::<Lookups>()
        .load_one(UsageOf(outcome))
        .await?
        .unwrap_or_default())
}

/// The outcomes that a task type offers now, in display order.
pub(crate) async fn outcomes_of(
    ctx: &Context<'_>,
    task_type: TaskTypeId,
) -> Result<Vec<TaskOutcome>, ApiError> {
    Ok(ctx
        .data_unchecked::<Lookups>()
        .load_one(OfferedBy(task_type))
        .await?
        .unwrap_or_default())
}

/// The task types that offer an outcome now, in display order.
pub(crate) async fn task_types_of(ctx: &Context<'_>, outcome: OutcomeId) -> Result<Vec<TaskType>, ApiError> {
    Ok(ctx
        .data_unchecked::<Lookups>()
        .load_one(Offering(outcome))
        .await?
        .unwrap_or_default())
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

impl Loader<SplitBy> for Look {
    type Value = Arc<Breakdown>;
    type Error = ApiError;

    async fn load(&self, keys: &[SplitBy]) -> Result<HashMap<SplitBy, Arc<Breakdown>>, ApiError> {
        let session = self.0.session();
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
    let split = ctx
        .data_unchecked::<Lookups>()
        .load_one(SplitBy { report, by, and })
        .await?;
    split.ok_or_else(|| application::StoreError::broken("a breakdown that was not read").into())
}

/// Whether completing asks for an outcome: the settings, read once for all tasks of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct InForce;

impl Loader<InForce> for Look {
    type Value = bool;
    type Error = ApiError;

    async fn load(&self, _: &[InForce]) -> Result<HashMap<InForce, bool>, ApiError> {
        Ok(HashMap::from([(
            InForce,
            self.0.session().settings().await?.is_in_force(),
        )]))
    }
}

/// Whether Task Outcomes is in force.
pub(crate) async fn is_in_force(ctx: &Context<'_>) -> Result<bool, ApiError> {
    Ok(ctx
        .data_unchecked::<Lookups>()
        .load_one(InForce)
        .await?
        .unwrap_or_default())
}

/// An object that a foreign key of the store guarantees.
pub(crate) fn must<T>(found: Option<T>) -> Result<T, ApiError> {
    found.ok_or_else(|| application::StoreError::broken("a referenced object is missing").into())
}
