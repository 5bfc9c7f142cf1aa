//! The outcomes to start with: what has to be created or brought back so that they are there.

use domain::{
    Admin, Catalogue, Event, Fault, Faults, InputPath, OutcomeId, TaskOutcome,
    settings::RequestedAssignment,
    starter_set::{StarterLanguage, StarterOutcome, starter_set},
};
use jiff::Timestamp;

use crate::{StoreError, Unit, ports::Ids};

/// The starter set in an account: its outcomes in order, and what has to be stored for them.
#[derive(Default)]
pub(super) struct Starter {
    ids: Vec<OutcomeId>,
    created: Vec<TaskOutcome>,
    brought_back: Vec<TaskOutcome>,
    events: Vec<Event>,
}

impl Starter {
    /// Reuses what has the same key, brings it back where it is archived, and creates the rest.
    pub(super) fn gather(
        admin: Admin<'_>,
        language: StarterLanguage,
        catalogue: &Catalogue,
        ids: &dyn Ids,
        now: Timestamp,
    ) -> Result<Self, Faults> {
        let mut starter = Self::default();
        for wanted in starter_set(language) {
            match catalogue.in_use_for(&wanted.label.key()) {
                Some(existing) => starter.reuse(admin, existing, now),
                None => starter.create(admin, OutcomeId::new(ids.next()), wanted, now),
            }
        }
        starter.check_room(catalogue)?;
        Ok(starter)
    }

    fn reuse(&mut self, admin: Admin<'_>, existing: &TaskOutcome, now: Timestamp) {
        if self.ids.contains(&existing.id) {
            return;
        }
        self.ids.push(existing.id);
        let mut outcome = existing.clone();
        // None that is in use for a label was merged.
        if let Ok(Some(event)) = outcome.unarchive(admin, now) {
            self.events.push(event);
            self.brought_back.push(outcome);
        }
    }

    fn create(&mut self, admin: Admin<'_>, id: OutcomeId, wanted: StarterOutcome, now: Timestamp) {
        let (label, description) = (wanted.label, Some(wanted.description));
        let (outcome, event) = TaskOutcome::create(admin, id, label, description, wanted.sentiment, now);
        self.ids.push(id);
        self.created.push(outcome);
        self.events.push(event);
    }

    fn check_room(&self, catalogue: &Catalogue) -> Result<(), Faults> {
        let active = catalogue.active_outcome_count() + self.created.len() + self.brought_back.len();
        let in_all = catalogue.outcome_count() + self.created.len();
        let caps = [
            (active, TaskOutcome::MAXIMUM_ACTIVE),
            (in_all, TaskOutcome::MAXIMUM),
        ];
        match caps.into_iter().find(|(number, maximum)| number > maximum) {
            None => Ok(()),
            Some((_, maximum)) => Err(Faults::one(InputPath::default(), Fault::TooMany { maximum })),
        }
    }

    /// The catalogue as it will be.
    pub(super) fn joining(&self, catalogue: Catalogue) -> Catalogue {
        catalogue.with_outcomes(self.created.iter().chain(&self.brought_back).cloned())
    }

    /// The set for each active task type.
    pub(super) fn assignments(&self, catalogue: &Catalogue) -> Vec<RequestedAssignment> {
        let active = catalogue.active_task_types().into_iter();
        let list = |task_type: &domain::TaskType| RequestedAssignment {
            task_type: task_type.id,
            outcomes: self.ids.clone(),
        };
        active.map(list).collect()
    }

    /// Stores what is new or brought back, and gives what happened.
    pub(super) async fn store(self, unit: &mut Unit) -> Result<Vec<Event>, StoreError> {
        for outcome in &self.created {
            unit.add_outcome(outcome).await?;
        }
        for outcome in &self.brought_back {
            unit.put_outcome(outcome).await?;
        }
        Ok(self.events)
    }
}
