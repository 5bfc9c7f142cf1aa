//! What the subcommands do, step by step; every fault ends as one sentence for the person at the terminal.

mod demo;
mod demo_file;
mod manage;
mod opened;
mod refusals;
mod serve;
mod upkeep;

use anyhow::Context;

use crate::config::Action;

/// Does what was asked for.
pub fn run(action: Action) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.context("cannot start the threads of the program")?;
    runtime.block_on(async {
        match action {
            Action::Demo(config) => demo::demo(config).await,
            Action::Serve(config) => serve::serve(config).await,
            Action::Migrate(config) => manage::migrate(config).await,
            Action::Check(config) => upkeep::check(config).await,
            Action::Rebuild(config) => upkeep::rebuild(config).await,
            Action::CreateAccount(config) => manage::create_account(config).await,
            Action::CreateUser(config) => manage::create_user(config).await,
            Action::CreateToken(config) => manage::create_token(config).await,
        }
    })
}
