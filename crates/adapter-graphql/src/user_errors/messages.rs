//! What user errors say to people: one sentence or two in their language, with the numbers and with what to do now.

/// The sentence in the language of the reader; both stand side by side, so that none can be forgotten.
macro_rules! say {
    ($language:expr, $en:literal, $de:literal $(,)?) => {
        match $language {
            Language::En => format!($en),
            Language::De => format!($de),
        }
    };
}

mod faults;
mod figures;
#[cfg(test)]
mod tests;

use std::fmt::Display;

use application::{confirmation::VALID_FOR, queries::settings::DisableImpact};
use domain::{AssignedOutcomes, Forbidden, Role};

pub(crate) use faults::fault;

use crate::context::Language;
use figures::{counted, listed};

/// The actor lacks the role.
pub(crate) fn forbidden(language: Language, forbidden: Forbidden) -> String {
    match forbidden.required {
        Role::Admin => say!(
            language,
            "You do not have permission for this: ask an admin of your account.",
            "Dazu sind Sie nicht berechtigt: Bitten Sie einen Admin Ihres Kontos darum."
        ),
        Role::Member => say!(
            language,
            "You do not have permission for this: ask a member of your account.",
            "Dazu sind Sie nicht berechtigt: Bitten Sie ein Mitglied Ihres Kontos darum."
        ),
    }
}

/// Task Outcomes is not in force, or for managing outcomes not switched on.
pub(crate) fn feature_disabled(language: Language) -> String {
    say!(
        language,
        "Task Outcomes is not in force: leave outcomes out, or have an admin switch it on and assign some first.",
        "Die Aufgabenergebnisse sind nicht in Kraft: Lassen Sie Ergebnisse weg oder bitten Sie einen Admin, \
         sie einzuschalten und Ergebnisse zuzuordnen."
    )
}

/// Someone changed the object since the viewer read it.
pub(crate) fn stale(language: Language) -> String {
    say!(
        language,
        "Someone changed this in the meantime: read it again, then repeat your change.",
        "Das wurde inzwischen geändert: Laden Sie es neu und wiederholen Sie dann Ihre Änderung."
    )
}

/// The task is completed, so it can neither be completed nor changed.
pub(crate) fn already_completed(language: Language) -> String {
    say!(
        language,
        "This task has already been completed: reopen it first if something has to change.",
        "Diese Aufgabe ist schon erledigt: Öffnen Sie sie zuerst wieder, wenn sich noch etwas ändern soll."
    )
}

/// The task is open, so it cannot be opened again.
pub(crate) fn not_completed(language: Language) -> String {
    say!(
        language,
        "This task is open, so there is nothing to reopen: go on with it as it is.",
        "Diese Aufgabe ist offen, es gibt nichts wieder zu öffnen: Arbeiten Sie an ihr weiter."
    )
}

/// Another object has this label, name or id.
pub(crate) fn taken(language: Language, label: &str, is_archived: bool) -> String {
    if is_archived {
        return say!(
            language,
            "“{label}” is taken by an archived one: bring that one back, or choose another.",
            "„{label}“ ist schon vergeben und archiviert: Holen Sie das Archivierte zurück oder wählen Sie etwas anderes."
        );
    }
    say!(
        language,
        "“{label}” is taken already: use the existing one, or choose another.",
        "„{label}“ ist schon vergeben: Verwenden Sie das Vorhandene oder wählen Sie etwas anderes."
    )
}

/// These task types would be left without any outcome.
pub(crate) fn types_without_outcomes(language: Language, names: &[impl AsRef<str>]) -> String {
    let (minimum, maximum) = (AssignedOutcomes::MINIMUM, AssignedOutcomes::MAXIMUM);
    let names = listed(language, names);
    say!(
        language,
        "No outcome would be left for {names}: assign {minimum} to {maximum} to each.",
        "Kein Ergebnis bliebe für {names}: Ordnen Sie überall {minimum} bis {maximum} zu."
    )
}

