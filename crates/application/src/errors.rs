//! What can go wrong outside, and how a use case passes it on.

use std::{fmt, sync::Arc};

/// The store could not do what was asked. None of these is the caller's fault.
#[derive(Clone, thiserror::Error)]
pub enum StoreError {
    /// Another unit was in the way (lost race, deadlock, unique key): the same use case, started anew, may succeed.
    #[error("another unit of work was in the way")]
    Conflict,
    /// The store is overloaded or unreachable now; later the same may succeed.
    #[error("the store is not available now")]
    Busy,
    /// The store contradicts itself or failed in a way nobody foresaw.
    #[error("the store failed")]
    Broken(#[source] Arc<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// An unforeseen failure.
    pub fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Broken(Arc::from(error.into()))
    }
}

impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict => f.write_str("Conflict"),
            Self::Busy => f.write_str("Busy"),
            Self::Broken(error) => f.debug_tuple("Broken").field(error).finish(),
        }
    }
}

/// An error of a use case: decisions of the domain, or the store's failure.
pub trait UseCaseError: From<StoreError> {
    /// The store's failure, if it is one.
    fn store_error(&self) -> Option<&StoreError>;

    /// Whether it is worth another attempt.
    fn is_conflict(&self) -> bool {
        matches!(self.store_error(), Some(StoreError::Conflict))
    }
}

/// A use case that decides nothing fails only with the store.
impl UseCaseError for StoreError {
    fn store_error(&self) -> Option<&StoreError> {
        Some(self)
    }
}

/// Defines the error of a use case with the variants that nearly all of them share.
///
/// `Store` always; the named ones of `Forbidden`, `FeatureDisabled`, `Stale` and `Input` with their conversions; then
/// the use case's own variants.
macro_rules! use_case_error {
    (
        $(#[$doc:meta])*
        pub enum $name:ident: $($common:ident),* $(,)? {
            $($(#[$own_doc:meta])* $own:ident $(($($inner:ty),*))? $({ $($field_name:ident: $field:ty),* $(,)? })?,)*
        }
    ) => {
        $crate::errors::use_case_error!(@build [$(#[$doc])*] $name [$($common)*] [] [
            $($(#[$own_doc])* $own $(($($inner),*))? $({ $($field_name: $field),* })?,)*
        ]);
        $($crate::errors::use_case_error!(@from $name $common);)*
    };
    (@build [$($doc:tt)*] $name:ident [Forbidden $($rest:ident)*] [$($done:tt)*] [$($own:tt)*]) => {
        $crate::errors::use_case_error!(@build [$($doc)*] $name [$($rest)*] [$($done)*
            /// The actor lacks the role.
            Forbidden(domain::Forbidden),
        ] [$($own)*]);
    };
    (@build [$($doc:tt)*] $name:ident [FeatureDisabled $($rest:ident)*] [$($done:tt)*] [$($own:tt)*]) => {
        $crate::errors::use_case_error!(@build [$($doc)*] $name [$($rest)*] [$($done)*
            /// Task Outcomes is not in force, or for managing outcomes not switched on.
            FeatureDisabled,
        ] [$($own)*]);
    };
    (@build [$($doc:tt)*] $name:ident [Stale $($rest:ident)*] [$($done:tt)*] [$($own:tt)*]) => {
        $crate::errors::use_case_error!(@build [$($doc)*] $name [$($rest)*] [$($done)*
            /// Someone changed the object since the caller read it.
            Stale(domain::Stale),
        ] [$($own)*]);
    };
    (@build [$($doc:tt)*] $name:ident [Input $($rest:ident)*] [$($done:tt)*] [$($own:tt)*]) => {
        $crate::errors::use_case_error!(@build [$($doc)*] $name [$($rest)*] [$($done)*
            /// The input is not acceptable; all faults together.
            Input(domain::Faults),
        ] [$($own)*]);
    };
    (@build [$($doc:tt)*] $name:ident [] [$($done:tt)*] [$($own:tt)*]) => {
        $($doc)*
        #[derive(Debug, Clone)]
        pub enum $name {
            $($done)*
            $($own)*
            /// The store failed.
            Store($crate::errors::StoreError),
        }

        impl From<$crate::errors::StoreError> for $name {
            fn from(error: $crate::errors::StoreError) -> Self {
                Self::Store(error)
            }
        }

        impl $crate::errors::UseCaseError for $name {
            fn store_error(&self) -> Option<&$crate::errors::StoreError> {
                if let Self::Store(error) = self { Some(error) } else { None }
            }
        }
    };
    (@from $name:ident Forbidden) => {
        impl From<domain::Forbidden> for $name {
            fn from(error: domain::Forbidden) -> Self {
                Self::Forbidden(error)
            }
        }
    };
    (@from $name:ident FeatureDisabled) => {
        impl From<domain::settings::FeatureDisabled> for $name {
            fn from(_: domain::settings::FeatureDisabled) -> Self {
                Self::FeatureDisabled
            }
        }
    };
    (@from $name:ident Stale) => {
        impl From<domain::Stale> for $name {
            fn from(error: domain::Stale) -> Self {
                Self::Stale(error)
            }
        }
    };
    (@from $name:ident Input) => {
        impl From<domain::Faults> for $name {
            fn from(error: domain::Faults) -> Self {
                Self::Input(error)
            }
        }
    };
}
pub(crate) use use_case_error;
