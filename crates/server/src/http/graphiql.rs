//! `GraphiQL` from files inside the binary, with the example operations in its tabs; needs no network but this server.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::Site;

/// Nothing but this server, and no script that is not a file of it. `GraphiQL`'s dialogs bring a style element along.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     font-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

const PAGE: &str = include_str!("../../assets/graphiql/index.html");

macro_rules! files {
    ($($name:literal: $type:literal),* $(,)?) => {
        &[$(($name, $type, include_bytes!(concat!("../../assets/graphiql/", $name)))),*]
    };
}

const FILES: &[(&str, &str, &[u8])] = files![
    "start.js": "text/javascript; charset=utf-8",
    "style.css": "text/css; charset=utf-8",
    "vendor/explorer.css": "text/css; charset=utf-8",
    "vendor/explorer.umd.js": "text/javascript; charset=utf-8",
    "vendor/graphiql.min.css": "text/css; charset=utf-8",
    "vendor/graphiql.min.js": "text/javascript; charset=utf-8",
    "vendor/react-dom.production.min.js": "text/javascript; charset=utf-8",
    "vendor/react.production.min.js": "text/javascript; charset=utf-8",
];

macro_rules! examples {
    ($($name:literal $(with $variables:literal)?),* $(,)?) => {
        &[$(Example {
            query: include_str!(concat!("../../assets/graphiql/examples/", $name, ".graphql")),
            variables: [$(include_str!(concat!("../../assets/graphiql/examples/", $variables, ".json")))?].as_slice(),
        }),*]
    };
}

/// An operation in a tab, with at most one set of variables.
struct Example {
    query: &'static str,
    variables: &'static [&'static str],
}

const EXAMPLES: &[Example] = examples![
    "01-start-here",
    "02-switch-on",
    "03-create-outcome" with "03-create-outcome",
    "04-outcomes-and-types",
    "05-change-outcome" with "05-change-outcome",
    "06-save-assignments" with "06-save-assignments",
    "07-save-too-few" with "07-save-too-few",
    "08-create-task-type" with "08-create-task-type",
    "09-open-tasks",
    "10-complete-contact-task" with "10-complete-contact-task",
    "11-complete-deal-task" with "11-complete-deal-task",
    "12-tasks-of-contacts",
    "13-search-history" with "13-search-history",
    "14-report" with "14-report",
    "15-report-filters" with "15-report-filters",
    "16-switch-off-impact",
    "17-switch-off" with "17-switch-off",
    "18-follow-tasks",
];

impl Example {
    /// The name of its operation.
    fn title(&self) -> &'static str {
        let operation = |line: &'static str| {
            let kinds = ["query ", "mutation ", "subscription "];
            kinds.into_iter().find_map(|kind| line.strip_prefix(kind))
        };
        let after = self.query.lines().find_map(operation).unwrap_or_default();
        after
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default()
    }
}

/// The page.
pub(super) async fn page() -> Response {
    file("text/html; charset=utf-8", PAGE.as_bytes())
}

/// A file of the page.
pub(super) async fn asset(Path(path): Path<String>) -> Response {
    match FILES.iter().find(|(name, _, _)| *name == path) {
        Some((_, content_type, content)) => file(content_type, content),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Where to ask, with which token, and what is in the tabs.
pub(super) async fn config(State(site): State<Arc<Site>>) -> Json<Value> {
    let tabs = EXAMPLES.iter().map(|example| {
        json!({ "title": example.title(), "query": example.query, "variables": example.variables.first() })
    });
    Json(json!({
        "endpoint": "/graphql",
        "token": site.graphiql_token,
        "tabs": tabs.collect::<Vec<_>>(),
    }))
}

fn file(content_type: &'static str, content: &'static [u8]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, content).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;

    fn names(directory: &str, ending: &str) -> BTreeSet<String> {
        let directory = format!("{}/assets/graphiql/{directory}", env!("CARGO_MANIFEST_DIR"));
        let names = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(ending)).collect()
    }

    #[test]
    fn every_example_is_in_a_tab_with_a_name_of_its_own() {
        assert_eq!(EXAMPLES.len(), names("examples", ".graphql").len());
        let with_variables = EXAMPLES
            .iter()
            .filter(|example| !example.variables.is_empty())
            .count();
        assert_eq!(with_variables, names("examples", ".json").len());
        let titles: BTreeSet<&str> = EXAMPLES.iter().map(Example::title).collect();
        assert!(
            titles.len() == EXAMPLES.len() && !titles.contains(""),
            "{titles:?}"
        );
        assert!(titles.contains("StartHere"));
    }

    #[test]
    fn the_page_asks_for_nothing_that_is_not_served() {
        let asked = PAGE.split('"').filter_map(|part| part.strip_prefix("/graphiql/"));
        for name in asked {
            assert!(FILES.iter().any(|(file, _, _)| *file == name), "{name}");
        }
        assert!(!PAGE.contains("https://"));
    }
}
