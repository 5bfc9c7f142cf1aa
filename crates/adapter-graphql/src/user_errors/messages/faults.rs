//! What is wrong with one value of an input, and how to mend it.

use domain::{Due, Fault, ObjectId, fault::Invalid};

use super::figures::grouped;
use crate::context::Language;

/// What is wrong with one value of an input.
pub(crate) fn fault(language: Language, fault: &Fault) -> String {
    let (en, de) = match fault {
        Fault::Blank => (
            "This must not be empty: enter something.",
            "Das darf nicht leer sein: Geben Sie etwas ein.",
        ),
        Fault::TooLong { maximum } => return too_long(language, *maximum),
        Fault::TooFew { minimum, maximum } => return too_few(language, *minimum, *maximum),
        Fault::TooMany { maximum } => return too_many(language, *maximum),
        Fault::Repeated => (
            "This entry stands in the list before: name it only once.",
            "Dieser Eintrag steht schon in der Liste: Nennen Sie ihn nur einmal.",
        ),
        Fault::Archived => (
            "This one is archived: choose one that is in use.",
            "Das ist archiviert: Wählen Sie etwas, das in Gebrauch ist.",
        ),
        Fault::NotFound(object) => return not_found(language, *object),
        Fault::Invalid(reason) => return invalid(language, *reason),
        Fault::LastTaskType => (
            "An account keeps at least one active task type: create another one first.",
            "Ein Konto behält mindestens einen aktiven Aufgabentyp: Legen Sie zuerst einen anderen an.",
        ),
        Fault::LastAdmin => (
            "An account keeps at least one active admin: make someone else an admin first.",
            "Ein Konto behält mindestens einen aktiven Administrator: Ernennen Sie zuerst jemand anderen.",
        ),
    };
    say!(language, "{en}", "{de}")
}

fn too_long(language: Language, maximum: usize) -> String {
    let maximum = grouped(language, maximum);
    say!(
        language,
        "This is too long: shorten it to at most {maximum} characters.",
        "Das ist zu lang: Kürzen Sie es auf höchstens {maximum} Zeichen."
    )
}

fn too_few(language: Language, minimum: usize, maximum: usize) -> String {
    let (minimum, maximum) = (grouped(language, minimum), grouped(language, maximum));
    say!(
        language,
        "These are too few: name at least {minimum} and at most {maximum}.",
        "Das sind zu wenige: Nennen Sie mindestens {minimum} und höchstens {maximum}."
    )
}

fn too_many(language: Language, maximum: usize) -> String {
    let maximum = grouped(language, maximum);
    say!(
        language,
        "There can be at most {maximum}: leave some out, or archive some first.",
        "Es sind höchstens {maximum} möglich: Lassen Sie welche weg oder archivieren Sie vorher welche."
    )
}

fn not_found(language: Language, object: ObjectId) -> String {
    let (en, de) = match object {
        ObjectId::Account(_) => ("account", "Dieses Konto"),
        ObjectId::Activity(_) => ("entry of the history", "Diesen Eintrag im Verlauf"),
        ObjectId::ApiToken(_) => ("API token", "Dieses API-Token"),
        ObjectId::Contact(_) => ("contact", "Diesen Kontakt"),
        ObjectId::Deal(_) => ("deal", "Diesen Deal"),
        ObjectId::Outcome(_) => ("outcome", "Dieses Ergebnis"),
        ObjectId::Settings(_) => ("settings", "Diese Einstellungen"),
        ObjectId::Task(_) => ("task", "Diese Aufgabe"),
        ObjectId::TaskType(_) => ("task type", "Diesen Aufgabentyp"),
        ObjectId::User(_) => ("user", "Diesen Benutzer"),
    };
    say!(
        language,
        "No such {en} was found: check the id, or read the list again.",
        "{de} gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu."
    )
}

/// English and German.
type Sentences = (&'static str, &'static str);

const FORBIDDEN_CHARACTER: Sentences = (
    "This text contains control characters or line breaks that cannot be kept: remove them.",
    "Dieser Text enthält Steuerzeichen oder Umbrüche, die hier nicht erlaubt sind: Entfernen Sie sie.",
);

const EMAIL: Sentences = (
    "This is not an e-mail address: enter one such as anna@nord.example.",
    "Das ist keine E-Mail-Adresse: Geben Sie eine ein wie anna@nord.example.",
);

const TIME_ZONE: Sentences = (
    "This is not a time zone: enter an IANA name such as Europe/Berlin.",
    "Das ist keine Zeitzone: Geben Sie einen IANA-Namen ein wie Europe/Berlin.",
);

