//! The rows of the file: stable English names, moments in UTC, words of closed sets as the API has them.

use application::queries::task_overview::ExportedTask;
use axum::body::Bytes;
use domain::{Due, Sentiment, SubjectKind, text::Notes};

const HEADER: [&str; 16] = [
    "id",
    "title",
    "taskType",
    "relatesTo",
    "subject",
    "owner",
    "completedBy",
    "completedAt",
    "outcome",
    "sentiment",
    "recordedLabel",
    "recordedSentiment",
    "notes",
    "dueOn",
    "dueAt",
    "completedInTime",
];

/// Stands for the texts of a contact that was erased.
const ERASED: &str = "Erased contact";

type Row = [String; HEADER.len()];

/// The first line.
pub(super) fn header() -> Bytes {
    written(std::iter::once(HEADER.map(str::to_owned)))
}

/// One line per task.
pub(super) fn lines(tasks: &[ExportedTask]) -> Bytes {
    written(tasks.iter().map(row))
}

/// As in RFC 4180.
fn written(rows: impl Iterator<Item = Row>) -> Bytes {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        // Writing to memory does not fail, and all rows have the same number of cells.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default().into()
}

fn row(exported: &ExportedTask) -> Row {
    let (task, completion) = (&exported.task, &exported.completion);
    let title = task.title.as_str();
    let title = if title.is_empty() { ERASED } else { title };
    let recorded = completion.outcome.as_ref();
    let (due_on, due_at) = match task.due {
        Some(Due::On(day)) => (day.to_string(), String::new()),
        Some(Due::At(moment)) => (String::new(), moment.to_string()),
        None => (String::new(), String::new()),
    };
    let relates_to = match task.subject.kind() {
        SubjectKind::Contact => "CONTACT",
        SubjectKind::Deal => "DEAL",
    };
    let sentiment = |sentiment: Option<Sentiment>| sentiment.map_or("", Sentiment::word).to_owned();
    let in_time = completion.in_time.map(|in_time| in_time.to_string());
    [
        adapter_graphql::global_id(task.id.into()).to_string(),
        harmless(title),
        harmless(&exported.task_type),
        relates_to.to_owned(),
        harmless(exported.subject.as_deref().unwrap_or(ERASED)),
        harmless(exported.owner.as_deref().unwrap_or_default()),
        harmless(&exported.completed_by),
        completion.completed_at.to_string(),
        harmless(exported.outcome.as_deref().unwrap_or_default()),
        sentiment(exported.sentiment),
        harmless(recorded.map_or("", |recorded| recorded.label.as_str())),
        sentiment(recorded.map(|recorded| recorded.sentiment)),
        harmless(completion.notes.as_ref().map_or("", Notes::as_str)),
        due_on,
        due_at,
        in_time.unwrap_or_default(),
    ]
}

/// Spreadsheets take a cell that begins so for a formula; an apostrophe before it makes it a text (OWASP, CSV
/// injection).
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edge_62_cells_that_spreadsheets_would_run_become_texts() {
        for text in ["=1+1", "+49 40", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("a=1"), "a=1");
    }
}
