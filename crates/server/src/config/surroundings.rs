//! What of the environment is no option of ours.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// The facts about user and machine that defaults depend on.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// `HOME`.
    pub home: Option<PathBuf>,
    /// `XDG_DATA_HOME`.
    pub xdg_data_home: Option<PathBuf>,
    /// `PATH`.
    pub path: OsString,
    /// Whether we are root.
    pub is_root: bool,
    /// Whether directories are as macOS has them.
    pub is_macos: bool,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_this_process() -> Self {
        Self {
            home: env::var_os("HOME").map(PathBuf::from),
            xdg_data_home: env::var_os("XDG_DATA_HOME").map(PathBuf::from),
            path: env::var_os("PATH").unwrap_or_default(),
            is_root: local_postgres::is_root(),
            is_macos: cfg!(target_os = "macos"),
        }
    }
}
