//! `cargo xtask edges`: every numbered edge of docs/EDGES.md has a test that carries its number.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::files::{root, rust_sources};

const LIST: &str = "docs/EDGES.md";

/// Looks for `fn edge_7_…` in the sources, wherever a test may stand.
#[derive(Args)]
pub(crate) struct Edges {}

impl Edges {
    #[expect(clippy::unused_self, reason = "every command has the same form")]
    pub(crate) fn run(self) -> Result<()> {
        let text = fs::read_to_string(root().join(LIST)).with_context(|| format!("cannot read {LIST}"))?;
        let edges = listed(&text);
        let tested = tested(&root())?;
        let faults = faults(&edges, &tested);
        if faults.is_empty() {
            println!("all {} edges have a test", edges.len());
            return Ok(());
        }
        bail!(
            "the numbers of {LIST} and of the tests differ:\n  {}",
            faults.join("\n  ")
        )
    }
}

/// Number and title of every line that begins with a number.
fn listed(text: &str) -> Vec<(u8, &str)> {
    let numbered = |line| {
        let (number, title) = str::split_once(line, ". ")?;
        Some((number.parse().ok()?, title))
    };
    text.lines().filter_map(numbered).collect()
}

fn tested(directory: &Path) -> Result<BTreeSet<u8>> {
    let mut found = BTreeSet::new();
    for path in rust_sources(directory)? {
        let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        found.extend(source.lines().filter_map(number_of_test));
    }
    Ok(found)
}

fn number_of_test(line: &str) -> Option<u8> {
    let (_, name) = line.split_once("fn edge_")?;
    name.split_once('_')?.0.parse().ok()
}

fn faults(edges: &[(u8, &str)], tested: &BTreeSet<u8>) -> Vec<String> {
    let untested = edges.iter().filter(|(number, _)| !tested.contains(number));
    let unlisted = tested
        .iter()
        .filter(|number| !edges.iter().any(|(listed, _)| listed == *number));
    untested
        .map(|(number, title)| format!("{number} has no test: {title}"))
        .chain(unlisted.map(|number| format!("{number} has a test and is not in the list")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Edges\n\n## One\n1. On, nothing saved.\n2. A save. 3. is not a line.\n";

    #[test]
    fn numbers_are_read_from_list_and_names() {
        assert_eq!(
            listed(TEXT),
            [(1, "On, nothing saved."), (2, "A save. 3. is not a line.")]
        );
        assert_eq!(number_of_test("    async fn edge_07_off_removes() {"), Some(7));
        assert_eq!(number_of_test("    let edge = edge_7();"), None);
    }

    #[test]
    fn what_is_missing_on_either_side_is_told() {
        let edges = listed(TEXT);
        let tested = BTreeSet::from([1, 9]);
        assert_eq!(
            faults(&edges, &tested),
            [
                "2 has no test: A save. 3. is not a line.",
                "9 has a test and is not in the list"
            ]
        );
        assert_eq!(faults(&edges, &BTreeSet::from([1, 2])), [""; 0]);
    }
}
