//! The bar that shows how far a download is, on a terminal and nowhere else.

use indicatif::{ProgressBar, ProgressStyle};

/// Leaves the line as it was, however the download ends.
pub(crate) struct Progress(ProgressBar);

const TEMPLATE: &str = "PostgreSQL {msg} [{bar:32}] {bytes} of {total_bytes}, {eta} left";

impl Progress {
    pub(crate) fn new(version: &str) -> Self {
        let style = ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::no_length().with_style(style.progress_chars("=> "));
        Self(bar.with_message(version.to_owned()))
    }

    /// How long it is altogether, where that is known, and where it goes on.
    pub(crate) fn expect(&self, whole: Option<u64>, from: u64) {
        if let Some(whole) = whole {
            self.0.set_length(whole);
        }
        self.0.set_position(from);
        self.0.reset_eta();
    }

    pub(crate) fn reached(&self, length: u64) {
        self.0.set_position(length);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
