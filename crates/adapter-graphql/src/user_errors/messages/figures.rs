//! Numbers and lists within sentences.

use std::fmt::Display;

use crate::context::Language;

/// How many task types a sentence names before it only counts the others.
const NAMED_TASK_TYPES: usize = 5;

/// The first names in quotes, and how many more there are.
pub(super) fn listed(language: Language, names: &[impl AsRef<str>]) -> String {
    let quoted = |name: &str| say!(language, "“{name}”", "„{name}“");
    let first = names
        .iter()
        .take(NAMED_TASK_TYPES)
        .map(|name| quoted(name.as_ref()));
    let first = first.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED_TASK_TYPES) {
        0 => first,
        1 => say!(
            language,
            "{first} and 1 more task type",
            "{first} und 1 weiteren Aufgabentyp"
        ),
        more => say!(
            language,
            "{first} and {more} more task types",
            "{first} und {more} weitere Aufgabentypen"
        ),
    }
}

/// A number and what it counts.
pub(super) fn counted(language: Language, number: impl Display, one: &str, many: &str) -> String {
    let number = grouped(language, number);
    let noun = if number == "1" { one } else { many };
    format!("{number} {noun}")
}

/// A count with its digits in groups of three, as the language writes them.
pub(super) fn grouped(language: Language, number: impl Display) -> String {
    let separator = match language {
        Language::En => ',',
        Language::De => '.',
    };
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}
