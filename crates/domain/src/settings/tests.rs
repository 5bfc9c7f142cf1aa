//! The rules of the switch and the matrix, edge by edge; `commands` runs them against random commands.

mod commands;

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::{
    AccountId, ActivityAction, Actor, Event, Fault, Faults, Role, Sentiment, TaskOutcome, TaskType,
    fault::Invalid,
    text::{Label, TypeName},
};

/// Call and Meeting, and outcomes A to E; ids count up from 1.
struct Town {
    catalogue: Catalogue,
    settings: TaskSettings,
}

const ANNA: Actor = Actor {
    account: AccountId::new(Uuid::from_u128(1)),
    user: UserId::new(Uuid::from_u128(2)),
    role: Role::Admin,
};

fn anna() -> Admin<'static> {
    static ACTOR: Actor = ANNA;
    ACTOR.admin().unwrap()
}

fn now() -> Timestamp {
    "2026-02-01T12:00:00Z".parse().unwrap()
}

fn path() -> InputPath {
    InputPath::field("assignments")
}

fn type_id(number: u128) -> TaskTypeId {
    TaskTypeId::new(Uuid::from_u128(number))
}

fn outcome_id(number: u128) -> OutcomeId {
    OutcomeId::new(Uuid::from_u128(number))
}

fn a_type(number: u128) -> TaskType {
    let position = i32::try_from(number).unwrap();
    TaskType::create(
        type_id(number),
        TypeName::restore(format!("Type {number}")),
        position,
        now(),
    )
    .0
}

fn an_outcome(number: u128) -> TaskOutcome {
    let label = Label::restore(format!("Outcome {number}"));
    TaskOutcome::create(anna(), outcome_id(number), label, None, Sentiment::Neutral, now()).0
}

const CALL: u128 = 1;
const MEETING: u128 = 2;

fn list(task_type: u128, outcomes: &[u128]) -> RequestedAssignment {
    RequestedAssignment {
        task_type: type_id(task_type),
        outcomes: outcomes.iter().copied().map(outcome_id).collect(),
    }
}

fn both(calls: &[u128], meetings: &[u128]) -> Vec<RequestedAssignment> {
    vec![list(CALL, calls), list(MEETING, meetings)]
}

impl Town {
    fn new() -> Self {
        Self {
            catalogue: Catalogue::new([a_type(CALL), a_type(MEETING)], (1..=30).map(an_outcome)),
            settings: TaskSettings::new(),
        }
    }

    /// In force: calls offer 1, 2, 3, meetings 1.
    fn at_work() -> Self {
        let mut town = Self::new();
        town.enable(Some(&both(&[1, 2, 3], &[1]))).unwrap();
        town
    }

    fn enable(&mut self, requested: Option<&[RequestedAssignment]>) -> Result<Option<Event>, EnableError> {
        self.settings
            .enable(anna(), requested, &self.catalogue, &path(), now())
    }

    fn save(&mut self, requested: &[RequestedAssignment]) -> Result<Option<Event>, SaveError> {
        self.settings
            .save(anna(), requested, &self.catalogue, &path(), now())
    }

    fn archive(&mut self, task_types: &[u128], outcomes: &[u128]) {
        let archived = |wanted: &[u128], id: Uuid| wanted.contains(&id.as_u128()).then(now);
        let types = [CALL, MEETING].map(a_type).map(|t| TaskType {
            archived_at: archived(task_types, t.id.uuid()),
            ..t
        });
        let outcomes = (1..=30).map(an_outcome).map(|o| TaskOutcome {
            archived_at: archived(outcomes, o.id.uuid()),
            ..o
        });
        self.catalogue = Catalogue::new(types, outcomes);
    }

    fn offered(&self, task_type: u128) -> Vec<u128> {
        let assigned = self.settings.assignments().get(&type_id(task_type));
        assigned.map_or(vec![], |list| {
            list.as_slice().iter().map(|id| id.uuid().as_u128()).collect()
        })
    }
}

