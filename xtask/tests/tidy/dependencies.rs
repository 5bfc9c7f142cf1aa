//! Everything points inward: domain ← application ← adapters ← server, and each technology has one crate that names it.

use std::collections::BTreeSet;
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::sources::root;
use crate::style::refuse;

/// Which packages of the workspace each may use, beside tests.
const MAY_USE: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("application", &["domain"]),
    ("adapter-postgres", &["application", "domain"]),
    ("adapter-memory", &["application", "domain"]),
    ("adapter-graphql", &["application", "domain"]),
    ("local-postgres", &[]),
    (
        "server",
        &[
            "adapter-graphql",
            "adapter-memory",
            "adapter-postgres",
            "application",
            "domain",
            "local-postgres",
        ],
    ),
    ("bench", &["adapter-postgres", "application", "domain"]),
    ("xtask", &["local-postgres"]),
];

/// Which packages may name a technology, tests included.
const HOMES: [(&str, &[&str]); 11] = [
    ("diesel", &["adapter-postgres"]),
    ("diesel-async", &["adapter-postgres"]),
    ("diesel_migrations", &["adapter-postgres"]),
    ("jiff-diesel", &["adapter-postgres"]),
    ("async-graphql", &["adapter-graphql"]),
    ("async-graphql-axum", &["server"]),
    ("axum", &["bench", "server", "testkit"]),
    ("fluent-bundle", &["adapter-graphql"]),
    ("hyper", &["bench", "server"]),
    ("tower-http", &["server"]),
    ("ureq", &["local-postgres"]),
];

/// What no crate of the inner rooms may reach by any way.
const OUTSIDE: [&str; 14] = [
    "async-graphql",
    "async-graphql-parser",
    "axum",
    "bb8",
    "clap",
    "diesel",
    "diesel-async",
    "hyper",
    "postgres-types",
    "reqwest",
    "serde_json",
    "tokio-postgres",
    "tower-http",
    "tracing-subscriber",
];

#[test]
fn packages_use_only_what_lies_further_inside() {
    let workspace = workspace();
    let own: BTreeSet<_> = workspace
        .workspace_packages()
        .iter()
        .map(|package| package.name.to_string())
        .collect();
    let faults = MAY_USE.iter().flat_map(|&(name, allowed)| {
        let used = named_by(package(&workspace, name), |kind| kind == DependencyKind::Normal);
        let used = used
            .into_iter()
            .filter(|one| own.contains(one) && !allowed.contains(&one.as_str()));
        used.map(move |one| format!("{name} uses {one}"))
            .collect::<Vec<_>>()
    });
    refuse(faults, "dependencies point inward only");
}

#[test]
fn every_technology_has_one_home() {
    let workspace = workspace();
    let faults = HOMES.iter().flat_map(|&(technology, homes)| {
        let strangers = workspace.workspace_packages().into_iter().filter(move |package| {
            !homes.contains(&package.name.as_str()) && named_by(package, |_| true).contains(technology)
        });
        strangers
            .map(move |package| format!("{} names {technology}", package.name))
            .collect::<Vec<_>>()
    });
    refuse(faults, "ask its home for what is needed");
}

#[test]
fn domain_and_application_reach_no_adapters_crate() {
    let faults = ["domain", "application"].into_iter().flat_map(|name| {
        let reached = tree(name);
        assert!(reached.contains("uuid"), "the tree of {name} was not read");
        let outside = OUTSIDE.iter().filter(move |one| reached.contains(**one));
        outside.map(move |one| format!("{name} reaches {one}"))
    });
    refuse(faults, "keep the technology in its adapter");
}

#[test]
fn the_domain_knows_neither_async_nor_serialisation() {
    let reached = tree("domain");
    let faults = ["serde", "tokio", "futures-core", "async-trait", "tracing"].into_iter();
    refuse(
        faults.filter(|one| reached.contains(*one)).map(str::to_owned),
        "the domain is values and rules",
    );
}

fn workspace() -> Metadata {
    let mut command = MetadataCommand::new();
    command.current_dir(root()).no_deps().exec().unwrap()
}

fn package<'a>(workspace: &'a Metadata, name: &str) -> &'a Package {
    let mut packages = workspace.workspace_packages().into_iter();
    packages
        .find(|package| package.name.as_str() == name)
        .unwrap_or_else(|| panic!("no package {name}"))
}

fn named_by(package: &Package, kind: impl Fn(DependencyKind) -> bool) -> BTreeSet<String> {
    let dependencies = package.dependencies.iter().filter(|one| kind(one.kind));
    dependencies.map(|one| one.name.clone()).collect()
}

/// All packages in the normal tree of one, with the features that this one asks for. (`cargo metadata` resolves
/// features for the whole workspace at once, and so shows `rust_decimal` of the domain with the adapter's Diesel.)
fn tree(name: &str) -> BTreeSet<String> {
    let arguments = [
        "tree",
        "--offline",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
        "--package",
        name,
    ];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}
