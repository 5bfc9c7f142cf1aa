//! Whatever is done, in whatever order: the invariants of the domain hold, over memory.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod command;
mod machine;
#[path = "../support/mod.rs"]
mod support;

use command::command;
use machine::Machine;
use proptest::{collection::vec, prelude::*};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn invariants_hold_after_any_sequence_of_commands(commands in vec(command(), 1..50)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let mut machine = Machine::new().await;
            for command in &commands {
                machine.step(command).await?;
            }
            Ok::<(), TestCaseError>(())
        })?;
    }
}
