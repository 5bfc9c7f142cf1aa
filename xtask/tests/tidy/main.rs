//! Tidy: the rules of docs/STYLE.md that a program can check, checked over the source itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the source fails")]

mod dependencies;
mod sources;
mod style;
mod words;
