//! The members of the unions.

use async_graphql::{Enum, ID, SimpleObject};
use domain::Fault;

use super::messages;
use crate::{
    context::{Language, int},
    node::Node,
    outcome::types::TaskOutcome,
    settings::types::TaskOutcomesDisableImpact,
    task::types::Task,
    task_type::types::TaskType,
    user::types::UserRole,
};

/// Stable, machine-readable codes of user errors. New codes may be added: treat unknown codes as `INVALID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum UserErrorCode {
    /// The task has already been completed.
    AlreadyCompleted,
    /// A required text is empty.
    Blank,
    /// Switching off needs a fresh confirmation token.
    ConfirmationRequired,
    /// Task Outcomes is not in force, or for managing outcomes not switched on.
    FeatureDisabled,
    /// The viewer lacks the permission.
    Forbidden,
    /// The value is not acceptable for a reason told in the message.
    Invalid,
    /// The object is archived.
    Archived,
    /// The outcome has been used and can only be archived.
    InUse,
    /// Open tasks are in the way: name a task type to move them to.
    HasOpenTasks,
    /// The same entry stands twice in a list.
    Repeated,
    /// The outcome is not offered for this task type.
    NotAssigned,
    /// No such object is visible to the viewer.
    NotFound,
    /// The object is not completed, so it cannot be reopened.
    NotCompleted,
    /// An outcome must be chosen while Task Outcomes is on.
    OutcomeRequired,
    /// Someone changed the object since the viewer read it.
    Stale,
    /// An account keeps at least one active admin.
    LastAdmin,
    /// An account keeps at least one active task type.
    LastTaskType,
    /// The value is already used by another object.
    Taken,
    /// A task type would be left without any outcome.
    TaskTypeWithoutOutcomes,
    /// Fewer items than allowed.
    TooFew,
    /// A text is longer than allowed.
    TooLong,
    /// More items than allowed.
    TooMany,
}

macro_rules! members {
    ($($(#[$doc:meta])* $name:ident($code:ident $(: $given:ident)?) {
        $($(#[$field_doc:meta])* $field:ident: $ty:ty,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        pub struct $name {
            /// Stable code for programs.
            pub(crate) code: UserErrorCode,
            /// A sentence for people, in the language of the request.
            pub(crate) message: String,
            /// Path of the offending input; null when no single input is at fault.
            pub(crate) path: Option<Vec<String>>,
            $($(#[$field_doc])* $field: $ty,)*
        }

        impl $name {
            pub(crate) fn new(
                $($given: UserErrorCode,)?
                message: String,
                path: Option<Vec<String>>,
                $($field: $ty),*
            ) -> Self {
                Self { code: members!(@code $code $($given)?), message, path, $($field),* }
            }
        }
    )*};
    (@code $code:ident $given:ident) => { $given };
    (@code $code:ident) => { UserErrorCode::$code };
}

members! {
    /// The confirmation token is missing, expired, someone else's or older than the assignments.
    ConfirmationRequiredError(ConfirmationRequired) {
        /// The impact as of now, with a fresh token.
        impact: TaskOutcomesDisableImpact,
    }
    /// Task Outcomes is not in force, or for managing outcomes not switched on.
    FeatureDisabledError(FeatureDisabled) {}
    /// The viewer may not do this.
    ForbiddenError(Forbidden) {
        /// The role that may do this.
        required_role: UserRole,
    }
    /// The object is in use, so it cannot be deleted, or archived without a place for what uses it.
    InUseError(code: code) {
        /// How many tasks use it or ever were completed with it.
        task_count: i32,
    }
    /// The input is not acceptable.
    InvalidInputError(code: code) {
        /// The largest accepted length or count, when that was the fault.
        maximum: Option<i32>,
        /// The smallest accepted length or count, when that was the fault.
        minimum: Option<i32>,
    }
    /// An object named in the input is not visible to the viewer or does not exist.
    NotFoundError(NotFound) {
        /// The id that was not found.
        missing_id: ID,
    }
    /// Someone changed the object since the viewer read it. Read it again, then retry.
    StaleObjectError(Stale) {
        /// The version to send with the retry.
        current_version: i32,
    }
    /// Another object of the account has this label, name, external id or email. Labels and names are compared
    /// without case, width, spelling of accents and surrounding space. An archived one can be brought back.
    TakenError(Taken) {
        /// Who has it.
        existing: Node,
        /// Whether the other one is archived.
        is_existing_archived: bool,
    }
    /// The chosen outcome does not fit the task, or none was chosen.
    TaskOutcomeChoiceError(code: code) {
        /// Outcomes that may be chosen for this task.
        available_outcomes: Vec<TaskOutcome>,
    }
    /// The task cannot make this step from its present state.
    TaskStateError(code: code) {
        /// The task as it is now.
        task: Task,
    }
    /// The change would leave active task types without any outcome.
    TaskTypesWithoutOutcomesError(TaskTypeWithoutOutcomes) {
        /// All task types that would be left without any, at most 100.
        task_types: Vec<TaskType>,
    }
}

impl InvalidInputError {
    /// The user error of a fault.
    pub(crate) fn of(language: Language, path: Option<Vec<String>>, fault: &Fault) -> Self {
        let (code, minimum, maximum) = match fault {
            Fault::Blank => (UserErrorCode::Blank, None, None),
            Fault::TooLong { maximum } => (UserErrorCode::TooLong, None, Some(*maximum)),
            Fault::TooFew { minimum, maximum } => (UserErrorCode::TooFew, Some(*minimum), Some(*maximum)),
            Fault::TooMany { maximum } => (UserErrorCode::TooMany, None, Some(*maximum)),
            Fault::Repeated => (UserErrorCode::Repeated, None, None),
            Fault::Archived => (UserErrorCode::Archived, None, None),
            Fault::NotFound(_) => (UserErrorCode::NotFound, None, None),
            Fault::Invalid(_) => (UserErrorCode::Invalid, None, None),
            Fault::LastTaskType => (UserErrorCode::LastTaskType, None, None),
            Fault::LastAdmin => (UserErrorCode::LastAdmin, None, None),
        };
        let number = |bound: Option<usize>| bound.and_then(|bound| int(bound).ok());
        Self::new(
            code,
            messages::fault(language, fault),
            path,
            number(maximum),
            number(minimum),
        )
    }
}
