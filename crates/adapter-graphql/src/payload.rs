//! What inputs and payloads of mutations have in common.

use async_graphql::MaybeUndefined;
use domain::{
    Fault, InputPath, Patch,
    fault::{Checks, Invalid},
};

/// Defines the payload of a mutation: what was done, or what the user can correct.
macro_rules! payload {
    ($(
        $(#[$doc:meta])*
        $name:ident of $error:ident {
            $($(#[$field_doc:meta])* $field:ident: $ty:ty,)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            /// The query root, to refetch in the same round trip.
            query: Option<$crate::query::Query>,
            $($(#[$field_doc])* $field: Option<$ty>,)*
            /// What the user can correct; empty on success.
            user_errors: Vec<$error>,
        }

        impl $name {
            /// It was done.
            fn done($($field: $ty),*) -> Self {
                Self { query: Some($crate::query::Query::default()), $($field: Some($field),)* user_errors: Vec::new() }
            }

            /// It was refused, and nothing changed.
            fn refused(user_errors: Vec<$error>) -> Self {
                Self { query: Some($crate::query::Query::default()), $($field: None,)* user_errors }
            }
        }
    )*};
}
pub(crate) use payload;

/// A value that can be cleared: left out it stays, null clears it.
pub(crate) fn clearable<T>(value: MaybeUndefined<T>) -> Patch<Option<T>> {
    match value {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Set(None),
        MaybeUndefined::Value(value) => Patch::Set(Some(value)),
    }
}

/// A value that cannot be cleared: left out it stays, null is a fault.
pub(crate) fn required<T>(value: MaybeUndefined<T>, field: &'static str, checks: &mut Checks) -> Patch<T> {
    match value {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => {
            checks.fault(InputPath::field(field), Fault::Invalid(Invalid::Null));
            Patch::Keep
        }
        MaybeUndefined::Value(value) => Patch::Set(value),
    }
}
