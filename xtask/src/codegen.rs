//! `cargo xtask codegen`: the generated files that are committed, so that a build needs neither Node nor a database.

mod diesel;
mod graphiql;
mod sdl;

use anyhow::Result;
use clap::Args;

use crate::files::Mode;

/// The files of `GraphiQL`, the Diesel schema, the SDL, in the order in which one may need the other.
#[derive(Args)]
pub(crate) struct Codegen {
    /// Change nothing; fail when a committed file differs
    #[arg(long)]
    pub(crate) check: bool,
}

impl Codegen {
    pub(crate) async fn run(self) -> Result<()> {
        let mode = if self.check { Mode::Check } else { Mode::Write };
        graphiql::generate(mode).await?;
        diesel::generate(mode).await?;
        sdl::generate(mode).await?;
        println!("generated files are up to date");
        Ok(())
    }
}
