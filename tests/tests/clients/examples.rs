//! The programs of `examples`, as people start them, against the data of the demo.

use std::path::Path;
use std::process::{Command, Output};

use acceptance::{Client, Guest, TestServer, Value, json, text};

use crate::node::Program;
use crate::process::{ended, printed};
use crate::python::Environment;

const MEMBERS_MAY_NOT: &str = "input: You do not have permission for this: ask an admin of your account.";

#[tokio::test(flavor = "multi_thread")]
async fn the_example_in_typescript_does_the_whole_flow() {
    let Some(program) = Program::installed_in(Path::new("../examples/typescript")) else {
        return;
    };
    program.script("build");
    does_the_whole_flow(|| program.command("npm", &["start", "--silent"]), true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_in_python_does_the_whole_flow() {
    let Some(environment) = Environment::installed_in(Path::new("../examples/python")) else {
        return;
    };
    let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/mypy");
    environment.run("mypy", &["--strict", "--cache-dir", cache, "flow.py"]);
    does_the_whole_flow(|| environment.command("python", &["flow.py"]), false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_in_rust_does_the_whole_flow() {
    let program = built("rust-example");
    does_the_whole_flow(|| Command::new(&program), false).await;
}

/// Builds a program with the features of the whole workspace, as its crates are there already.
fn built(name: &str) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "build",
        "--quiet",
        "--workspace",
        "--bin",
        name,
        "--message-format",
        "json",
    ]);
    cargo.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let told = printed(cargo, "It comes with Rust.");
    let messages = told
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut executables = messages.filter_map(|message| message["executable"].as_str().map(str::to_owned));
    executables.next().expect("an executable")
}

async fn does_the_whole_flow(program: impl Fn() -> Command, is_told: bool) {
    let server = TestServer::start().await;
    server.load_demo().await;
    let run = |client: &Client| -> Output {
        let mut command = program();
        command.env("TASK_OUTCOMES_URL", client.url());
        command.env("TASK_OUTCOMES_TOKEN", client.token());
        ended(command, "It was there before.")
    };

    // In force; the same again; and where nobody has ever switched it on.
    for guest in [Guest::Admin, Guest::Admin, Guest::OtherAdmin] {
        let client = server.guest(guest).await;
        tells_all(&run(&client), &first_contact(&client).await, is_told);
    }

    let refused = run(&server.guest(Guest::Member).await);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains(MEMBERS_MAY_NOT), "{told}");
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stdout.is_empty());
}

async fn first_contact(client: &Client) -> String {
    let found = client
        .query("{ contacts(first: 1) { nodes { name } } }", json!({}))
        .await;
    text(&found["contacts"]["nodes"][0]["name"]).to_owned()
}

/// Labels end with a word of this run, so that nothing of another is found.
fn tells_all(output: &Output, contact: &str, is_told: bool) {
    let told = String::from_utf8_lossy(&output.stdout);
    let fault = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{fault}");
    let offered = told.lines().next().expect("a line");
    let run = offered.rsplit(' ').next().unwrap();
    assert_eq!(run.len(), 8, "{told}");
    let good = format!("Meeting scheduled {run}");
    let mut expected = vec![
        format!("Offered: No answer {run}, {good}"),
        format!("Completed: Call {contact}"),
        format!("Found: {good}, Wants the offer by Friday."),
        format!("Report: {good}, 1"),
    ];
    if is_told {
        expected.insert(2, format!("Told: Call {contact}, {good}"));
    }
    assert_eq!(told.lines().collect::<Vec<_>>(), expected);
}
