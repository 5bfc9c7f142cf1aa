//! Sizes and first lines: a file fits in a head, a function on a screen, a module says its rule.

use crate::sources::{self, Source};

const MOST_LINES_OF_A_FILE: usize = 300;
const MOST_LINES_OF_A_FUNCTION: usize = 60;

#[test]
fn no_file_is_longer_than_300_lines() {
    let shipped = |source: &Source| !source.is_test() && !source.is_generated();
    let long = sources::rust().into_iter().filter(shipped).filter_map(|source| {
        let lines = source.shipped_lines();
        (lines > MOST_LINES_OF_A_FILE).then(|| format!("{} has {lines} lines", source.path))
    });
    refuse(long, "split the file by what its parts know");
}

#[test]
fn no_function_is_longer_than_60_lines() {
    let long = sources::rust()
        .into_iter()
        .filter(|source| !source.is_generated())
        .flat_map(|source| {
            let long = functions(&source.text)
                .into_iter()
                .filter(|function| function.lines > MOST_LINES_OF_A_FUNCTION);
            long.map(|f| format!("{}:{} has {} lines", source.path, f.starts_at, f.lines))
                .collect::<Vec<_>>()
        });
    refuse(long, "name its steps and give each a function");
}

#[test]
fn every_module_says_its_rule_first() {
    let silent = sources::rust()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "));
    refuse(
        silent.map(|source| source.path),
        "begin the file with one `//!` sentence: what this module may know",
    );
}

#[test]
fn lints_are_expected_with_a_reason_not_allowed() {
    let attribute = concat!("#[", "allow(");
    // What tests share is used by some of them only, so an expectation would fail in the others.
    let shipped = sources::rust().into_iter().filter(|source| !source.is_test());
    let allowed = shipped.flat_map(|source| {
        let lines = source
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.trim_start().starts_with(attribute));
        lines
            .map(|(at, _)| format!("{}:{}", source.path, at + 1))
            .collect::<Vec<_>>()
    });
    refuse(allowed, "use `#[expect(…, reason = \"…\")]`");
}

struct Function {
    starts_at: usize,
    lines: usize,
}

fn functions(text: &str) -> Vec<Function> {
    let lines = || text.lines();
    let beginnings = lines().enumerate().filter(|(_, line)| begins_a_function(line));
    let measured = |(at, line)| Function {
        starts_at: at + 1,
        lines: length(line, lines().skip(at)),
    };
    beginnings.map(measured).collect()
}

/// rustfmt closes a function, or a signature without body, at the indentation of its first line: no parser is needed.
fn length<'a>(first: &str, mut from_there: impl Iterator<Item = &'a str>) -> usize {
    if first.ends_with(['}', ';']) {
        return 1;
    }
    let (indentation, _) = first.split_at(first.len() - first.trim_start().len());
    let (body, signature) = (format!("{indentation}}}"), format!("{indentation})"));
    let ends = |line: &str| line == body || (line.starts_with(&signature) && line.ends_with(';'));
    from_there.position(ends).map_or(1, |last| last + 1)
}

fn begins_a_function(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let qualifier = |word: &&str| {
        word.starts_with("pub")
            || matches!(
                *word,
                "const" | "async" | "unsafe" | "extern" | "super)" | "crate)"
            )
    };
    words.find(|word| !qualifier(word)) == Some("fn")
}

pub(crate) fn refuse(faults: impl Iterator<Item = String>, advice: &str) {
    let faults: Vec<_> = faults.collect();
    assert!(faults.is_empty(), "{advice}:\n  {}", faults.join("\n  "));
}

#[test]
fn the_scanner_sees_functions() {
    let text = "impl A {\n    pub(crate) async fn a(\n        b: u8,\n    ) -> u8 {\n        b\n    }\n    fn c();\n    fn e(\n        b: u8,\n    ) -> u8;\n    fn d() {}\n}\n";
    let found: Vec<_> = functions(text)
        .iter()
        .map(|function| (function.starts_at, function.lines))
        .collect();
    assert_eq!(found, [(2, 5), (7, 1), (8, 3), (11, 1)]);
}