fn told(faults: &Faults) -> Vec<(String, Fault)> {
    let path = |path: &InputPath| path.segments().collect::<Vec<_>>().join(".");
    faults
        .iter()
        .map(|fault| (path(&fault.path), fault.fault.clone()))
        .collect()
}

#[test]
fn edge_1_on_with_nothing_saved_asks_for_nothing_yet() {
    let mut town = Town::new();
    assert_eq!(town.settings.manageable(), Err(FeatureDisabled));
    let event = town.enable(None).unwrap().unwrap();
    assert_eq!(event.action, ActivityAction::SwitchedOn);
    assert!(matches!(town.settings.state(), SettingsState::SettingUp { .. }));
    assert!(!town.settings.is_in_force());
    assert_eq!(town.settings.manageable(), Ok(()));
    assert!(town.settings.assignments().is_empty());
    assert_eq!(town.settings.version(), Version::new(2));
}

#[test]
fn edge_2_a_save_that_leaves_types_without_outcomes_names_them_all_and_stores_nothing() {
    let mut town = Town::new();
    town.catalogue = Catalogue::new([a_type(1), a_type(2), a_type(3)], [an_outcome(1)]);
    town.enable(None).unwrap();
    let before = town.settings.clone();
    let refused = town.save(&[list(2, &[1])]);
    let without = TypesWithoutOutcomes(vec![type_id(1), type_id(3)]);
    assert_eq!(
        refused,
        Err(SaveError::TypesWithoutOutcomes(without)),
        "in display order"
    );
    assert_eq!(town.settings, before);
}

#[test]
fn edge_3_the_first_valid_save_puts_outcomes_to_work() {
    let mut town = Town::new();
    town.enable(None).unwrap();
    let event = town.save(&both(&[3, 1], &[2])).unwrap().unwrap();
    assert_eq!(event.action, ActivityAction::AssignmentsSaved);
    assert_eq!(event.changes.len(), 2, "one field per type whose list differs");
    assert_eq!(
        event.changes[0].after.as_deref(),
        Some("Type 1: Outcome 3, Outcome 1")
    );
    assert!(town.settings.is_in_force());
    assert_eq!((town.offered(CALL), town.offered(MEETING)), (vec![3, 1], vec![2]));
    let expected = |state: &SettingsState| matches!(state, SettingsState::Enabled { since, by, .. } if *since == now() && *by == ANNA.user);
    assert!(expected(town.settings.state()));
}

#[test]
fn edge_4_on_or_off_twice_changes_nothing_the_second_time() {
    let mut town = Town::new();
    assert_eq!(town.settings.disable(anna()), None);
    assert!(town.enable(None).unwrap().is_some());
    let on = town.settings.clone();
    assert_eq!(town.enable(None), Ok(None));
    assert_eq!(town.settings, on);
    let mut town = Town::at_work();
    assert_eq!(town.enable(None), Ok(None), "in force is on, too");
    assert!(town.settings.disable(anna()).is_some());
    assert_eq!(town.settings.disable(anna()), None);
}

#[test]
fn edge_5_on_with_complete_assignments_is_one_step_and_only_once() {
    let mut town = Town::new();
    let incomplete = town.enable(Some(&[list(CALL, &[1])]));
    let without = TypesWithoutOutcomes(vec![type_id(MEETING)]);
    assert_eq!(incomplete, Err(EnableError::TypesWithoutOutcomes(without)));
    assert_eq!(town.settings, TaskSettings::new());
    assert!(town.enable(Some(&both(&[1], &[2]))).unwrap().is_some());
    assert_eq!(
        (town.settings.is_in_force(), town.settings.version()),
        (true, Version::new(2))
    );
    let again = town.enable(Some(&both(&[1], &[2])));
    let invalid = Faults::one(path(), Fault::Invalid(Invalid::AlreadyEnabled));
    assert_eq!(again, Err(EnableError::Input(invalid)));
}

