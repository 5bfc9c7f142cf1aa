//! `cargo xtask contract`: the API that is served keeps what was promised in `docs/contract.graphql`, adds only what harms no client,
//! and says of what is to go what to use instead, and until when it stays.

mod compare;
mod deprecations;
mod facts;

use std::fs;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use self::facts::Facts;
use crate::files::root;

const PROMISED: &str = "docs/contract.graphql";
const SERVED: &str = "crates/adapter-graphql/schema.graphql";

/// Promised and not yet served. The check fails for one that is served.
const MISSING: [&str; 0] = [];

/// Compares types, fields, arguments, nullability, defaults, enum values, union members, interfaces, `@oneOf` and descriptions.
#[derive(Args)]
pub(crate) struct Contract {}

impl Contract {
    #[expect(clippy::unused_self, reason = "every command has the same form")]
    pub(crate) fn run(self) -> Result<()> {
        let (promised, served) = (facts_of(PROMISED)?, facts_of(SERVED)?);
        let mut faults = compare::faults(&promised, &served, &MISSING);
        faults.extend(deprecations::faults(&served));
        if faults.is_empty() {
            println!(
                "the contract is kept: {} statements, {} of them still missing",
                promised.len(),
                compare::missing(&promised, &served).count()
            );
            return Ok(());
        }
        bail!("{SERVED} breaks {PROMISED}:\n  {}", faults.join("\n  "))
    }
}

fn facts_of(path: &str) -> Result<Facts> {
    let sdl = fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))?;
    facts::of(&sdl).with_context(|| format!("cannot parse {path}"))
}
