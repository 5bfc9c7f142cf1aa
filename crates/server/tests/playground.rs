//! The playground of the demo, in a browser: both as people have them. The program is `tests/clients/playground`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "in tests a panic is the message"
)]

#[path = "support/chromium.rs"]
mod chromium;
#[path = "support/demo.rs"]
mod demo;
#[expect(dead_code, reason = "other tests run programs in more ways")]
#[path = "../../../tests/tests/clients/node.rs"]
mod node;
#[path = "../../../tests/tests/clients/process.rs"]
mod process;

use demo::Demo;
use node::Program;
use serde_json::Value;

/// What the program looks at, in this order.
const LOOKED_AT: [&str; 10] = [
    "the page loads, signed in",
    "there is a tab for every requirement",
    "every tab answers",
    "what was switched off comes back",
    "the subscription tells of a task that is completed elsewhere",
    "the history shows what ran",
    "the documentation finds a type",
    "a click in the explorer changes the query",
    "no script runs that is not a file of the page",
    "no other host is asked, and nobody complains",
];

#[test]
fn the_playground_does_in_a_browser_what_its_tabs_say() {
    let (Some(chromium), Some(program)) = (chromium::found(), Program::installed("playground")) else {
        return;
    };
    let data_dir = tempfile::tempdir().unwrap();
    let mut demo = Demo::in_memory(data_dir.path());
    let written = demo.written();
    let url = written["graphiql"].as_str().unwrap();
    let variables = [("CHROMIUM", chromium.as_str()), ("PLAYGROUND_URL", url)];
    let told = program.run("playground.mjs", &variables);
    let found: Vec<Value> = told
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for one in &found {
        let fault = one["fault"].as_str();
        assert!(fault.is_none(), "{}: {}", one["name"], fault.unwrap_or_default());
    }
    let names: Vec<_> = found.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, LOOKED_AT);
}
