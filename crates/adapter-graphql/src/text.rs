//! Names and sentences of what is shown, in English and German.

pub(crate) mod words;

use std::borrow::Cow;

use application::queries::task_overview::{Dimension, RowKey};
use domain::{ActivityAction, ActivityKind, Event, Sentiment, SubjectKind};

use self::words::{Key, Sentence, word};
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

/// The headline of an entry of the history: the task's title, or what was done to something else.
pub(crate) fn activity_title(language: Language, event: &Event) -> String {
    let Some(thing) = thing(event) else {
        return task_title(language, &event.title).into_owned();
    };
    let key = if event.kind == ActivityKind::DataImported {
        Key("entry-of-many")
    } else if event.title.is_empty() {
        // The settings and the report have no name, and one who was erased has none any more.
        Key("entry-of-unnamed")
    } else {
        let named = Sentence::new(Key("entry-of-named")).with("name", event.title.as_str());
        return entry(language, named, thing, event.action);
    };
    entry(language, Sentence::new(key), thing, event.action)
}

fn entry(language: Language, sentence: Sentence, thing: Key, action: ActivityAction) -> String {
    sentence
        .with("thing", &*word(language, thing))
        .with("done", &*word(language, done(action)))
        .told(language)
}

/// The title of a task; one about a contact who was erased has none any more.
pub(crate) fn task_title(language: Language, title: &str) -> Cow<'_, str> {
    if title.is_empty() {
        word(language, Key("erased-contact"))
    } else {
        Cow::Borrowed(title)
    }
}

/// What an entry is about; `None` for tasks, whose title says it.
fn thing(event: &Event) -> Option<Key> {
    Some(match event.kind {
        ActivityKind::TaskCompleted
        | ActivityKind::TaskCompletionCorrected
        | ActivityKind::TaskCreated
        | ActivityKind::TaskDeleted
        | ActivityKind::TaskReopened
        | ActivityKind::TaskUpdated => return None,
        ActivityKind::TaskOutcomeChanged => Key("thing-outcome"),
        ActivityKind::TaskOutcomeSettingsChanged => Key("thing-settings"),
        ActivityKind::TaskTypeChanged => Key("thing-task-type"),
        ActivityKind::AccountChanged => Key("thing-account"),
        ActivityKind::ApiTokenChanged => Key("thing-api-token"),
        ActivityKind::ContactChanged | ActivityKind::ContactErased => Key("thing-contact"),
        ActivityKind::DataExported => Key("thing-report"),
        ActivityKind::DataImported if event.title == domain::import::DEALS => Key("row-deals"),
        ActivityKind::DataImported => Key("row-contacts"),
        ActivityKind::DealChanged => Key("thing-deal"),
        ActivityKind::UserChanged => Key("thing-user"),
    })
}

const fn done(action: ActivityAction) -> Key {
    match action {
        ActivityAction::Created => Key("done-created"),
        ActivityAction::Updated => Key("done-updated"),
        ActivityAction::Archived => Key("done-archived"),
        ActivityAction::Unarchived => Key("done-unarchived"),
        ActivityAction::Merged => Key("done-merged"),
        ActivityAction::Moved => Key("done-moved"),
        ActivityAction::Completed => Key("done-completed"),
        ActivityAction::Reopened => Key("done-reopened"),
        ActivityAction::Corrected => Key("done-corrected"),
        ActivityAction::Deleted => Key("done-deleted"),
        ActivityAction::Revoked => Key("done-revoked"),
        ActivityAction::SwitchedOn => Key("done-switched-on"),
        ActivityAction::SwitchedOff => Key("done-switched-off"),
        ActivityAction::AssignmentsSaved => Key("done-assignments-saved"),
        ActivityAction::Exported => Key("done-exported"),
        ActivityAction::Imported => Key("done-imported"),
        ActivityAction::Erased => Key("done-erased"),
    }
}

/// A value before or after a change. Words of closed sets are translated, everything else is text people wrote.
pub(crate) fn change_value(language: Language, field: &str, value: &str) -> String {
    let key = match (field, value) {
        ("sentiment", "POSITIVE") => Key("value-positive"),
        ("sentiment", "NEUTRAL") => Key("value-neutral"),
        ("sentiment", "NEGATIVE") => Key("value-negative"),
        ("status", "OPEN") => Key("value-open"),
        ("status", "WON") => Key("value-won"),
        ("status", "LOST") => Key("value-lost"),
        ("role", "ADMIN") => Key("value-admin"),
        ("role", "MEMBER") => Key("value-member"),
        ("is_active", "true") => Key("value-yes"),
        ("is_active", "false") => Key("value-no"),
        _ => return value.to_owned(),
    };
    word(language, key).into_owned()
}

/// The name of a row of the report.
pub(crate) fn row_label(language: Language, by: Dimension, value: &RowKey) -> String {
    let key = match value {
        RowKey::Date(day) => return span_label(by, *day),
        RowKey::Outcome(Some(outcome)) => return outcome.label.as_str().to_owned(),
        RowKey::Recorded(_, label) => return label.as_str().to_owned(),
        RowKey::TaskType(task_type) => return task_type.name.as_str().to_owned(),
        RowKey::User(Some(user)) => return user.name.as_str().to_owned(),
        RowKey::Outcome(None) | RowKey::Sentiment(None) => Key("row-no-outcome"),
        RowKey::RelatesTo(SubjectKind::Contact) => Key("row-contacts"),
        RowKey::RelatesTo(SubjectKind::Deal) => Key("row-deals"),
        RowKey::Sentiment(Some(Sentiment::Positive)) => Key("row-positive"),
        RowKey::Sentiment(Some(Sentiment::Neutral)) => Key("row-neutral"),
        RowKey::Sentiment(Some(Sentiment::Negative)) => Key("row-negative"),
        RowKey::User(None) => Key("row-nobody"),
    };
    word(language, key).into_owned()
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
