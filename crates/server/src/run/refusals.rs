//! Says to the person at the terminal why a command was refused.

use anyhow::{Error, anyhow};
use application::StoreError;
use domain::{
    Faults, InputPath,
    fault::{Fault, Invalid},
};

/// One sentence with all faults of an input.
pub(super) fn input(faults: &Faults) -> Error {
    let sentences: Vec<String> = faults
        .iter()
        .map(|fault| format!("{} {}", option(&fault.path), words(&fault.fault)))
        .collect();
    anyhow!("{}", sentences.join("; "))
}

/// What the store could not do; its own words stay inside.
pub(super) fn store(error: &StoreError) -> Error {
    match error {
        StoreError::Conflict => anyhow!("somebody else did the same at the same time: try again"),
        StoreError::Busy => anyhow!("the database does not answer: try again later"),
        StoreError::Broken(_) => anyhow!("the database failed in a way nobody foresaw"),
    }
}

fn option(path: &InputPath) -> String {
    let names: Vec<String> = path.segments().map(|segment| segment.replace('_', "-")).collect();
    format!("--{}", names.join("."))
}

fn words(fault: &Fault) -> String {
    match fault {
        Fault::Blank => "is empty".to_owned(),
        Fault::TooLong { maximum } => format!("is longer than {maximum} characters"),
        Fault::TooFew { minimum, maximum } => format!("needs {minimum} to {maximum} entries"),
        Fault::TooMany { maximum } => format!("has more than {maximum} entries"),
        Fault::Repeated => "is named twice".to_owned(),
        Fault::Archived => "is archived".to_owned(),
        Fault::NotFound(_) => "does not exist".to_owned(),
        Fault::Invalid(invalid) => invalid_words(*invalid).to_owned(),
        Fault::LastTaskType => "is the last task type".to_owned(),
        Fault::LastAdmin => "is the last admin".to_owned(),
    }
}

const fn invalid_words(invalid: Invalid) -> &'static str {
    match invalid {
        Invalid::ForbiddenCharacter => {
            "holds line breaks, control characters or marks that turn the direction of text"
        }
        Invalid::Email => "is no e-mail address",
        Invalid::TimeZone => "is no time zone such as Europe/Berlin",
        Invalid::Amount => "is no amount of money",
        Invalid::Currency => "is no currency code",
        Invalid::Null => "must not be null",
        Invalid::DueTwice => "is given twice, as day and as moment",
        Invalid::DueOutOfRange => "is too far away",
        Invalid::InactiveUser => "is not active",
        Invalid::AlreadyEnabled => "is not possible any more: the feature is in force",
        Invalid::NotInFuture => "is not in the future",
        Invalid::SameTaskType => "is the same task type",
        Invalid::SameOutcome => "cannot take its own place",
        Invalid::MergedOutcome => "was merged into another one",
        Invalid::NotAllTaskTypes => "does not name all active task types once",
        Invalid::StarterSetTwice => "does not go together with assignments",
        Invalid::KeyReused => "was used for something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_told_by_their_options() {
        let mut checks = domain::fault::Checks::new();
        checks.fault(InputPath::field("name"), Fault::Blank);
        checks.fault(InputPath::field("time_zone"), Fault::Invalid(Invalid::TimeZone));
        let told = input(&checks.finish().unwrap_err()).to_string();
        assert_eq!(
            told,
            "--name is empty; --time-zone is no time zone such as Europe/Berlin"
        );
    }
}
