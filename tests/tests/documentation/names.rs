//! What is another one each time, ids and cursors, under names that stay: the same id has the same name on a whole page.

use acceptance::{Value, text};

/// What an object is called, by the first of these fields that was selected.
const CALLED: [&str; 3] = ["label", "name", "title"];

/// Beginnings of names. A text of a page that begins like this and names nothing is a mistake of the page.
const BEGINNINGS: [&str; 3] = ["id of ", "cursor of ", "token to "];

/// What is known under which name, in the order in which it was seen.
#[derive(Debug, Default)]
pub(crate) struct Names(Vec<(String, String)>);

impl Names {
    /// Gives a name to what has none yet; where the name is taken, a number follows.
    pub(crate) fn give(&mut self, raw: &str, name: &str) {
        if self.name(raw).is_some() {
            return;
        }
        let is_taken = |name: &str| self.0.iter().any(|(_, known)| known == name);
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let mut candidates = std::iter::once(name.to_owned()).chain(numbered);
        let free = candidates.find(|candidate| !is_taken(candidate)).unwrap();
        self.0.push((raw.to_owned(), free));
    }

    /// Names what an answer has of ids, cursors and tokens.
    pub(crate) fn learn(&mut self, answer: &Value) {
        self.learn_in("object", answer);
    }

    /// `field` is where the value stands.
    fn learn_in(&mut self, field: &str, value: &Value) {
        match value {
            Value::Array(entries) => entries.iter().for_each(|entry| self.learn_in(field, entry)),
            Value::Object(fields) => {
                let called = called(value).unwrap_or(field);
                if let Some(id) = fields.get("id").and_then(Value::as_str) {
                    self.give(id, &format!("id of {called}"));
                }
                self.learn_cursors(value);
                for (field, name) in [
                    ("confirmationToken", "token to confirm with"),
                    ("secret", "token to sign in with"),
                    ("requestId", "id of the request"),
                ] {
                    if let Some(raw) = fields.get(field).and_then(Value::as_str) {
                        self.give(raw, name);
                    }
                }
                fields
                    .iter()
                    .for_each(|(field, value)| self.learn_in(field, value));
            }
            _ => (),
        }
    }

    /// Cursors are called after the entries they point at.
    fn learn_cursors(&mut self, value: &Value) {
        if let Some(cursor) = value["cursor"].as_str() {
            let called = called(&value["node"]).unwrap_or("entry");
            self.give(cursor, &format!("cursor of {called}"));
        }
        let edges = value["edges"].as_array().into_iter().flatten();
        let nodes = value["nodes"].as_array().into_iter().flatten();
        let entries: Vec<_> = edges.map(|edge| &edge["node"]).chain(nodes).collect();
        for (end, entry) in [("startCursor", entries.first()), ("endCursor", entries.last())] {
            if let Some(cursor) = value["pageInfo"][end].as_str() {
                let called = entry.and_then(|entry| called(entry)).unwrap_or("entry");
                self.give(cursor, &format!("cursor of {called}"));
            }
        }
    }

    fn name(&self, raw: &str) -> Option<&str> {
        let known = self.0.iter().find(|(known, _)| known == raw);
        known.map(|(_, name)| name.as_str())
    }

    /// A value with names instead.
    pub(crate) fn hidden(&self, value: &Value) -> Value {
        match value {
            Value::String(raw) => Value::from(self.name(raw).unwrap_or(raw)),
            Value::Array(entries) => entries.iter().map(|entry| self.hidden(entry)).collect(),
            Value::Object(fields) => {
                let hidden = fields.iter();
                Value::Object(
                    hidden
                        .map(|(key, entry)| (key.clone(), self.hidden(entry)))
                        .collect(),
                )
            }
            other => other.clone(),
        }
    }

    /// A text of a page with what the names in quotes stand for.
    pub(crate) fn revealed(&self, shown: &str) -> String {
        let reveal = |shown: String, (raw, name): &(String, String)| {
            shown.replace(&format!("\"{name}\""), &format!("\"{raw}\""))
        };
        let revealed = self.0.iter().fold(shown.to_owned(), reveal);
        for beginning in BEGINNINGS {
            let unknown = revealed.split('"').find(|part| part.starts_with(beginning));
            let known: Vec<_> = self.0.iter().map(|(_, name)| name).collect();
            assert!(
                unknown.is_none(),
                "nothing is known as {unknown:?}, only {known:#?}"
            );
        }
        revealed
    }
}

fn called(value: &Value) -> Option<&str> {
    let mut fields = CALLED.iter().map(|field| &value[*field]);
    fields.find(|field| field.is_string()).map(text)
}

#[test]
fn the_same_id_has_the_same_name() {
    let mut names = Names::default();
    let answer = acceptance::json!({ "task": { "id": "t1", "title": "Ring", "type": { "id": "y1", "name": "Call" } },
        "list": { "edges": [{ "cursor": "c1", "node": { "title": "Ring" } }], "pageInfo": { "endCursor": "c1" } },
        "other": { "id": "t2", "title": "Ring" }, "settings": { "id": "s1" } });
    names.learn(&answer);
    let hidden = names.hidden(&answer);
    assert_eq!(hidden["task"]["id"], "id of Ring");
    assert_eq!(hidden["task"]["type"]["id"], "id of Call");
    assert_eq!(hidden["other"]["id"], "id of Ring (2)");
    assert_eq!(hidden["settings"]["id"], "id of settings");
    assert_eq!(hidden["list"]["pageInfo"]["endCursor"], "cursor of Ring");
    assert_eq!(
        names.revealed(r#"{ node(id: "id of Call") }"#),
        r#"{ node(id: "y1") }"#
    );
}

#[test]
#[should_panic(expected = "nothing is known as")]
fn a_name_that_nothing_has_is_a_mistake() {
    Names::default().revealed(r#"{ "id": "id of Call" }"#);
}