#[test]
fn edge_7_off_removes_all_assignments_and_remembers_them() {
    let mut town = Town::at_work();
    let matrix = town.settings.assignments().clone();
    let disabled = town.settings.disable(anna()).unwrap();
    assert_eq!(disabled.removed_assignments, 4);
    assert_eq!(disabled.event.changes[0].before.as_deref(), Some("4"));
    assert_eq!(
        town.settings.state(),
        &SettingsState::Disabled {
            remembered: matrix.clone()
        }
    );
    assert!(town.settings.assignments().is_empty());
    town.enable(None).unwrap();
    let disabled = town.settings.disable(anna()).unwrap();
    assert_eq!(disabled.removed_assignments, 0);
    let kept = SettingsState::Disabled { remembered: matrix };
    assert_eq!(
        town.settings.state(),
        &kept,
        "off while setting up keeps what was remembered"
    );
}

#[test]
fn edge_9_on_again_suggests_what_was_remembered_less_what_was_archived() {
    let mut town = Town::at_work();
    town.settings.disable(anna());
    assert_eq!(
        town.settings.suggested(&town.catalogue),
        [],
        "a draft is for setting up"
    );
    town.enable(None).unwrap();
    town.archive(&[], &[1]);
    let suggested = town.settings.suggested(&town.catalogue);
    let calls = AssignedOutcomes::restore(vec![outcome_id(2), outcome_id(3)]).unwrap();
    assert_eq!(suggested, [(type_id(CALL), calls)], "meetings had nothing else");
    town.archive(&[CALL], &[]);
    let suggested = town.settings.suggested(&town.catalogue);
    assert_eq!(
        suggested.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        [type_id(MEETING)]
    );
    assert!(
        town.settings.assignments().is_empty(),
        "nothing is assigned until saved"
    );
}

#[test]
fn edge_10_off_on_off_are_three_entries() {
    let mut town = Town::at_work();
    let off = town.settings.disable(anna()).unwrap().event;
    let on = town.enable(None).unwrap().unwrap();
    let off_again = town.settings.disable(anna()).unwrap().event;
    let actions = [off, on, off_again].map(|event| event.action);
    assert_eq!(
        actions,
        [
            ActivityAction::SwitchedOff,
            ActivityAction::SwitchedOn,
            ActivityAction::SwitchedOff
        ]
    );
    assert_eq!(town.settings.version(), Version::new(5));
}

#[test]
fn edge_17_the_last_outcome_of_a_type_stays() {
    let mut town = Town::at_work();
    let before = town.settings.clone();
    let refused = town.settings.withdraw(anna(), outcome_id(1));
    assert_eq!(refused, Err(TypesWithoutOutcomes(vec![type_id(MEETING)])));
    assert_eq!(town.settings, before);
    town.settings.withdraw(anna(), outcome_id(2)).unwrap();
    assert_eq!(town.offered(CALL), [1, 3], "the others keep their order");
    assert_eq!(town.settings.version(), before.version().next());
}

#[test]
fn edge_18_what_is_brought_back_is_assigned_nowhere() {
    let mut town = Town::at_work();
    town.settings.withdraw(anna(), outcome_id(2)).unwrap();
    let before = town.settings.clone();
    town.settings.outcome_brought_back(anna());
    assert_eq!(town.settings.assignments(), before.assignments());
    assert_eq!(
        town.settings.version(),
        before.version().next(),
        "the set of active outcomes grew"
    );
}

