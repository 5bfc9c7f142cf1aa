//! What people can act on, as data: the members of the unions, and how faults and refusals become them.

mod members;
pub(crate) mod messages;
pub(crate) mod refusals;

use async_graphql::Interface;
use domain::{Fault, Faults, Forbidden, InputPath, ObjectId, Stale, text::ExternalId};

pub(crate) use members::*;

use crate::context::{Language, RequestScope};

/// A failure the user can understand and act on. Every error in a payload implements it.
#[derive(Interface)]
#[graphql(
    field(name = "code", ty = "&UserErrorCode", desc = "Stable code for programs."),
    field(
        name = "message",
        ty = "&String",
        desc = "A sentence for people, in the language of the request."
    ),
    field(
        name = "path",
        ty = "&Option<Vec<String>>",
        desc = "Path of the offending input, such as `[\"input\", \"label\"]`; null when no single input is at fault."
    )
)]
pub enum UserError {
    /// The confirmation does not hold.
    ConfirmationRequired(ConfirmationRequiredError),
    /// The feature is not in force.
    FeatureDisabled(FeatureDisabledError),
    /// The role is missing.
    Forbidden(ForbiddenError),
    /// The object is in use.
    InUse(InUseError),
    /// The input is at fault.
    InvalidInput(InvalidInputError),
    /// Nothing has this id.
    NotFound(NotFoundError),
    /// The object was changed meanwhile.
    StaleObject(StaleObjectError),
    /// Another object has the value.
    Taken(TakenError),
    /// The choice of an outcome does not fit.
    TaskOutcomeChoice(TaskOutcomeChoiceError),
    /// The task is in another state.
    TaskState(TaskStateError),
    /// Types would be left without outcomes.
    TaskTypesWithoutOutcomes(TaskTypesWithoutOutcomesError),
}

/// Defines the union of what can go wrong in a mutation. Each member converts into it.
macro_rules! user_errors {
    ($($(#[$doc:meta])* $name:ident = $($member:ident($error:ident))|+;)*) => {$(
        $(#[$doc])*
        #[derive(async_graphql::Union)]
        pub enum $name {
            $(
                /// A member.
                $member($error),
            )+
        }
    )*};
}
pub(crate) use user_errors;

/// One user error per fault, in order.
pub(crate) fn faults<U: From<InvalidInputError> + From<NotFoundError>>(
    scope: &RequestScope,
    faults: &Faults,
) -> Vec<U> {
    let one = |path: &InputPath, fault: &Fault| match fault {
        Fault::NotFound(object) => not_found(scope, path, *object).into(),
        Fault::Blank
        | Fault::TooLong { .. }
        | Fault::TooFew { .. }
        | Fault::TooMany { .. }
        | Fault::Repeated
        | Fault::Archived
        | Fault::Invalid(_)
        | Fault::LastTaskType
        | Fault::LastAdmin => InvalidInputError::of(scope.language(), Some(input_path(path)), fault).into(),
    };
    faults
        .iter()
        .map(|fault| one(&fault.path, &fault.fault))
        .collect()
}

/// The same where the input names no object, so that none can be missing.
pub(crate) fn faults_without_ids<U: From<InvalidInputError>>(
    scope: &RequestScope,
    faults: &Faults,
) -> Vec<U> {
    let one = |path: &InputPath, fault: &Fault| {
        InvalidInputError::of(scope.language(), Some(input_path(path)), fault).into()
    };
    faults
        .iter()
        .map(|fault| one(&fault.path, &fault.fault))
        .collect()
}

/// Nothing has the id that stands there.
pub(crate) fn not_found(scope: &RequestScope, path: &InputPath, object: ObjectId) -> NotFoundError {
    let message = messages::fault(scope.language(), &Fault::NotFound(object));
    NotFoundError::new(message, Some(input_path(path)), scope.sent(object))
}

/// The way from the arguments to the value, in the names of the schema.
pub(crate) fn input_path(path: &InputPath) -> Vec<String> {
    let input = std::iter::once("input".to_owned());
    input
        .chain(path.segments().map(|segment| crate::text::camel_case(&segment)))
        .collect()
}

/// The viewer lacks the role.
pub(crate) fn forbidden<U: From<ForbiddenError>>(language: Language, forbidden: Forbidden) -> Vec<U> {
    vec![
        ForbiddenError::new(
            messages::forbidden(language, forbidden),
            None,
            forbidden.required.into(),
        )
        .into(),
    ]
}

/// The feature is not in force.
pub(crate) fn feature_disabled<U: From<FeatureDisabledError>>(language: Language) -> Vec<U> {
    vec![FeatureDisabledError::new(messages::feature_disabled(language), None).into()]
}

/// The object was changed since the viewer read it.
pub(crate) fn stale<U: From<StaleObjectError>>(language: Language, stale: Stale) -> Vec<U> {
    vec![StaleObjectError::new(messages::stale(language), None, stale.current.number()).into()]
}

/// Another record has the external id.
pub(crate) fn external_id_taken(
    language: Language,
    id: Option<&ExternalId>,
    existing: crate::node::Node,
) -> TakenError {
    let path = vec!["input".to_owned(), "externalId".to_owned()];
    let message = messages::taken(language, id.map_or("", ExternalId::as_str), false);
    TakenError::new(message, Some(path), existing, false)
}
