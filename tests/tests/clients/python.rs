//! Runs programs in Python, each a folder with the packages that its `requirements-dev.txt` names.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{is_skipped, printed};

/// Set to `skip`, tests that need Python pass without having looked at anything.
const PYTHON: &str = "TEST_PYTHON";

const ADVICE: &str = "Install Python 3.11 or newer with venv (python3-venv), or set TEST_PYTHON=skip to do without these tests.";

/// A virtual environment, among what cargo makes.
pub(crate) struct Environment {
    folder: PathBuf,
    programs: PathBuf,
}

impl Environment {
    /// Installs what the program needs; `None` where whoever runs the tests does without Python.
    ///
    /// # Panics
    ///
    /// Where Python or its packages are missing and nobody said that this is all right.
    pub(crate) fn installed_in(folder: &Path) -> Option<Self> {
        if is_skipped(PYTHON, &folder.display().to_string()) {
            return None;
        }
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
        if !place.join("bin/pip").exists() {
            let mut venv = Command::new("python3");
            venv.args(["-m", "venv"]).arg(&place);
            printed(venv, ADVICE);
        }
        let environment = Self {
            folder: Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            programs: place.join("bin"),
        };
        let install = [
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            "requirements-dev.txt",
        ];
        printed(environment.command("pip", &install), ADVICE);
        Some(environment)
    }

    /// A program of the environment that must succeed.
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) {
        printed(self.command(program, arguments), ADVICE);
    }

    /// A command in the folder of the program.
    pub(crate) fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.args(arguments).current_dir(&self.folder);
        command
    }
}
