//! Runs programs for Node.js, each a folder with the packages that its lock file names.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{is_skipped, printed};

/// Set to `skip`, tests that need Node.js pass without having looked at anything.
const NODE: &str = "TEST_NODE";

const ADVICE: &str = "Install Node.js 20 or newer with npm, or set TEST_NODE=skip to do without these tests.";

/// A folder with a `package.json`.
pub(crate) struct Program(PathBuf);

impl Program {
    /// Installs what a program in `tests/clients` needs; `None` where whoever runs the tests does without Node.js.
    ///
    /// # Panics
    ///
    /// Where Node.js or its packages are missing and nobody said that this is all right.
    pub(crate) fn installed(name: &str) -> Option<Self> {
        Self::installed_in(&folder(name))
    }

    /// The same for any folder, told from that of this package.
    pub(crate) fn installed_in(folder: &Path) -> Option<Self> {
        if is_skipped(NODE, &folder.display().to_string()) {
            return None;
        }
        let program = Self(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        let install = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
        printed(program.command("npm", &install), ADVICE);
        Some(program)
    }

    /// Runs a script to its end and gives what it printed.
    pub(crate) fn run(&self, script: &str, variables: &[(&str, &str)]) -> String {
        let mut node = self.command("node", &[script]);
        node.envs(variables.iter().copied());
        printed(node, ADVICE)
    }

    /// Runs a script of `package.json` that must succeed.
    pub(crate) fn script(&self, name: &str) {
        printed(self.command("npm", &["run", "--silent", name]), ADVICE);
    }

    /// A command in its folder.
    pub(crate) fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.0);
        command
    }
}

/// Found from any package, because those that start the program itself use this file, too.
fn folder(name: &str) -> PathBuf {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut folders = above.map(|folder| folder.join("tests/clients").join(name));
    let found = folders.find(|folder| folder.join("package.json").is_file());
    found.unwrap_or_else(|| panic!("the repository has no `tests/clients/{name}`"))
}
