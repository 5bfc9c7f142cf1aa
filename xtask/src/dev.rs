//! `cargo xtask dev`: the server with demo data, built for debugging.

use anyhow::Result;
use clap::Args;

use crate::process::{cargo, run};

/// Arguments go to `task-outcomes demo`.
#[derive(Args)]
pub(crate) struct Dev {
    /// What to pass on, such as `-- --reset --listen 127.0.0.1:8081`
    #[arg(last = true)]
    arguments: Vec<String>,
}

impl Dev {
    pub(crate) async fn run(self) -> Result<()> {
        let command = ["run", "--package", "server", "--", "demo"].map(str::to_owned);
        run(cargo(command.into_iter().chain(self.arguments))).await
    }
}
