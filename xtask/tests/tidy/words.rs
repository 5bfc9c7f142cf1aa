//! Words that promise work instead of doing it, and paths of one machine.

use crate::sources::{self, Source};
use crate::style::refuse;

/// Written in two parts, so that this file is not the first to break its own rule.
const PROMISES: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[", "ignore"),
    concat!("dbg", "!("),
];

#[test]
fn nothing_is_left_for_later() {
    refuse(lines_with(&PROMISES), "do it now, or write it down in an issue");
}

#[test]
fn no_path_of_one_machine() {
    let checkout = format!("{}/", sources::root().display());
    let paths = [checkout.as_str(), concat!("/ro", "ot/")];
    refuse(
        lines_with(&paths),
        "name paths relative to the repository, or take them from the configuration",
    );
}

fn lines_with(words: &[&str]) -> impl Iterator<Item = String> {
    let places = |source: &Source| {
        let hit = |line: &str| words.iter().any(|word| line.contains(word));
        let lines = source.text.lines().enumerate().filter(|(_, line)| hit(line));
        lines
            .map(|(at, line)| format!("{}:{} {}", source.path, at + 1, line.trim()))
            .collect::<Vec<_>>()
    };
    sources::all()
        .iter()
        .flat_map(places)
        .collect::<Vec<_>>()
        .into_iter()
}
