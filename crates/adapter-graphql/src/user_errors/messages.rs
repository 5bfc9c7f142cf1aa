//! What user errors say to people: one sentence or two in their language, with the numbers and with what to do now.

mod faults;
#[cfg(test)]
mod tests;

use application::{confirmation::VALID_FOR, queries::settings::DisableImpact};
use domain::{AssignedOutcomes, Forbidden, Role};

pub(crate) use faults::fault;

use crate::{
    context::Language,
    text::words::{Key, Sentence},
};

/// How many task types a sentence names before it only counts the others.
const NAMED_TASK_TYPES: usize = 5;

fn say(language: Language, key: Key) -> String {
    Sentence::new(key).told(language)
}

/// The actor lacks the role.
pub(crate) fn forbidden(language: Language, forbidden: Forbidden) -> String {
    match forbidden.required {
        Role::Admin => say(language, Key("forbidden-admin")),
        Role::Member => say(language, Key("forbidden-member")),
    }
}

/// Task Outcomes is not in force, or for managing outcomes not switched on.
pub(crate) fn feature_disabled(language: Language) -> String {
    say(language, Key("feature-disabled"))
}

/// Someone changed the object since the viewer read it.
pub(crate) fn stale(language: Language) -> String {
    say(language, Key("stale"))
}

/// The task is completed, so it can neither be completed nor changed.
pub(crate) fn already_completed(language: Language) -> String {
    say(language, Key("already-completed"))
}

/// The task is open, so it cannot be opened again.
pub(crate) fn not_completed(language: Language) -> String {
    say(language, Key("not-completed"))
}

/// Another object has this label, name or id.
pub(crate) fn taken(language: Language, label: &str, is_archived: bool) -> String {
    let key = if is_archived {
        Key("taken-archived")
    } else {
        Key("taken")
    };
    Sentence::new(key).with("label", label).told(language)
}

/// These task types would be left without any outcome.
pub(crate) fn types_without_outcomes(language: Language, names: &[impl AsRef<str>]) -> String {
    Sentence::new(Key("types-without-outcomes"))
        .with("names", listed(language, names))
        .with("minimum", AssignedOutcomes::MINIMUM)
        .with("maximum", AssignedOutcomes::MAXIMUM)
        .told(language)
}

/// The first names in quotes, and how many more there are.
fn listed(language: Language, names: &[impl AsRef<str>]) -> String {
    let quoted = |name: &str| Sentence::new(Key("quoted")).with("name", name).told(language);
    let first = names
        .iter()
        .take(NAMED_TASK_TYPES)
        .map(|name| quoted(name.as_ref()));
    let first = first.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED_TASK_TYPES) {
        0 => first,
        more => Sentence::new(Key("names-and-more"))
            .with("names", first)
            .with("more", more)
            .told(language),
    }
}

/// Completed tasks are in the way of deleting their outcome.
pub(crate) fn outcome_in_use(language: Language, count: usize) -> String {
    counted(language, Key("outcome-in-use"), count)
}

/// Tasks are in the way of deleting their type.
pub(crate) fn task_type_in_use(language: Language, count: usize) -> String {
    counted(language, Key("task-type-in-use"), count)
}

/// Open tasks are in the way of archiving their task type.
pub(crate) fn has_open_tasks(language: Language, count: usize) -> String {
    counted(language, Key("has-open-tasks"), count)
}

fn counted(language: Language, key: Key, count: usize) -> String {
    Sentence::new(key).with("count", count).told(language)
}

/// No outcome was chosen although one must be.
pub(crate) fn outcome_required(language: Language) -> String {
    say(language, Key("outcome-required"))
}

/// The chosen outcome is not offered for the task's type.
pub(crate) fn not_assigned(language: Language) -> String {
    say(language, Key("not-assigned"))
}

/// The token does not confirm the switching off; the sentence does not tell why.
pub(crate) fn confirmation_required(language: Language) -> String {
    let minutes = VALID_FOR.as_mins().to_string();
    Sentence::new(Key("confirmation-required"))
        .with("minutes", minutes)
        .told(language)
}

/// The question whether to switch off, with what it means.
pub(crate) fn disable_question(language: Language, impact: &DisableImpact) -> String {
    Sentence::new(Key("disable-question"))
        .with("assignments", impact.assignments)
        .with("types", impact.affected_task_types.len())
        .with("open", impact.counts.open_tasks)
        .with("completed", impact.counts.completed_tasks)
        .told(language)
}
