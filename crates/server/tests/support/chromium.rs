//! Finds a Chromium of this machine; none is fetched.

use std::env;
use std::path::PathBuf;

use crate::process::is_skipped;

/// The browser's program, where it is not on the `PATH`.
const CHROMIUM: &str = "CHROMIUM";

/// Set to `skip`, tests that need a browser pass without having looked at anything.
const BROWSER: &str = "TEST_BROWSER";

/// What distributions and Google call it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Its program; `None` where whoever runs the tests does without a browser.
///
/// # Panics
///
/// Where there is none and nobody said that this is all right.
pub(crate) fn found() -> Option<String> {
    if is_skipped(BROWSER, "a browser") {
        return None;
    }
    let named = env::var_os(CHROMIUM).map(PathBuf::from);
    let program = named.or_else(on_the_path).unwrap_or_else(|| {
        panic!(
            "no Chromium is on the PATH. Install one (`apt-get install chromium`, Google Chrome, …), name its program in \
             {CHROMIUM}, or set {BROWSER}=skip to do without these tests."
        )
    });
    assert!(
        program.is_file(),
        "{CHROMIUM} names {}, which is no file",
        program.display()
    );
    Some(program.into_os_string().into_string().expect("UTF-8"))
}

fn on_the_path() -> Option<PathBuf> {
    let folders: Vec<_> = env::split_paths(&env::var_os("PATH")?).collect();
    let programs = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    programs.into_iter().find(|program| program.is_file())
}
