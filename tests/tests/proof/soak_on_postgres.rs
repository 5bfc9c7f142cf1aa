//! A short soak; the long one is `cargo xtask soak`.

use acceptance::soak::{Plan, run};

#[tokio::test(flavor = "multi_thread")]
async fn whatever_eight_clients_do_at_once_every_invariant_holds() {
    let report = run(&Plan {
        steps: 400,
        clients: 8,
        seed: 7,
    })
    .await;
    assert_eq!(report.steps, 400);
    assert!(report.violations.is_empty(), "{report}");
    let completed = report.results.get(&("taskComplete", "ok".to_owned()));
    assert!(completed.is_some_and(|count| *count > 10), "{report}");
}
