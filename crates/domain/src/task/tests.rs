//! Completing and opening again, edge by edge.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::*;
use crate::{
    AccountId, Actor, CompletionId, ContactId, OutcomeId, Role, Sentiment, TaskOutcome,
    text::{Label, Notes, Reason},
};

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn user(number: u128) -> UserId {
    UserId::new(id(number))
}

const OWNER: u128 = 1;
const COMPLETER: u128 = 2;
const STRANGER: u128 = 3;

fn actor(number: u128, role: Role) -> Actor {
    Actor {
        account: AccountId::new(id(9)),
        user: user(number),
        role,
    }
}

fn created() -> Timestamp {
    "2026-02-01T12:00:00Z".parse().unwrap()
}

fn berlin() -> TimeZone {
    TimeZone::parse("Europe/Berlin").unwrap()
}

fn later() -> Timestamp {
    created() + SignedDuration::from_hours(5)
}

fn outcome(number: u128) -> TaskOutcome {
    TaskOutcome {
        id: OutcomeId::new(id(number)),
        label: Label::restore(format!("Outcome {number}")),
        description: None,
        sentiment: Sentiment::Positive,
        merged_into: None,
        archived_at: None,
        version: Version::FIRST,
        created_at: created(),
        updated_at: created(),
    }
}

fn rule(choice: CompletionChoice) -> CompletionRule {
    CompletionRule {
        settings_version: Version::new(7),
        choice,
    }
}

fn free() -> CompletionRule {
    rule(CompletionChoice::Free)
}

/// Outcomes 1 and 2 are on offer.
fn one_of() -> CompletionRule {
    rule(CompletionChoice::OneOf(vec![outcome(1), outcome(2)]))
}

fn a_task(due: Option<Due>) -> Task {
    let new = NewTask {
        id: TaskId::new(id(5)),
        title: TaskTitle::parse("Angebot").unwrap(),
        description: None,
        task_type: TaskTypeId::new(id(6)),
        subject: Subject::Contact(ContactId::new(id(7))),
        owner: Some(user(OWNER)),
        due,
        created_by: None,
    };
    Task::create(new, &berlin(), created()).0
}

fn complete(
    task: &mut Task,
    rule: &CompletionRule,
    outcome: Option<u128>,
    now: Timestamp,
) -> Result<Completion, CompletionError> {
    let outcome = outcome.map(|number| OutcomeId::new(id(number)));
    let notes = Notes::parse("gut").unwrap();
    let completed = task.complete(
        rule,
        outcome,
        notes,
        CompletionId::new(id(8)),
        user(COMPLETER),
        now,
    );
    completed.map(|(completion, _)| completion)
}

#[test]
fn edges_31_and_32_what_is_asked_for_decides_what_may_be_given() {
    let none_offered = rule(CompletionChoice::OneOf(vec![]));
    let table = [
        (free(), None, Ok(None)),
        (free(), Some(1), Err(CompletionError::FeatureDisabled)),
        (one_of(), None, Err(CompletionError::OutcomeRequired)),
        (one_of(), Some(1), Ok(Some(1))),
        (one_of(), Some(2), Ok(Some(2))),
        (one_of(), Some(3), Err(CompletionError::NotAssigned)),
        (none_offered.clone(), None, Err(CompletionError::OutcomeRequired)),
        (none_offered, Some(1), Err(CompletionError::NotAssigned)),
    ];
    for (rule, given, expected) in table {
        let mut task = a_task(None);
        let before = task.clone();
        let recorded = complete(&mut task, &rule, given, later())
            .map(|completion| completion.outcome.map(|outcome| outcome.id.uuid().as_u128()));
        assert_eq!(recorded, expected, "{rule:?} {given:?}");
        assert_eq!(task == before, expected.is_err(), "a refusal changes nothing");
    }
}

#[test]
fn edge_32_an_outcome_is_never_dropped_silently() {
    let given = Some(OutcomeId::new(id(1)));
    assert_eq!(free().admits(given), Err(CompletionError::FeatureDisabled));
    assert_eq!(free().admits(None), Ok(()));
    assert_eq!(one_of().admits(given), Ok(()));
    assert_eq!(
        one_of().admits(None),
        Ok(()),
        "what is missing is told after the version and the input"
    );
}

