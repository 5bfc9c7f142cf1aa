//! Runs programs to their end. Knows no language.

use std::env;
use std::process::{Command, Output};

/// Whether whoever runs the tests does without what this variable names, by setting it to `skip`.
pub(crate) fn is_skipped(variable: &str, what: &str) -> bool {
    let is_skipped = env::var_os(variable).is_some_and(|wish| wish == "skip");
    if is_skipped {
        eprintln!("{variable}=skip: {what} is not run");
    }
    is_skipped
}

/// Runs a command, however it ends.
///
/// # Panics
///
/// Where the program is missing; `advice` says what to do then.
pub(crate) fn ended(mut command: Command, advice: &str) -> Output {
    command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}. {advice}"))
}

/// Runs a command that must succeed, and gives what it printed.
///
/// # Panics
///
/// Where it does not.
pub(crate) fn printed(command: Command, advice: &str) -> String {
    let shown = format!("{command:?}");
    let output = ended(command, advice);
    let [stdout, stderr] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("UTF-8"));
    assert!(
        output.status.success(),
        "{shown} failed ({}):\n{stdout}{stderr}",
        output.status
    );
    stdout
}
