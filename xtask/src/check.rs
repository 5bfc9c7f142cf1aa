//! `cargo xtask check`: all that CI runs, in the order in which faults are cheapest to find.

use anyhow::Result;
use clap::Args;

use crate::codegen::Codegen;
use crate::contract::Contract;
use crate::edges::Edges;
use crate::migrate;
use crate::process::{cargo, run};
use crate::test::Test;

/// Stops at the first fault.
#[derive(Args)]
pub(crate) struct Check {}

impl Check {
    pub(crate) async fn run(self) -> Result<()> {
        run(cargo(["fmt", "--all", "--check"])).await?;
        run(cargo([
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]))
        .await?;
        let mut documentation = cargo(["doc", "--workspace", "--no-deps", "--quiet"]);
        documentation.env("RUSTDOCFLAGS", "-D warnings");
        run(documentation).await?;
        Codegen { check: true }.run().await?;
        Contract {}.run()?;
        Edges {}.run()?;
        migrate::check().await?;
        Test::default().run().await?;
        println!("all checks passed");
        Ok(())
    }
}
