//! What the documentation of the API shows is what a server answers: every page is asked from top to bottom, as it is printed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is the message of a test"
)]

mod bounds;
mod codes;
mod conversation;
mod curl;
mod difference;
mod layout;
mod markdown;
mod names;
mod pages;
mod reader;

use std::{env, fs, path::Path, path::PathBuf};

/// Set to anything, pages that are not true are written anew instead of being complained about.
const RENEW: &str = "RENEW_DOCS";

/// A file of the repository.
fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(relative)
}

fn text(relative: &str) -> String {
    fs::read_to_string(path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
}

/// Holds a file to what it should be: fails with the difference, or writes it where that was asked for.
fn settle(relative: &str, wanted: &str) {
    let found = text(relative);
    if found == wanted {
        return;
    }
    if env::var_os(RENEW).is_some() {
        fs::write(path(relative), wanted).unwrap();
        eprintln!("wrote {relative}");
        return;
    }
    let difference = difference::between(&found, wanted);
    panic!(
        "{relative} does not show what a server answers (-: the page, +: the server).\n\
         Mend the page, or have it written: {RENEW}=1 cargo xtask test -- -p acceptance -E 'binary(documentation)'\n\n{difference}"
    );
}