const AMOUNT: Sentences = (
    "Enter a decimal number such as 1499.90, with at most 15 digits before the point and 4 after it.",
    "Geben Sie eine Dezimalzahl ein wie 1499.90, mit höchstens 15 Stellen vor und 4 nach dem Punkt.",
);

const CURRENCY: Sentences = (
    "This is not a currency: enter an ISO 4217 code such as EUR.",
    "Das ist keine Währung: Geben Sie einen Code nach ISO 4217 ein wie EUR.",
);

const NULL: Sentences = (
    "This cannot be cleared: enter a value, or leave the field out to keep the present one.",
    "Das kann nicht geleert werden: Geben Sie einen Wert ein oder lassen Sie das Feld weg.",
);

const DUE_TWICE: Sentences = (
    "A task is due on a day or at a moment, not both: give one of them.",
    "Eine Aufgabe ist an einem Tag oder zu einem Zeitpunkt fällig: Geben Sie nur eines davon an.",
);

const INACTIVE_USER: Sentences = (
    "This user is not active: choose an active one.",
    "Dieser Benutzer ist nicht aktiv: Wählen Sie einen aktiven.",
);

const ALREADY_ENABLED: Sentences = (
    "Task Outcomes is in force already: save the assignments instead of switching it on.",
    "Die Aufgabenergebnisse sind schon in Kraft: Speichern Sie die Zuordnungen, statt einzuschalten.",
);

const NOT_IN_FUTURE: Sentences = (
    "This moment has passed: choose one in the future.",
    "Dieser Zeitpunkt ist vorbei: Wählen Sie einen in der Zukunft.",
);

const SAME_TASK_TYPE: Sentences = (
    "A task type cannot take over its own tasks: choose another one.",
    "Ein Aufgabentyp kann seine eigenen Aufgaben nicht übernehmen: Wählen Sie einen anderen.",
);

const SAME_OUTCOME: Sentences = (
    "An outcome cannot take its own place: choose another one.",
    "Ein Ergebnis kann nicht an seine eigene Stelle treten: Wählen Sie ein anderes.",
);

const MERGED_OUTCOME: Sentences = (
    "This outcome was merged into another one: use that one instead.",
    "Dieses Ergebnis wurde mit einem anderen zusammengeführt: Verwenden Sie das andere.",
);

const NOT_ALL_TASK_TYPES: Sentences = (
    "These are not all active task types: read the list again and name each of them once.",
    "Das sind nicht alle aktiven Aufgabentypen: Laden Sie die Liste neu und nennen Sie jeden einmal.",
);

const STARTER_SET_TWICE: Sentences = (
    "Choose between the starter set and assignments of your own: give one of them.",
    "Wählen Sie zwischen den Vorschlägen und eigenen Zuordnungen: Geben Sie nur eines davon an.",
);

const KEY_REUSED: Sentences = (
    "This key was sent with another input before: send a new key with a new input.",
    "Dieser Schlüssel wurde schon mit einer anderen Eingabe gesendet: Senden Sie zu einer neuen Eingabe einen neuen.",
);

fn invalid(language: Language, reason: Invalid) -> String {
    let (en, de) = match reason {
        Invalid::ForbiddenCharacter => FORBIDDEN_CHARACTER,
        Invalid::Email => EMAIL,
        Invalid::TimeZone => TIME_ZONE,
        Invalid::Amount => AMOUNT,
        Invalid::Currency => CURRENCY,
        Invalid::Null => NULL,
        Invalid::DueTwice => DUE_TWICE,
        Invalid::DueOutOfRange => return due_out_of_range(language),
        Invalid::InactiveUser => INACTIVE_USER,
        Invalid::AlreadyEnabled => ALREADY_ENABLED,
        Invalid::NotInFuture => NOT_IN_FUTURE,
        Invalid::SameTaskType => SAME_TASK_TYPE,
        Invalid::SameOutcome => SAME_OUTCOME,
        Invalid::MergedOutcome => MERGED_OUTCOME,
        Invalid::NotAllTaskTypes => NOT_ALL_TASK_TYPES,
        Invalid::StarterSetTwice => STARTER_SET_TWICE,
        Invalid::KeyReused => KEY_REUSED,
    };
    say!(language, "{en}", "{de}")
}

fn due_out_of_range(language: Language) -> String {
    let (first, last) = (Due::YEARS.start(), Due::YEARS.end());
    say!(
        language,
        "Choose a due date in the years {first} to {last}.",
        "Wählen Sie eine Fälligkeit in den Jahren {first} bis {last}."
    )
}