#[test]
fn edge_33_a_completed_task_is_not_completed_again() {
    let mut task = a_task(None);
    complete(&mut task, &one_of(), Some(1), later()).unwrap();
    let before = task.clone();
    for (rule, given) in [
        (one_of(), Some(2)),
        (one_of(), None),
        (free(), Some(1)),
        (free(), None),
    ] {
        assert_eq!(
            complete(&mut task, &rule, given, later()),
            Err(CompletionError::AlreadyCompleted)
        );
    }
    assert_eq!(task, before);
    assert!(!task.can_be_completed());
}

#[test]
fn a_completion_keeps_what_held_at_that_moment() {
    let mut task = a_task(None);
    let completion = complete(&mut task, &one_of(), Some(2), later()).unwrap();
    assert_eq!(completion.outcome, Some(outcome(2).recorded()));
    assert_eq!(completion.notes.as_ref().map(Notes::as_str), Some("gut"));
    assert_eq!(
        (completion.completed_by, completion.completed_at),
        (user(COMPLETER), later())
    );
    assert_eq!(completion.task_type, task.task_type);
    assert_eq!(completion.settings_version, Version::new(7));
    assert_eq!(task.completion(), Some(&completion));
    assert_eq!((task.version, task.updated_at), (Version::new(2), later()));
}

#[test]
fn a_completion_is_told_with_outcome_and_notes() {
    let mut task = a_task(None);
    let (chosen, by) = (Some(OutcomeId::new(id(1))), user(COMPLETER));
    let notes = Notes::parse("gut").unwrap();
    let completed = task.complete(
        &one_of(),
        chosen,
        notes.clone(),
        CompletionId::new(id(8)),
        by,
        later(),
    );
    let event = completed.unwrap().1;
    assert_eq!(
        (event.kind, event.action),
        (ActivityKind::TaskCompleted, ActivityAction::Completed)
    );
    assert_eq!((event.outcome, event.notes), (Some(outcome(1).recorded()), notes));
    assert_eq!(
        (event.task, event.task_type),
        (Some(task.id), Some(task.task_type))
    );
    assert_eq!(
        (event.subject, event.title.as_str()),
        (Some(task.subject), "Angebot")
    );
}

#[test]
fn edge_37_a_completion_is_never_before_the_creation() {
    let mut task = a_task(None);
    let early = created() - SignedDuration::from_hours(1);
    let completion = complete(&mut task, &free(), None, early).unwrap();
    assert_eq!(completion.completed_at, created());
    assert_eq!(task.updated_at, created());
}

#[test]
fn edge_38_overdue_undated_and_future_tasks_can_be_completed_and_in_time_is_before_overdue() {
    let instant = SignedDuration::from_nanos(1_000);
    let cases = [
        (None, None),
        (Some(Due::At(created())), Some(false)),
        (Some(Due::At(later())), Some(false)),
        (Some(Due::At(later() + instant)), Some(true)),
        (Some(Due::On("2026-02-01".parse().unwrap())), Some(true)),
        (Some(Due::On("2026-01-31".parse().unwrap())), Some(false)),
        (Some(Due::On("2030-01-01".parse().unwrap())), Some(true)),
    ];
    for (due, expected) in cases {
        let mut task = a_task(due);
        assert_eq!(task.is_overdue(later()), expected == Some(false), "{due:?}");
        assert_eq!(
            complete(&mut task, &free(), None, later()).unwrap().in_time,
            expected,
            "{due:?}"
        );
        assert!(!task.is_overdue(later()), "what is done is not overdue");
    }
}

