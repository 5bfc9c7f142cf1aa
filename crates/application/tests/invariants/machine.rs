//! An account that takes commands, and says after each what does not hold.

mod acts;

use std::{collections::BTreeMap, fmt::Debug};

use application::{
    UseCaseError,
    page::PageRequest,
    ports::Reads,
    queries::activities::{ActivityFilter, ActivityOrder},
};
use domain::{Activity, OutcomeId, TaskId, TaskSettings, TaskTypeId, Version};
use jiff::SignedDuration;
use proptest::prelude::*;
use testkit::{builders::fresh_id, proof};

use crate::{command::Command, support::World};

type Checked = Result<(), TestCaseError>;

pub(crate) struct Machine {
    world: World,
    types: Vec<TaskTypeId>,
    outcomes: Vec<OutcomeId>,
    tasks: Vec<TaskId>,
    /// What every version of the settings said.
    settings: BTreeMap<Version, TaskSettings>,
    /// The history so far, oldest first.
    history: Vec<Activity>,
}

impl Machine {
    pub(crate) async fn new() -> Self {
        let world = World::new().await;
        let types = world.types.iter().map(|one| one.id).collect();
        let mut machine = Self {
            world,
            types,
            outcomes: Vec::new(),
            tasks: Vec::new(),
            settings: BTreeMap::new(),
            history: Vec::new(),
        };
        machine.history = machine.read_history().await;
        machine.begin().await;
        machine
    }

    /// Runs one command and looks at what it left.
    pub(crate) async fn step(&mut self, command: &Command) -> Checked {
        self.world.clock.advance(SignedDuration::from_mins(7));
        let is_done = self.run(command).await?;
        let settings = self.world.settings().await;
        self.settings.insert(settings.version(), settings);
        self.check_history(is_done).await?;
        self.check_completions().await?;
        let reading = self.world.store.open(self.world.anna.account);
        let found = proof::contradictions(&*reading).await.unwrap();
        prop_assert!(found.is_empty(), "{:#?}", found);
        Ok(())
    }

    /// What was told before is told as it was; a refusal tells nothing.
    async fn check_history(&mut self, is_done: bool) -> Checked {
        let history = self.read_history().await;
        let (before, new) = history.split_at(self.history.len().min(history.len()));
        prop_assert_eq!(before, &self.history[..], "I8: an entry has changed");
        prop_assert!(is_done || new.is_empty(), "I11: a refusal is told: {:?}", new);
        self.history = history;
        Ok(())
    }

    async fn read_history(&self) -> Vec<Activity> {
        let (filter, order) = (ActivityFilter::default(), ActivityOrder::OldestFirst);
        let (session, mut history) = (self.world.session(), Vec::new());
        loop {
            let page = PageRequest {
                after: history.last().map(|entry| order.cursor(entry)),
                ..PageRequest::first(100)
            };
            let page = session.activities(&filter, order, &page).await.unwrap();
            history.extend(page.items);
            if !page.has_next_page {
                return history;
            }
        }
    }

    /// I7, I9: each against the version of the settings that it read.
    async fn check_completions(&self) -> Checked {
        let session = self.world.session();
        let catalogue = session.catalogue().await.unwrap();
        for task in session.tasks_by_id(&self.tasks).await.unwrap() {
            let Some(completion) = task.completion() else {
                continue;
            };
            let settings = &self.settings[&completion.settings_version];
            let offered = settings.assignments().get(&completion.task_type);
            let fits = match &completion.outcome {
                None => !settings.is_in_force(),
                Some(chosen) => offered.is_some_and(|offered| offered.contains(chosen.id)),
            };
            prop_assert!(fits, "I7: {:?} with {:?}", completion, settings);
            let chosen = completion.outcome.as_ref().map(|chosen| chosen.id);
            prop_assert!(
                chosen.is_none_or(|id| catalogue.outcome(id).is_some()),
                "I9: {:?}",
                completion
            );
        }
        Ok(())
    }

    fn task_type(&self, at: usize) -> TaskTypeId {
        named(&self.types, at).unwrap_or_else(|| TaskTypeId::new(fresh_id()))
    }

    fn outcome(&self, at: usize) -> OutcomeId {
        named(&self.outcomes, at).unwrap_or_else(|| OutcomeId::new(fresh_id()))
    }

    fn task(&self, at: usize) -> TaskId {
        named(&self.tasks, at).unwrap_or_else(|| TaskId::new(fresh_id()))
    }

    fn all_outcomes(&self, all: &[usize]) -> Vec<OutcomeId> {
        all.iter().map(|at| self.outcome(*at)).collect()
    }

    fn all_tasks(&self, all: &[usize]) -> Vec<TaskId> {
        all.iter().map(|at| self.task(*at)).collect()
    }
}

/// One of those, or, one time in so many, none.
fn named<T: Copy>(all: &[T], at: usize) -> Option<T> {
    all.get(at % (all.len() + 1)).copied()
}

/// What was done, or `None` for a refusal; what nobody can act on is a fault.
fn done<T, E: UseCaseError + Debug>(result: Result<T, E>) -> Result<Option<T>, TestCaseError> {
    match result {
        Ok(done) => Ok(Some(done)),
        Err(error) => {
            prop_assert!(error.store_error().is_none(), "{:?}", error);
            Ok(None)
        }
    }
}
