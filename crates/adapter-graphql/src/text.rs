//! Names and sentences of what is shown, in English and German.

use application::queries::task_overview::{Dimension, RowKey};
use domain::{ActivityAction, ActivityKind, Event, Sentiment, SubjectKind};

use crate::context::Language;

/// The name of a field as the schema has it: `due_on` is `dueOn`.
pub(crate) fn camel_case(snake: &str) -> String {
    let mut parts = snake.split('_');
    let mut name = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

const fn either(language: Language, english: &'static str, german: &'static str) -> &'static str {
    match language {
        Language::En => english,
        Language::De => german,
    }
}

/// The headline of an entry of the history: the task's title, or what was done to something else.
pub(crate) fn activity_title(language: Language, event: &Event) -> String {
    let Some(thing) = thing(language, event) else {
        return task_title(language, &event.title).to_owned();
    };
    let done = done(language, event.action);
    if event.kind == ActivityKind::DataImported {
        return format!("{thing} {done}");
    }
    // The settings and the report have no name, and one who was erased has none any more.
    if event.title.is_empty() {
        return format!("{thing}: {done}");
    }
    match language {
        Language::En => format!("{thing} “{}” {done}", event.title),
        Language::De => format!("{thing} „{}“ {done}", event.title),
    }
}

/// The title of a task; one about a contact who was erased has none any more.
pub(crate) fn task_title(language: Language, title: &str) -> &str {
    if title.is_empty() {
        either(language, "Erased contact", "Gelöschter Kontakt")
    } else {
        title
    }
}

/// What an entry is about; `None` for tasks, whose title says it.
fn thing(language: Language, event: &Event) -> Option<&'static str> {
    Some(match event.kind {
        ActivityKind::TaskCompleted
        | ActivityKind::TaskCompletionCorrected
        | ActivityKind::TaskCreated
        | ActivityKind::TaskDeleted
        | ActivityKind::TaskReopened
        | ActivityKind::TaskUpdated => return None,
        ActivityKind::TaskOutcomeChanged => either(language, "Outcome", "Aufgabenergebnis"),
        ActivityKind::TaskOutcomeSettingsChanged => either(language, "Task Outcomes", "Aufgabenergebnisse"),
        ActivityKind::TaskTypeChanged => either(language, "Task type", "Aufgabentyp"),
        ActivityKind::AccountChanged => either(language, "Account", "Konto"),
        ActivityKind::ApiTokenChanged => either(language, "API token", "API-Token"),
        ActivityKind::ContactChanged | ActivityKind::ContactErased => either(language, "Contact", "Kontakt"),
        ActivityKind::DataExported => either(language, "Task Overview Report", "Aufgabenübersichtsbericht"),
        ActivityKind::DataImported if event.title == domain::import::DEALS => {
            either(language, "Deals", "Deals")
        }
        ActivityKind::DataImported => either(language, "Contacts", "Kontakte"),
        ActivityKind::DealChanged => either(language, "Deal", "Deal"),
        ActivityKind::UserChanged => either(language, "User", "Benutzer"),
    })
}

const fn done(language: Language, action: ActivityAction) -> &'static str {
    match action {
        ActivityAction::Created => either(language, "created", "angelegt"),
        ActivityAction::Updated => either(language, "changed", "geändert"),
        ActivityAction::Archived => either(language, "archived", "archiviert"),
        ActivityAction::Unarchived => either(language, "brought back", "wiederhergestellt"),
        ActivityAction::Merged => either(language, "merged", "zusammengeführt"),
        ActivityAction::Moved => either(language, "moved", "verschoben"),
        ActivityAction::Completed => either(language, "completed", "erledigt"),
        ActivityAction::Reopened => either(language, "opened again", "wieder geöffnet"),
        ActivityAction::Corrected => either(language, "corrected", "berichtigt"),
        ActivityAction::Deleted => either(language, "deleted", "gelöscht"),
        ActivityAction::Revoked => either(language, "revoked", "widerrufen"),
        ActivityAction::SwitchedOn => either(language, "switched on", "eingeschaltet"),
        ActivityAction::SwitchedOff => either(language, "switched off", "ausgeschaltet"),
        ActivityAction::AssignmentsSaved => either(language, "assignments saved", "Zuordnungen gespeichert"),
        ActivityAction::Exported => either(language, "exported", "exportiert"),
        ActivityAction::Imported => either(language, "imported", "importiert"),
        ActivityAction::Erased => either(language, "erased", "Daten gelöscht"),
    }
}

