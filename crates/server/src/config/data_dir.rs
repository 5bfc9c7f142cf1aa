//! Where the server keeps its files unless it is told.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::faults::Faults;
use super::surroundings::Surroundings;

const NAME: &str = "task-outcomes";

pub(super) fn check(
    given: Option<&OsString>,
    surroundings: &Surroundings,
    faults: &mut Faults,
) -> Option<PathBuf> {
    let given = given.filter(|path| !path.is_empty()).map(PathBuf::from);
    let chosen = given.or_else(|| default(surroundings));
    if chosen.is_none() {
        faults.add("no data directory: HOME is not set, so --data-dir (DATA_DIR) has to be");
    }
    chosen
}

fn default(surroundings: &Surroundings) -> Option<PathBuf> {
    if surroundings.is_root {
        // Not under root's home, which the user that PostgreSQL runs as may not enter.
        return Some(Path::new("/var/lib").join(NAME));
    }
    let home = surroundings.home.as_ref().filter(|home| home.is_absolute());
    if surroundings.is_macos {
        return home.map(|home| home.join("Library/Application Support").join(NAME));
    }
    // The XDG rules: a relative path is to be ignored.
    let xdg = surroundings
        .xdg_data_home
        .clone()
        .filter(|path| path.is_absolute());
    xdg.or_else(|| home.map(|home| home.join(".local/share")))
        .map(|data| data.join(NAME))
}