#[test]
fn edge_39_the_owner_is_that_of_the_moment() {
    let mut task = a_task(None);
    assert_eq!(
        complete(&mut task, &free(), None, later()).unwrap().owner,
        Some(user(OWNER))
    );
    let admin = actor(STRANGER, Role::Admin);
    task.reopen(&admin, task.task_type, None, &berlin(), later())
        .unwrap();
    let changes = TaskChanges {
        owner: Patch::Set(Some(user(STRANGER))),
        ..TaskChanges::default()
    };
    task.update(changes, &berlin(), later()).unwrap();
    assert_eq!(
        complete(&mut task, &free(), None, later()).unwrap().owner,
        Some(user(STRANGER))
    );
    assert_eq!(
        task.completion().unwrap().completed_by,
        user(COMPLETER),
        "a dimension of its own"
    );
}

#[test]
fn edge_41_completer_owner_and_admins_may_open_a_task_again() {
    let mut completed = a_task(None);
    complete(&mut completed, &one_of(), Some(1), later()).unwrap();
    let forbidden = Err(ReopenError::Forbidden(crate::Forbidden {
        required: Role::Admin,
    }));
    let cases = [
        (actor(OWNER, Role::Member), Ok(())),
        (actor(COMPLETER, Role::Member), Ok(())),
        (actor(STRANGER, Role::Admin), Ok(())),
        (actor(STRANGER, Role::Member), forbidden),
    ];
    for (actor, expected) in cases {
        let mut task = completed.clone();
        assert_eq!(task.may_reopen(&actor).map(|_| ()), expected, "{actor:?}");
        let reopened = task
            .reopen(&actor, task.task_type, None, &berlin(), later())
            .map(|_| ());
        assert_eq!(reopened, expected, "{actor:?}");
        assert_eq!(task.is_open(), expected.is_ok());
    }
}

#[test]
fn edge_41_reopening_tells_what_is_superseded_and_takes_an_active_type() {
    let mut task = a_task(None);
    let admin = actor(STRANGER, Role::Admin);
    let open = task
        .reopen(&admin, task.task_type, None, &berlin(), later())
        .map(|_| ());
    assert_eq!(open, Err(ReopenError::NotCompleted));
    let completion = complete(&mut task, &one_of(), Some(1), later()).unwrap();
    let (version, other) = (task.version, TaskTypeId::new(id(66)));
    let reason = Reason::parse("Irrtum").unwrap();
    let before_completion = created();
    let (superseded, event) = task
        .reopen(&admin, other, reason.clone(), &berlin(), before_completion)
        .unwrap();
    assert_eq!(superseded, completion.id);
    assert_eq!((task.state.clone(), task.task_type), (TaskState::Open, other));
    assert_eq!(
        (task.version, task.updated_at),
        (version.next(), later()),
        "not before the completion"
    );
    assert_eq!((event.kind, event.reason), (ActivityKind::TaskReopened, reason));
    assert_eq!(event.changes[0].before.as_deref(), Some("Outcome 1"));
    assert_eq!(event.changes[0].after, None);
    assert!(
        complete(&mut task, &one_of(), Some(2), later()).is_ok(),
        "it can be completed anew"
    );
}

#[test]
fn edge_44_an_open_task_changes_and_a_completed_one_does_not() {
    let zone = berlin();
    let mut task = a_task(None);
    let retitle = |title: &str| TaskChanges {
        title: Patch::Set(TaskTitle::parse(title).unwrap()),
        ..TaskChanges::default()
    };
    assert_eq!(
        task.update(retitle("Angebot"), &zone, later()),
        Ok(None),
        "the same is no change"
    );
    assert_eq!(task.version, Version::FIRST);
    let event = task.update(retitle("Neu"), &zone, later()).unwrap().unwrap();
    assert_eq!(
        (event.changes[0].field.as_str(), event.changes[0].after.as_deref()),
        ("title", Some("Neu"))
    );
    let due = TaskChanges {
        due: Patch::Set(Some(Due::On("2026-03-28".parse().unwrap()))),
        ..TaskChanges::default()
    };
    task.update(due, &zone, later()).unwrap();
    assert_eq!(task.overdue_from.unwrap().to_string(), "2026-03-28T23:00:00Z");
    complete(&mut task, &free(), None, later()).unwrap();
    assert_eq!(task.update(retitle("Nie"), &zone, later()), Err(AlreadyCompleted));
}
