//! What is wrong with one value of an input, and how to mend it.

use domain::{Due, Fault, ObjectId, fault::Invalid};

use crate::{
    context::Language,
    text::words::{Key, Sentence},
};

/// What is wrong with one value of an input.
pub(crate) fn fault(language: Language, fault: &Fault) -> String {
    sentence(fault).told(language)
}

fn sentence(fault: &Fault) -> Sentence {
    let key = match fault {
        Fault::Blank => Key("blank"),
        Fault::TooLong { maximum } => return Sentence::new(Key("too-long")).with("maximum", *maximum),
        Fault::TooFew { minimum, maximum } => {
            let sentence = Sentence::new(Key("too-few"));
            return sentence.with("minimum", *minimum).with("maximum", *maximum);
        }
        Fault::TooMany { maximum } => return Sentence::new(Key("too-many")).with("maximum", *maximum),
        Fault::Repeated => Key("repeated"),
        Fault::Archived => Key("archived"),
        Fault::NotFound(object) => missing(*object),
        Fault::Invalid(reason) => return invalid(*reason),
        Fault::LastTaskType => Key("last-task-type"),
        Fault::LastAdmin => Key("last-admin"),
    };
    Sentence::new(key)
}

const fn missing(object: ObjectId) -> Key {
    match object {
        ObjectId::Account(_) => Key("no-account"),
        ObjectId::Activity(_) => Key("no-activity"),
        ObjectId::ApiToken(_) => Key("no-api-token"),
        ObjectId::Contact(_) => Key("no-contact"),
        ObjectId::Deal(_) => Key("no-deal"),
        ObjectId::Outcome(_) => Key("no-outcome"),
        ObjectId::Settings(_) => Key("no-settings"),
        ObjectId::Task(_) => Key("no-task"),
        ObjectId::TaskType(_) => Key("no-task-type"),
        ObjectId::User(_) => Key("no-user"),
    }
}

fn invalid(reason: Invalid) -> Sentence {
    let key = match reason {
        Invalid::ForbiddenCharacter => Key("forbidden-character"),
        Invalid::Email => Key("email"),
        Invalid::TimeZone => Key("time-zone"),
        Invalid::Amount => Key("amount"),
        Invalid::Currency => Key("currency"),
        Invalid::Null => Key("null"),
        Invalid::DueTwice => Key("due-twice"),
        Invalid::DueOutOfRange => {
            return Sentence::new(Key("due-out-of-range"))
                .with("first", Due::YEARS.start().to_string())
                .with("last", Due::YEARS.end().to_string());
        }
        Invalid::InactiveUser => Key("inactive-user"),
        Invalid::AlreadyEnabled => Key("already-enabled"),
        Invalid::NotInFuture => Key("not-in-future"),
        Invalid::SameTaskType => Key("same-task-type"),
        Invalid::SameOutcome => Key("same-outcome"),
        Invalid::MergedOutcome => Key("merged-outcome"),
        Invalid::NotAllTaskTypes => Key("not-all-task-types"),
        Invalid::StarterSetTwice => Key("starter-set-twice"),
        Invalid::KeyReused => Key("key-reused"),
    };
    Sentence::new(key)
}
