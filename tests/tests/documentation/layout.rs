//! JSON for people: on one line what fits on one, else an entry on each.

use acceptance::Value;

/// What fits beside the margin of a page.
const WIDTH: usize = 120;

/// The value, without an end of line.
pub(crate) fn lines(value: &Value) -> String {
    let mut shown = String::new();
    put(value, 0, 0, &mut shown);
    shown
}

/// Writes a value where `used` letters of the line are taken; `depth` is how deep it is nested.
fn put(value: &Value, depth: usize, used: usize, shown: &mut String) {
    let short = line(value);
    // The comma that may follow needs room, too.
    if used + short.chars().count() < WIDTH || !is_nested(value) {
        shown.push_str(&short);
        return;
    }
    let indentation = "  ".repeat(depth + 1);
    let (open, close) = if value.is_object() { ('{', '}') } else { ('[', ']') };
    shown.push(open);
    for (number, (key, entry)) in entries(value).into_iter().enumerate() {
        let start = format!("{indentation}{key}");
        shown.push_str(if number == 0 { "\n" } else { ",\n" });
        shown.push_str(&start);
        put(entry, depth + 1, start.chars().count(), shown);
    }
    shown.push('\n');
    shown.push_str(&"  ".repeat(depth));
    shown.push(close);
}

/// The value on one line.
pub(crate) fn line(value: &Value) -> String {
    if !is_nested(value) {
        return value.to_string();
    }
    let entries = entries(value).into_iter();
    let entries: Vec<_> = entries
        .map(|(key, entry)| format!("{key}{}", line(entry)))
        .collect();
    let entries = entries.join(", ");
    match (value, entries.is_empty()) {
        (Value::Object(_), true) => "{}".to_owned(),
        (Value::Object(_), false) => format!("{{ {entries} }}"),
        _ => format!("[{entries}]"),
    }
}

fn is_nested(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// The entries of an object, each with its key as it is written, or of a list.
fn entries(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter();
            fields
                .map(|(key, entry)| (format!("{}: ", Value::from(key.as_str())), entry))
                .collect()
        }
        Value::Array(entries) => entries.iter().map(|entry| (String::new(), entry)).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn what_fits_on_a_line_stays_on_it() {
    let value = acceptance::json!({ "data": { "none": [], "nothing": {}, "names": ["a", null, 1.5] } });
    assert_eq!(
        lines(&value),
        r#"{ "data": { "none": [], "nothing": {}, "names": ["a", null, 1.5] } }"#
    );
    let long = acceptance::json!({ "data": { "words": ["x".repeat(60), "y".repeat(60)], "b": { "c": 1 } } });
    let (x, y) = ("x".repeat(60), "y".repeat(60));
    let wanted = format!(
        "{{\n  \"data\": {{\n    \"words\": [\n      \"{x}\",\n      \"{y}\"\n    ],\n    \"b\": {{ \"c\": 1 }}\n  }}\n}}"
    );
    assert_eq!(lines(&long), wanted);
}
