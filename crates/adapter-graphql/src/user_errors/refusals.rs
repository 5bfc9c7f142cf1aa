//! What the state of a task or of the settings refuses, as members of the unions.

use super::{TaskOutcomeChoiceError, TaskStateError, UserErrorCode, messages};
use crate::{context::Language, outcome::types::TaskOutcome};

type Path = Option<Vec<String>>;

/// Someone has completed the task.
pub(crate) fn already_completed(language: Language, path: Path, task: domain::Task) -> TaskStateError {
    let message = messages::already_completed(language);
    TaskStateError::new(UserErrorCode::AlreadyCompleted, message, path, task.into())
}

/// The task is open.
pub(crate) fn not_completed(language: Language, task: domain::Task) -> TaskStateError {
    let message = messages::not_completed(language);
    TaskStateError::new(UserErrorCode::NotCompleted, message, None, task.into())
}

/// An outcome must be chosen; these are on offer.
pub(crate) fn outcome_required(
    language: Language,
    path: Path,
    on_offer: Vec<domain::TaskOutcome>,
) -> TaskOutcomeChoiceError {
    let message = messages::outcome_required(language);
    choice(UserErrorCode::OutcomeRequired, message, path, on_offer)
}

/// The chosen outcome is not offered; these are.
pub(crate) fn not_assigned(
    language: Language,
    path: Path,
    on_offer: Vec<domain::TaskOutcome>,
) -> TaskOutcomeChoiceError {
    let message = messages::not_assigned(language);
    choice(UserErrorCode::NotAssigned, message, path, on_offer)
}

fn choice(
    code: UserErrorCode,
    message: String,
    path: Path,
    on_offer: Vec<domain::TaskOutcome>,
) -> TaskOutcomeChoiceError {
    let on_offer = on_offer.into_iter().map(TaskOutcome::from).collect();
    TaskOutcomeChoiceError::new(code, message, path, on_offer)
}
