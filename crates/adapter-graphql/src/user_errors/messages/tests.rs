//! Every message exists in both languages, tells its numbers and ends as a sentence.

use application::queries::settings::{DisableCounts, DisableImpact};
use domain::{ContactId, Fault, Forbidden, OutcomeId, Role, TaskId, TaskTypeId, fault::Invalid};
use uuid::Uuid;

use super::{
    Language::{De, En},
    *,
};

fn faults() -> Vec<Fault> {
    let invalid = [
        Invalid::ForbiddenCharacter,
        Invalid::Email,
        Invalid::TimeZone,
        Invalid::Amount,
        Invalid::Currency,
        Invalid::Null,
        Invalid::DueTwice,
        Invalid::DueOutOfRange,
        Invalid::InactiveUser,
        Invalid::AlreadyEnabled,
        Invalid::SameTaskType,
        Invalid::NotInFuture,
        Invalid::SameOutcome,
        Invalid::MergedOutcome,
        Invalid::NotAllTaskTypes,
        Invalid::StarterSetTwice,
        Invalid::KeyReused,
    ];
    let id = Uuid::nil();
    let missing = [
        ContactId::new(id).into(),
        OutcomeId::new(id).into(),
        TaskId::new(id).into(),
    ];
    let plain = [
        Fault::Blank,
        Fault::TooLong { maximum: 80 },
        Fault::TooFew {
            minimum: 1,
            maximum: 20,
        },
        Fault::TooMany { maximum: 20 },
        Fault::Repeated,
        Fault::Archived,
        Fault::LastTaskType,
        Fault::LastAdmin,
    ];
    let invalid = invalid.into_iter().map(Fault::Invalid);
    plain
        .into_iter()
        .chain(invalid)
        .chain(missing.map(Fault::NotFound))
        .collect()
}

fn all(language: Language) -> Vec<String> {
    let mut all: Vec<_> = faults()
        .iter()
        .map(|fault| super::fault(language, fault))
        .collect();
    all.extend([Role::Admin, Role::Member].map(|required| forbidden(language, Forbidden { required })));
    all.extend([
        feature_disabled(language),
        stale(language),
        already_completed(language),
        not_completed(language),
        taken(language, "Kein Anschluss", false),
        taken(language, "Kein Anschluss", true),
        types_without_outcomes(language, &["Lunch"]),
        has_open_tasks(language, 3),
        outcome_required(language),
        not_assigned(language),
        confirmation_required(language),
        disable_question(language, &impact(0, 24, 120, 4000)),
    ]);
    all
}

fn impact(types: usize, assignments: usize, open_tasks: u64, completed_tasks: u64) -> DisableImpact {
    DisableImpact {
        affected_task_types: vec![TaskTypeId::new(Uuid::nil()); types],
        assignments,
        counts: DisableCounts {
            completed_tasks,
            open_tasks,
        },
        confirmation_token: String::new(),
        expires_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn every_message_is_a_sentence_of_its_own_in_both_languages() {
    let (mut en, de) = (all(En), all(De));
    for (en, de) in en.iter().zip(&de) {
        assert!(en.ends_with('.') && de.ends_with('.'), "{en} / {de}");
        assert!(!en.contains("  ") && !de.contains("  "), "{en} / {de}");
    }
    en.extend(de);
    let distinct: std::collections::BTreeSet<_> = en.iter().collect();
    assert_eq!(distinct.len(), en.len());
}

#[test]
fn bounds_are_told() {
    assert_eq!(
        super::fault(En, &Fault::TooLong { maximum: 10_000 }),
        "This is too long: shorten it to at most 10,000 characters."
    );
    assert_eq!(
        super::fault(De, &Fault::TooLong { maximum: 10_000 }),
        "Das ist zu lang: Kürzen Sie es auf höchstens 10.000 Zeichen."
    );
    assert_eq!(
        super::fault(De, &Fault::Invalid(Invalid::DueOutOfRange)),
        "Wählen Sie eine Fälligkeit in den Jahren 1900 bis 9000."
    );
}

#[test]
fn labels_of_people_stand_in_the_quotes_of_the_language() {
    assert!(taken(En, "{0} % <b>", false).starts_with("“{0} % <b>” is taken already"));
    assert!(taken(De, "Straße", true).starts_with("„Straße“ ist schon vergeben und archiviert"));
}

#[test]
fn five_task_types_are_named_and_the_others_counted() {
    let names = ["A", "B", "C", "D", "E", "F", "G"];
    assert_eq!(
        types_without_outcomes(En, &names[..6]),
        "No outcome would be left for “A”, “B”, “C”, “D”, “E” and 1 more task type: assign 1 to 20 to each."
    );
    assert_eq!(
        types_without_outcomes(De, &names),
        "Kein Ergebnis bliebe für „A“, „B“, „C“, „D“, „E“ und 2 weitere Aufgabentypen: Ordnen Sie überall 1 bis 20 zu."
    );
}

#[test]
fn what_is_counted_agrees_with_its_number() {
    assert!(has_open_tasks(En, 1).contains("1 open task:"));
    assert!(has_open_tasks(En, 1_234_567).contains("1,234,567 open tasks:"));
    assert!(has_open_tasks(De, 1).contains("1 offene Aufgabe:"));
    assert!(has_open_tasks(De, 120).contains("120 offene Aufgaben:"));
}

#[test]
fn the_question_tells_every_count_of_the_impact() {
    assert_eq!(
        disable_question(En, &impact(5, 24, 120, 4000)),
        "Switch Task Outcomes off? This removes 24 assignments of outcomes from 5 task types; no outcomes can be added \
         to any task type any more. Completing 120 open tasks will not ask for an outcome; what was recorded on 4,000 \
         completed tasks stays in history and reports."
    );
    assert_eq!(
        disable_question(De, &impact(1, 1, 1, 1)),
        "Aufgabenergebnisse ausschalten? Das entfernt 1 Zuordnung eines Ergebnisses bei 1 Aufgabentyp; keinem \
         Aufgabentyp können mehr Ergebnisse zugeordnet werden. Beim Erledigen von 1 offenen Aufgabe wird kein Ergebnis \
         mehr verlangt; was bei 1 erledigten Aufgabe festgehalten ist, bleibt in Verlauf und Berichten."
    );
}
