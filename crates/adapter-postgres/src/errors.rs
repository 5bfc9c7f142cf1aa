//! Maps what the driver says to what a use case can act on; the texts of the driver stay inside.

use application::StoreError;
use diesel::result::{DatabaseErrorKind, Error};

/// What an error means for the unit of work it happened in.
pub(crate) fn store_error(error: Error) -> StoreError {
    match &error {
        Error::DatabaseError(kind, information) => match kind {
            // Lost races: the use case, started anew, sees what the other one committed.
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::SerializationFailure => StoreError::Conflict,
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => StoreError::Busy,
            DatabaseErrorKind::Unknown => match Trouble::of(information.message()) {
                Some(Trouble::Conflict) => StoreError::Conflict,
                Some(Trouble::Busy) => StoreError::Busy,
                None => StoreError::broken(error),
            },
            _ => StoreError::broken(error),
        },
        Error::RollbackErrorOnCommit { .. } | Error::BrokenTransactionManager => StoreError::Busy,
        _ => StoreError::broken(error),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Conflict,
    Busy,
}

impl Trouble {
    /// The driver keeps the SQLSTATE of these to itself, so their English texts are compared; `pool` asks the server
    /// for English. In another language they are told as failures, which nobody retries.
    fn of(message: &str) -> Option<Self> {
        const BUSY: [&str; 6] = [
            "canceling statement due to ",
            "terminating connection due to ",
            "the database system is ",
            "remaining connection slots are reserved",
            "sorry, too many clients already",
            "out of shared memory",
        ];
        if message == "deadlock detected" {
            return Some(Self::Conflict);
        }
        BUSY.iter()
            .any(|beginning| message.starts_with(beginning))
            .then_some(Self::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: DatabaseErrorKind, message: &str) -> StoreError {
        store_error(Error::DatabaseError(kind, Box::new(message.to_owned())))
    }

    #[test]
    fn lost_races_are_conflicts() {
        for kind in [
            DatabaseErrorKind::UniqueViolation,
            DatabaseErrorKind::ForeignKeyViolation,
            DatabaseErrorKind::SerializationFailure,
        ] {
            assert!(matches!(told(kind, "x"), StoreError::Conflict));
        }
        assert!(matches!(
            told(DatabaseErrorKind::Unknown, "deadlock detected"),
            StoreError::Conflict
        ));
    }

    #[test]
    fn what_passes_is_busy_and_the_rest_is_broken_without_its_text() {
        let timeout = "canceling statement due to statement timeout";
        assert!(matches!(
            told(DatabaseErrorKind::Unknown, timeout),
            StoreError::Busy
        ));
        assert!(matches!(
            told(DatabaseErrorKind::ClosedConnection, "x"),
            StoreError::Busy
        ));
        let broken = told(DatabaseErrorKind::CheckViolation, "a secret");
        assert!(matches!(broken, StoreError::Broken(_)));
        assert!(!broken.to_string().contains("secret"));
    }
}
