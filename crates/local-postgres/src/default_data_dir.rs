//! Where files are kept unless somebody says otherwise, as the operating systems have it.

use std::path::{Path, PathBuf};

const NAME: &str = "task-outcomes";

/// The usual data directory of a user with this `HOME` and this `XDG_DATA_HOME`; none without a home.
pub fn default_data_dir(
    home: Option<&Path>,
    xdg_data_home: Option<&Path>,
    is_root: bool,
    is_macos: bool,
) -> Option<PathBuf> {
    if is_root {
        // Not under root's home, which the user that PostgreSQL runs as may not enter.
        return Some(Path::new("/var/lib").join(NAME));
    }
    let home = home.filter(|home| home.is_absolute());
    if is_macos {
        return home.map(|home| home.join("Library/Application Support").join(NAME));
    }
    // The XDG rules: a relative path is to be ignored.
    let xdg = xdg_data_home
        .filter(|path| path.is_absolute())
        .map(Path::to_owned);
    xdg.or_else(|| home.map(|home| home.join(".local/share")))
        .map(|data| data.join(NAME))
}
