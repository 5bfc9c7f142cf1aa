//! `cargo xtask fuzz`: random documents and requests against what reads them, for as long as one likes.

use anyhow::Result;
use clap::Args;

use crate::process::{cargo, run};

/// Fails with the smallest document that breaks a rule.
#[derive(Args)]
pub(crate) struct Fuzz {
    /// How long
    #[arg(long, default_value_t = 10)]
    minutes: u32,
}

impl Fuzz {
    pub(crate) async fn run(self) -> Result<()> {
        let mut tests = cargo([
            "test",
            "--package",
            "adapter-graphql",
            "--lib",
            "--",
            "fuzz",
            "--nocapture",
        ]);
        tests.env("FUZZ_MINUTES", self.minutes.to_string());
        run(tests).await
    }
}
