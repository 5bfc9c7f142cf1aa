//! The SDL of the API, as the adapter that serves it prints it.

use anyhow::Result;

use crate::files::{Mode, settle};
use crate::process::{cargo, output};

const PATH: &str = "crates/adapter-graphql/schema.graphql";

/// The example is a program of its own, so that `cargo xtask` need not build the adapter to start.
pub(super) async fn generate(mode: Mode) -> Result<()> {
    let export = cargo([
        "run",
        "--quiet",
        "--package",
        "adapter-graphql",
        "--example",
        "export_sdl",
    ]);
    settle(PATH, &output(export).await?, mode)
}