#[test]
fn edge_22_all_faults_of_a_save_are_told_at_once_with_their_places() {
    let mut town = Town::at_work();
    town.archive(&[MEETING], &[5]);
    let before = town.settings.clone();
    let many: Vec<u128> = (6..=26).collect();
    let requested = [
        list(CALL, &[]),
        list(CALL, &many),
        list(MEETING, &[1, 2, 1, 5, 99]),
        list(77, &[1]),
    ];
    let Err(SaveError::Input(faults)) = town.save(&requested) else {
        panic!("it was not refused")
    };
    let meeting = "assignments.2.outcome_ids";
    let expected = [
        (
            "assignments.0.outcome_ids".to_owned(),
            Fault::TooFew {
                minimum: 1,
                maximum: 20,
            },
        ),
        ("assignments.1.task_type_id".to_owned(), Fault::Repeated),
        (
            "assignments.1.outcome_ids".to_owned(),
            Fault::TooMany { maximum: 20 },
        ),
        ("assignments.2.task_type_id".to_owned(), Fault::Archived),
        (format!("{meeting}.2"), Fault::Repeated),
        (format!("{meeting}.3"), Fault::Archived),
        (format!("{meeting}.4"), Fault::NotFound(outcome_id(99).into())),
        (
            "assignments.3.task_type_id".to_owned(),
            Fault::NotFound(type_id(77).into()),
        ),
    ];
    assert_eq!(told(&faults), expected);
    assert_eq!(town.settings, before);
}

#[test]
fn edge_24_a_save_keeps_the_lists_it_does_not_name() {
    let mut town = Town::at_work();
    let event = town.save(&[list(MEETING, &[2])]).unwrap().unwrap();
    assert_eq!(
        (town.offered(CALL), town.offered(MEETING)),
        (vec![1, 2, 3], vec![2])
    );
    assert_eq!(event.changes.len(), 1);
    assert_eq!(event.changes[0].before.as_deref(), Some("Type 2: Outcome 1"));
}

#[test]
fn edge_25_another_order_is_a_change_and_the_same_is_none() {
    let mut town = Town::at_work();
    let before = town.settings.clone();
    assert_eq!(town.save(&both(&[1, 2, 3], &[1])), Ok(None));
    assert_eq!(town.settings, before);
    assert!(town.save(&[list(CALL, &[3, 2, 1])]).unwrap().is_some());
    assert_eq!(
        (town.offered(CALL), town.settings.version()),
        (vec![3, 2, 1], before.version().next())
    );
}

#[test]
fn edge_27_a_new_type_comes_with_outcomes_while_in_force_and_without_otherwise() {
    let add = |town: &mut Town, outcomes: Option<&[OutcomeId]>| {
        town.settings
            .add_task_type(anna(), type_id(9), outcomes, &town.catalogue, &path())
    };
    let some = [outcome_id(1)];
    let mut off = Town::new();
    assert_eq!(
        add(&mut off, Some(&some)),
        Err(OfferError::FeatureDisabled(FeatureDisabled))
    );
    assert_eq!(add(&mut off, None), Ok(()));
    let mut town = Town::at_work();
    let too_few = Fault::TooFew {
        minimum: 1,
        maximum: 20,
    };
    assert_eq!(
        add(&mut town, None),
        Err(Faults::one(path(), too_few.clone()).into())
    );
    assert_eq!(
        add(&mut town, Some(&[])),
        Err(Faults::one(path(), too_few).into())
    );
    let many: Vec<OutcomeId> = (1..=21).map(outcome_id).collect();
    let too_many = Faults::one(path(), Fault::TooMany { maximum: 20 });
    assert_eq!(add(&mut town, Some(&many)), Err(too_many.into()));
    assert_eq!(add(&mut town, Some(&some)), Ok(()));
    assert_eq!(town.offered(9), [1]);
}

#[test]
fn edge_23_the_twenty_first_offer_is_refused_with_its_place() {
    let mut town = Town::new();
    let twenty: Vec<u128> = (1..=20).collect();
    town.enable(Some(&both(&[1], &twenty))).unwrap();
    let types = [type_id(CALL), type_id(MEETING)];
    let before = town.settings.clone();
    let refused = town
        .settings
        .offer(anna(), outcome_id(21), &types, &town.catalogue, &path());
    assert_eq!(
        refused,
        Err(Faults::one(path().at(1), Fault::TooMany { maximum: 20 }).into())
    );
    assert_eq!(town.settings, before, "neither list grew");
    town.settings
        .offer(anna(), outcome_id(21), &types[..1], &town.catalogue, &path())
        .unwrap();
    assert_eq!(town.offered(CALL), [1, 21]);
}