/// Completed tasks are in the way of deleting their outcome.
pub(crate) fn outcome_in_use(language: Language, count: impl Display) -> String {
    let tasks = match language {
        Language::En => counted(language, count, "task", "tasks"),
        Language::De => counted(language, count, "Aufgabe", "Aufgaben"),
    };
    say!(
        language,
        "This outcome belongs to the record of {tasks}: archive it, or merge it into another one.",
        "Dieses Ergebnis ist bei {tasks} festgehalten: Archivieren Sie es oder führen Sie es mit einem anderen zusammen."
    )
}

/// Tasks are in the way of deleting their type.
pub(crate) fn task_type_in_use(language: Language, count: impl Display) -> String {
    let tasks = match language {
        Language::En => counted(language, count, "task", "tasks"),
        Language::De => counted(language, count, "Aufgabe", "Aufgaben"),
    };
    say!(
        language,
        "This task type belongs to the record of {tasks}: archive it instead.",
        "Dieser Aufgabentyp ist bei {tasks} festgehalten: Archivieren Sie ihn stattdessen."
    )
}

/// Open tasks are in the way of archiving their task type.
pub(crate) fn has_open_tasks(language: Language, count: impl Display) -> String {
    let tasks = match language {
        Language::En => counted(language, count, "open task", "open tasks"),
        Language::De => counted(language, count, "offene Aufgabe", "offene Aufgaben"),
    };
    say!(
        language,
        "This task type still has {tasks}: name an active task type that takes over.",
        "Dieser Aufgabentyp hat noch {tasks}: Nennen Sie einen aktiven Aufgabentyp, der sie übernimmt."
    )
}

/// No outcome was chosen although one must be.
pub(crate) fn outcome_required(language: Language) -> String {
    say!(
        language,
        "How did it go? Choose one of the outcomes on offer to complete this task.",
        "Wie ist es gelaufen? Wählen Sie eines der angebotenen Ergebnisse, um diese Aufgabe zu erledigen."
    )
}

/// The chosen outcome is not offered for the task's type.
pub(crate) fn not_assigned(language: Language) -> String {
    say!(
        language,
        "This outcome is not offered for tasks of this type: choose one of those on offer.",
        "Dieses Ergebnis wird für Aufgaben dieses Typs nicht angeboten: Wählen Sie eines der angebotenen."
    )
}

/// The token does not confirm the switching off; the sentence does not tell why.
pub(crate) fn confirmation_required(language: Language) -> String {
    let minutes = VALID_FOR.as_mins();
    say!(
        language,
        "This needs your confirmation: look at the impact and send its token within {minutes} minutes.",
        "Dafür ist Ihre Bestätigung nötig: Prüfen Sie die Folgen und senden Sie deren Token binnen {minutes} Minuten."
    )
}

/// The question whether to switch off, with what it means.
pub(crate) fn disable_question(language: Language, impact: &DisableImpact) -> String {
    let types = impact.affected_task_types.len();
    let (open, completed) = (impact.counts.open_tasks, impact.counts.completed_tasks);
    let count = |number: &dyn Display, one, many| counted(language, number, one, many);
    match language {
        Language::En => format!(
            "Switch Task Outcomes off? This removes {} from {}; no outcomes can be added to any task type any more. \
             Completing {} will not ask for an outcome; what was recorded on {} stays in history and reports.",
            count(
                &impact.assignments,
                "assignment of an outcome",
                "assignments of outcomes"
            ),
            count(&types, "task type", "task types"),
            count(&open, "open task", "open tasks"),
            count(&completed, "completed task", "completed tasks"),
        ),
        Language::De => format!(
            "Aufgabenergebnisse ausschalten? Das entfernt {} bei {}; keinem Aufgabentyp können mehr Ergebnisse \
             zugeordnet werden. Beim Erledigen von {} wird kein Ergebnis mehr verlangt; was bei {} festgehalten ist, \
             bleibt in Verlauf und Berichten.",
            count(
                &impact.assignments,
                "Zuordnung eines Ergebnisses",
                "Zuordnungen von Ergebnissen"
            ),
            count(&types, "Aufgabentyp", "Aufgabentypen"),
            count(&open, "offenen Aufgabe", "offenen Aufgaben"),
            count(&completed, "erledigten Aufgabe", "erledigten Aufgaben"),
        ),
    }
}
