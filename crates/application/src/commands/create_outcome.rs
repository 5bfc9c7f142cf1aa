//! Creating an outcome.

use domain::{
    Actor, Catalogue, InputPath, OutcomeId, Sentiment, TaskOutcome, TaskTypeId,
    fault::{Checks, Fault},
    settings::OfferError,
    text::{Label, OutcomeDescription},
};

use super::{Commands, known::catalogue};
use crate::{errors::use_case_error, idempotency::repeatable};

/// Create an outcome, and offer it at once for the named task types.
#[derive(Debug, Clone, Hash)]
pub struct CreateOutcome {
    /// What the team reads.
    pub label: String,
    /// When to choose it.
    pub description: Option<String>,
    /// How reports judge it.
    pub sentiment: Sentiment,
    /// Task types that shall offer it, while in force.
    pub task_types: Vec<TaskTypeId>,
    /// Key under which it can be sent again without being done twice.
    pub idempotency_key: Option<String>,
}

use_case_error! {
    /// Why an outcome was not created.
    pub enum CreateOutcomeError: Forbidden, FeatureDisabled, Input {
        /// This one has the label already, archived or not.
        Taken(Box<TaskOutcome>),
    }
}

repeatable! { CreateOutcome => TaskOutcome, "create_outcome"; }

impl Commands {
    /// Creates an outcome, while Task Outcomes is switched on. Admins may.
    pub async fn create_outcome(
        &self,
        actor: &Actor,
        cmd: CreateOutcome,
    ) -> Result<TaskOutcome, CreateOutcomeError> {
        let admin = actor.admin()?;
        self.once(actor, &cmd, async |unit| {
            let mut settings = unit.settings().await?;
            settings.manageable()?;
            let catalogue = catalogue(unit).await?;
            let id = OutcomeId::new(self.ids.next());
            let mut checks = Checks::new();
            let label = checks.take(InputPath::field("label"), Label::parse(&cmd.label));
            let description = checks
                .take_opt(
                    InputPath::field("description"),
                    cmd.description.as_deref().map(OutcomeDescription::parse),
                )
                .flatten();
            check_room(&catalogue, catalogue.outcome_count(), &mut checks);
            match settings.offer(
                admin,
                id,
                &cmd.task_types,
                &catalogue,
                &InputPath::field("task_type_ids"),
            ) {
                Ok(()) => (),
                Err(OfferError::FeatureDisabled(_)) => return Err(CreateOutcomeError::FeatureDisabled),
                Err(OfferError::Input(faults)) => checks.add(faults),
            }
            let label = checks.finish_with(label)?;
            if let Some(existing) = unit.outcome_with_key(&label.key()).await? {
                return Err(CreateOutcomeError::Taken(Box::new(existing)));
            }
            let now = self.clock.now();
            let (outcome, event) = TaskOutcome::create(admin, id, label, description, cmd.sentiment, now);
            unit.add_outcome(&outcome).await?;
            unit.put_settings(&settings).await?;
            let event = event.gained("task_types", catalogue.type_names(&cmd.task_types));
            self.record(unit, Some(actor.user), now, [event]).await?;
            Ok(outcome)
        })
        .await
    }
}

/// Notes a fault when one more active outcome would be more than an account can have.
pub(super) fn check_room(catalogue: &Catalogue, in_all: usize, checks: &mut Checks) {
    if catalogue.active_outcome_count() >= TaskOutcome::MAXIMUM_ACTIVE {
        checks.fault(
            InputPath::default(),
            Fault::TooMany {
                maximum: TaskOutcome::MAXIMUM_ACTIVE,
            },
        );
    } else if in_all >= TaskOutcome::MAXIMUM {
        checks.fault(
            InputPath::default(),
            Fault::TooMany {
                maximum: TaskOutcome::MAXIMUM,
            },
        );
    }
}
