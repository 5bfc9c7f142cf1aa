//! Where the server keeps its files unless it is told.

use std::ffi::OsString;
use std::path::PathBuf;

use super::faults::Faults;
use super::surroundings::Surroundings;

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
    local_postgres::default_data_dir(
        surroundings.home.as_deref(),
        surroundings.xdg_data_home.as_deref(),
        surroundings.is_root,
        surroundings.is_macos,
    )
}
