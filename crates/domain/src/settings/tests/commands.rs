//! Random sequences of commands, as the use cases give them, against the invariants.

use std::collections::BTreeSet;

use proptest::{collection::vec, option, prelude::*};

use super::*;

/// One command. Numbers name types and outcomes in the order of their creation; too large ones name nothing.
#[derive(Debug, Clone)]
enum Command {
    Enable(Option<Vec<(usize, Vec<usize>)>>),
    EnableEverything(usize),
    Save(Vec<(usize, Vec<usize>)>),
    Disable,
    AddType(Option<Vec<usize>>),
    ArchiveType(usize),
    AddOutcome(Vec<usize>),
    Withdraw(usize),
    BringBack(usize),
}

fn command() -> impl Strategy<Value = Command> {
    let outcomes = || vec(0..8_usize, 0..4);
    let lists = move || vec((0..5_usize, outcomes()), 0..4);
    prop_oneof![
        2 => option::of(lists()).prop_map(Command::Enable),
        4 => (0..8_usize).prop_map(Command::EnableEverything),
        4 => lists().prop_map(Command::Save),
        1 => Just(Command::Disable),
        2 => option::of(outcomes()).prop_map(Command::AddType),
        1 => (0..5_usize).prop_map(Command::ArchiveType),
        4 => vec(0..5_usize, 0..3).prop_map(Command::AddOutcome),
        2 => (0..8_usize).prop_map(Command::Withdraw),
        1 => (0..8_usize).prop_map(Command::BringBack),
    ]
}

/// What a command did: refused, nothing, or a change.
#[derive(Debug, PartialEq)]
enum Did {
    Refused,
    Nothing,
    Change,
}

impl Did {
    fn told<E>(result: &Result<Option<Event>, E>) -> Self {
        match result {
            Err(_) => Self::Refused,
            Ok(None) => Self::Nothing,
            Ok(Some(_)) => Self::Change,
        }
    }

    fn done<E>(result: &Result<(), E>) -> Self {
        if result.is_ok() {
            Self::Change
        } else {
            Self::Refused
        }
    }
}

#[derive(Debug)]
struct World {
    types: Vec<TaskType>,
    outcomes: Vec<TaskOutcome>,
    settings: TaskSettings,
}

impl World {
    fn new() -> Self {
        Self {
            types: vec![a_type(1), a_type(2)],
            outcomes: (1..=3).map(an_outcome).collect(),
            settings: TaskSettings::new(),
        }
    }

    fn catalogue(&self) -> Catalogue {
        Catalogue::new(self.types.clone(), self.outcomes.clone())
    }

    fn lists(lists: &[(usize, Vec<usize>)]) -> Vec<RequestedAssignment> {
        let id = |index: usize| u128::try_from(index).unwrap() + 1;
        lists
            .iter()
            .map(|(task_type, outcomes)| {
                list(
                    id(*task_type),
                    &outcomes.iter().copied().map(id).collect::<Vec<_>>(),
                )
            })
            .collect()
    }

    fn run(&mut self, command: &Command) -> Did {
        let catalogue = self.catalogue();
        let settings = &mut self.settings;
        match command {
            Command::Enable(lists) => {
                let lists = lists.as_deref().map(Self::lists);
                Did::told(&settings.enable(anna(), lists.as_deref(), &catalogue, &path(), now()))
            }
            Command::EnableEverything(outcome) => {
                let lists: Vec<_> = (0..self.types.len()).map(|at| (at, vec![*outcome])).collect();
                let lists: Vec<_> = Self::lists(&lists)
                    .into_iter()
                    .filter(|list| {
                        catalogue
                            .task_type(list.task_type)
                            .is_some_and(TaskType::is_active)
                    })
                    .collect();
                Did::told(&settings.enable(anna(), Some(&lists), &catalogue, &path(), now()))
            }
            Command::Save(lists) => {
                Did::told(&settings.save(anna(), &Self::lists(lists), &catalogue, &path(), now()))
            }
            Command::Disable => settings.disable(anna()).map_or(Did::Nothing, |_| Did::Change),
            Command::AddType(outcomes) => self.add_type(outcomes.as_deref(), &catalogue),
            Command::ArchiveType(at) => self.archive_type(*at, &catalogue),
            Command::AddOutcome(types) => self.add_outcome(types, &catalogue),
            Command::Withdraw(at) => self.withdraw(*at),
            Command::BringBack(at) => self.bring_back(*at),
        }
    }

