//! The bounds that the documentation names are the defaults of the program.

use std::{collections::BTreeMap, time::Duration};

use acceptance::AppOptions;

use crate::text;

/// The default of each option that is a number.
fn defaults() -> BTreeMap<&'static str, u64> {
    let options = AppOptions::default();
    let (limits, patience, streams) = (options.schema.limits, options.patience, options.streams);
    let points = options.points_per_minute.map_or(0, u32::from);
    let whole = |number: usize| u64::try_from(number).unwrap();
    let seconds = |duration: Duration| duration.as_secs();
    BTreeMap::from([
        ("max-tokens", limits.tokens.into()),
        ("max-operations", limits.operations.into()),
        ("max-depth", limits.depth.into()),
        ("max-introspection-depth", limits.introspection_depth.into()),
        ("max-aliases", limits.aliases.into()),
        ("max-fields", limits.selections.into()),
        ("max-directives", limits.directives.into()),
        ("max-cost", limits.cost.into()),
        ("max-body", whole(options.largest_body)),
        ("rate-limit", points.into()),
        ("head-timeout", seconds(patience.head)),
        ("body-timeout", seconds(patience.body)),
        ("query-timeout", seconds(patience.query)),
        ("mutation-timeout", seconds(patience.mutation)),
        ("streams", u32::from(streams.at_once).into()),
        ("streams-per-token", u32::from(streams.per_token).into()),
        ("heartbeat", seconds(streams.heartbeat)),
    ])
}

/// The numbers that stand before a name of an option in brackets, as in "5,000 (`--max-tokens`)".
fn before_options(page: &str) -> Vec<(&str, u64)> {
    let of_line = |line| {
        let parts: Vec<&str> = str::split(line, "(`--").collect();
        let pairs: Vec<_> = parts.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs
            .into_iter()
            .filter_map(|(before, after)| Some((after.split('`').next()?, last_number(before)?)))
    };
    page.lines().flat_map(of_line).collect()
}

fn last_number(text: &str) -> Option<u64> {
    let words = text.split(|letter: char| !letter.is_ascii_digit() && letter != ',');
    let numbers = words.map(|word| word.replace(',', ""));
    numbers.filter_map(|word| word.parse().ok()).next_back()
}

/// Options and defaults of the table of the README, whose rows may name several.
fn of_table(readme: &str) -> Vec<(&str, u64)> {
    let rows = readme.lines().filter(|line| line.starts_with("| `--"));
    rows.flat_map(|row| {
        let cells: Vec<_> = row.split(" | ").collect();
        let names = cells[0].trim_start_matches("| ").split(", ");
        let names = names.map(|name| name.trim_matches('`').trim_start_matches("--"));
        let values = cells[2]
            .split(", ")
            .map(|value| value.trim_matches('`').parse().ok());
        names
            .zip(values)
            .filter_map(|(name, value)| Some((name, value?)))
            .collect::<Vec<_>>()
    })
    .collect()
}

fn all_hold(place: &str, found: &[(&str, u64)]) {
    let defaults = defaults();
    let wrong: Vec<_> = found
        .iter()
        .filter(|(option, told)| defaults.get(option).is_some_and(|default| default != told))
        .map(|(option, told)| format!("--{option}: {told} is told, the default is {}", defaults[option]))
        .collect();
    assert!(wrong.is_empty(), "{place}: {wrong:#?}");
    let is_told = |option: &&&str| found.iter().any(|(told, _)| told == *option);
    let untold: Vec<_> = defaults.keys().filter(|option| !is_told(option)).collect();
    assert!(
        untold.is_empty(),
        "{place} does not tell the default of {untold:?}"
    );
}

#[test]
fn the_bounds_of_the_page_are_the_defaults() {
    all_hold("docs/API.md", &before_options(&text("docs/API.md")));
}

#[test]
fn the_options_of_the_readme_have_the_defaults_that_it_tells() {
    all_hold("README.md", &of_table(&text("README.md")));
}

#[test]
fn numbers_are_found_before_their_options() {
    let page = "| tokens | 5,000 (`--max-tokens`), 10 (`--max-operations`) |\nafter 12 s (`--heartbeat`) of silence\n";
    let found = [("max-tokens", 5_000), ("max-operations", 10), ("heartbeat", 12)];
    assert_eq!(before_options(page), found);
    let table = "| `--max-tokens`, `--max-operations` | `A`, `B` | 5000, 10 | of a document |\n| `--pg-bin` | `P` | searched for | x |\n";
    assert_eq!(of_table(table), [("max-tokens", 5_000), ("max-operations", 10)]);
}