/// A value before or after a change. Words of closed sets are translated, everything else is text people wrote.
pub(crate) fn change_value(language: Language, field: &str, value: &str) -> String {
    let word = match (field, value) {
        ("sentiment", "POSITIVE") => either(language, "positive", "positiv"),
        ("sentiment", "NEUTRAL") => either(language, "neutral", "neutral"),
        ("sentiment", "NEGATIVE") => either(language, "negative", "negativ"),
        ("status", "OPEN") => either(language, "open", "offen"),
        ("status", "WON") => either(language, "won", "gewonnen"),
        ("status", "LOST") => either(language, "lost", "verloren"),
        ("role", "ADMIN") => either(language, "admin", "Administrator"),
        ("role", "MEMBER") => either(language, "member", "Mitglied"),
        ("is_active", "true") => either(language, "yes", "ja"),
        ("is_active", "false") => either(language, "no", "nein"),
        _ => value,
    };
    word.to_owned()
}

/// The name of a row of the report.
pub(crate) fn row_label(language: Language, by: Dimension, value: &RowKey) -> String {
    match value {
        RowKey::Date(day) => span_label(by, *day),
        RowKey::Outcome(Some(outcome)) => outcome.label.as_str().to_owned(),
        RowKey::Recorded(_, label) => label.as_str().to_owned(),
        RowKey::Outcome(None) | RowKey::Sentiment(None) => {
            either(language, "No outcome", "Ohne Ergebnis").to_owned()
        }
        RowKey::RelatesTo(SubjectKind::Contact) => either(language, "Contacts", "Kontakte").to_owned(),
        RowKey::RelatesTo(SubjectKind::Deal) => either(language, "Deals", "Deals").to_owned(),
        RowKey::Sentiment(Some(Sentiment::Positive)) => either(language, "Positive", "Positiv").to_owned(),
        RowKey::Sentiment(Some(Sentiment::Neutral)) => either(language, "Neutral", "Neutral").to_owned(),
        RowKey::Sentiment(Some(Sentiment::Negative)) => either(language, "Negative", "Negativ").to_owned(),
        RowKey::TaskType(task_type) => task_type.name.as_str().to_owned(),
        RowKey::User(Some(user)) => user.name.as_str().to_owned(),
        RowKey::User(None) => either(language, "Nobody", "Niemand").to_owned(),
    }
}

/// ISO 8601 names of days, weeks, months and years read the same in both languages; quarters are written alike.
fn span_label(by: Dimension, first: jiff::civil::Date) -> String {
    match by {
        Dimension::Week => {
            let week = first.iso_week_date();
            format!("{}-W{:02}", week.year(), week.week())
        }
        Dimension::Month => format!("{}-{:02}", first.year(), first.month()),
        Dimension::Quarter => format!("{}-Q{}", first.year(), (first.month() + 2) / 3),
        Dimension::Year => first.year().to_string(),
        Dimension::Day
        | Dimension::CompletedBy
        | Dimension::Outcome
        | Dimension::Owner
        | Dimension::RelatesTo
        | Dimension::Sentiment
        | Dimension::TaskType => first.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_are_those_of_the_schema() {
        assert_eq!(camel_case("move_open_tasks_to_id"), "moveOpenTasksToId");
        assert_eq!(camel_case("label"), "label");
    }

    #[test]
    fn spans_of_time_have_iso_names() {
        let label = |by, day: &str| span_label(by, day.parse().unwrap());
        assert_eq!(label(Dimension::Week, "2025-12-29"), "2026-W01");
        assert_eq!(label(Dimension::Quarter, "2026-10-01"), "2026-Q4");
        assert_eq!(label(Dimension::Month, "2026-02-01"), "2026-02");
        assert_eq!(label(Dimension::Day, "2026-02-01"), "2026-02-01");
    }

    #[test]
    fn entries_read_as_sentences() {
        let archived = Event::new(
            ActivityKind::TaskOutcomeChanged,
            ActivityAction::Archived,
            "No answer",
        );
        assert_eq!(
            activity_title(Language::En, &archived),
            "Outcome “No answer” archived"
        );
        assert_eq!(
            activity_title(Language::De, &archived),
            "Aufgabenergebnis „No answer“ archiviert"
        );
        let completed = Event::new(
            ActivityKind::TaskCompleted,
            ActivityAction::Completed,
            "Call Anna",
        );
        assert_eq!(activity_title(Language::De, &completed), "Call Anna");
        assert_eq!(change_value(Language::De, "sentiment", "NEGATIVE"), "negativ");
    }
}