    fn add_type(&mut self, outcomes: Option<&[usize]>, catalogue: &Catalogue) -> Did {
        let number = u128::try_from(self.types.len()).unwrap() + 1;
        let outcomes = outcomes.map(|indices| Self::lists(&[(0, indices.to_vec())])[0].outcomes.clone());
        let id = type_id(number);
        let added = self
            .settings
            .add_task_type(anna(), id, outcomes.as_deref(), catalogue, &path());
        if added.is_ok() {
            self.types.push(a_type(number));
        }
        Did::done(&added)
    }

    fn archive_type(&mut self, at: usize, catalogue: &Catalogue) -> Did {
        let is_last = catalogue.active_task_types().len() == 1;
        let Some(task_type) = self.types.get_mut(at).filter(|t| t.is_active() && !is_last) else {
            return Did::Refused;
        };
        task_type.archive(anna(), now());
        self.settings.remove_task_type(anna(), task_type.id);
        Did::Change
    }

    fn add_outcome(&mut self, types: &[usize], catalogue: &Catalogue) -> Did {
        if self.settings.manageable().is_err() {
            return Did::Refused;
        }
        let number = u128::try_from(self.outcomes.len()).unwrap() + 1;
        let types: Vec<TaskTypeId> = types
            .iter()
            .map(|at| type_id(u128::try_from(*at).unwrap() + 1))
            .collect();
        let offered = self
            .settings
            .offer(anna(), outcome_id(number), &types, catalogue, &path());
        if offered.is_ok() {
            self.outcomes.push(an_outcome(number));
        }
        Did::done(&offered)
    }

    fn withdraw(&mut self, at: usize) -> Did {
        let is_manageable = self.settings.manageable().is_ok();
        let Some(outcome) = self
            .outcomes
            .get_mut(at)
            .filter(|o| o.is_active() && is_manageable)
        else {
            return Did::Refused;
        };
        let withdrawn = self.settings.withdraw(anna(), outcome.id);
        if withdrawn.is_ok() {
            outcome.archive(anna(), now());
        }
        Did::done(&withdrawn)
    }

    fn bring_back(&mut self, at: usize) -> Did {
        let is_manageable = self.settings.manageable().is_ok();
        let Some(outcome) = self
            .outcomes
            .get_mut(at)
            .filter(|o| !o.is_active() && is_manageable)
        else {
            return Did::Refused;
        };
        outcome.unarchive(anna(), now()).unwrap();
        self.settings.outcome_brought_back(anna());
        Did::Change
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let catalogue = self.catalogue();
        let assignments = self.settings.assignments();
        let active: BTreeSet<TaskTypeId> = catalogue.active_task_types().iter().map(|t| t.id).collect();
        let assigned: BTreeSet<TaskTypeId> = assignments.keys().copied().collect();
        let expected = if self.settings.is_in_force() {
            active.clone()
        } else {
            BTreeSet::new()
        };
        prop_assert_eq!(
            assigned,
            expected,
            "I2, I3: in force exactly the active types, else none"
        );
        for list in assignments.values() {
            let ids = list.as_slice();
            prop_assert!((1..=20).contains(&ids.len()), "I2");
            prop_assert_eq!(
                ids.iter().collect::<BTreeSet<_>>().len(),
                ids.len(),
                "I2: distinct"
            );
            let is_active = |id: &OutcomeId| catalogue.outcome(*id).is_some_and(TaskOutcome::is_active);
            prop_assert!(ids.iter().all(is_active), "I2, I4: active outcomes only");
        }
        for (task_type, list) in self.settings.suggested(&catalogue) {
            prop_assert!(active.contains(&task_type), "a draft is of what is active");
            let is_active = |id: &OutcomeId| catalogue.outcome(*id).is_some_and(TaskOutcome::is_active);
            prop_assert!(
                list.as_slice().iter().all(is_active),
                "a draft is of what is active"
            );
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn invariants_hold_after_any_sequence_of_commands(commands in vec(command(), 1..40)) {
        let mut world = World::new();
        for command in &commands {
            let before = world.settings.clone();
            let did = world.run(command);
            if did == Did::Change {
                prop_assert_eq!(world.settings.version(), before.version().next(), "{:?}", command);
            } else {
                prop_assert_eq!(&world.settings, &before, "{:?} {:?}", command, did);
            }
            world.check()?;
        }
    }
}
