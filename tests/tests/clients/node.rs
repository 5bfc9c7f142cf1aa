//! Runs programs in JavaScript that are kept in `tests/clients`, each with the packages that its lock file names.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Set to `skip`, tests that need Node.js pass without having looked at anything.
const NODE: &str = "TEST_NODE";

/// A folder with a `package.json`.
pub(crate) struct Program(PathBuf);

impl Program {
    /// Installs what the program needs, exactly as it is locked; `None` where whoever runs the tests does without Node.js.
    ///
    /// # Panics
    ///
    /// Where Node.js or its packages are missing and nobody said that this is all right.
    pub(crate) fn installed(name: &str) -> Option<Self> {
        if env::var_os(NODE).is_some_and(|wish| wish == "skip") {
            eprintln!("{NODE}=skip: `{name}` is not run");
            return None;
        }
        let folder = folder(name);
        let mut install = Command::new("npm");
        install
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(&folder);
        run(install, &[]);
        Some(Self(folder))
    }

    /// Runs a script to its end and gives what it printed.
    pub(crate) fn run(&self, script: &str, variables: &[(&str, &str)]) -> String {
        let mut node = Command::new("node");
        node.arg(script).current_dir(&self.0);
        String::from_utf8(run(node, variables).stdout).expect("UTF-8")
    }
}

/// Found from any package, because those that start the program itself use this file, too.
fn folder(name: &str) -> PathBuf {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut folders = above.map(|folder| folder.join("tests/clients").join(name));
    let found = folders.find(|folder| folder.join("package.json").is_file());
    found.unwrap_or_else(|| panic!("the repository has no `tests/clients/{name}`"))
}

fn run(mut command: Command, variables: &[(&str, &str)]) -> Output {
    let shown = format!("{command:?}");
    let output = command.envs(variables.iter().copied()).output().unwrap_or_else(|error| {
        panic!("{shown}: {error}. Install Node.js 20 or newer with npm, or set {NODE}=skip to do without these tests.")
    });
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{shown} failed ({}):\n{told}",
        output.status
    );
    output
}
