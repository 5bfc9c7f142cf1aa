//! What switching off would touch is told fast and without a lock, however much was completed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::time::{Duration, Instant};

use application::queries::settings::DisableImpact;
use support::{client, world::World};
use tokio_postgres::Client;

const COMPLETIONS: u64 = 1_000_000;
/// The best of a few is told apart from other work on the machine.
const TRIES: usize = 10;
/// Plain counts of the same rows that the impact may take the time of; it takes about one.
const COUNTS: u32 = 3;
const COUNT: &str = "select count(*) from completions where superseded_at is null";

/// One completion a million times over; only the report's index is made, which is the one the answer comes from.
const MANY: &str = "
    set session_replication_role = replica;
    drop index completions_current, completions_report, completions_by_outcome;
    alter table completions drop constraint completions_pkey;
    insert into completions (account_id, id, task_id, outcome_id, recorded_label, recorded_sentiment, completed_at,
        completed_by, task_type_id, contact_id, settings_version)
    select account_id, id, task_id, outcome_id, recorded_label, recorded_sentiment, completed_at,
        completed_by, task_type_id, contact_id, settings_version
    from completions, generate_series(2, 1000000);
";

#[tokio::test]
async fn edge_11_the_impact_over_a_million_completions_costs_a_few_counts_and_locks_nothing() {
    let world = World::new().await;
    let task = world.contact_task("Anruf").await;
    world.complete(&task, &world.outcomes[0], None).await;
    world.contact_task("Rückruf").await;
    let other = client(&world.url).await;
    let report = "select indexdef from pg_indexes where indexname = 'completions_report'";
    let report: String = other.query_one(report, &[]).await.unwrap().get(0);
    other.batch_execute(MANY).await.unwrap();
    other.batch_execute(&report).await.unwrap();
    other.batch_execute("vacuum (analyze) completions").await.unwrap();

    hold_every_row(&other).await;
    let (mut best, mut counting) = (Duration::MAX, Duration::MAX);
    for _ in 0..TRIES {
        let start = Instant::now();
        other.query_one(COUNT, &[]).await.unwrap();
        counting = counting.min(start.elapsed());
        let start = Instant::now();
        let impact = impact(&world).await;
        best = best.min(start.elapsed());
        assert_eq!(
            (impact.counts.completed_tasks, impact.counts.open_tasks),
            (COMPLETIONS, 1)
        );
    }
    println!("impact: {best:?}, a plain count: {counting:?}");
    assert!(best < counting * COUNTS, "{best:?}, and {counting:?} for a count");
}

/// Locks that any lock of another transaction would have to wait for.
async fn hold_every_row(client: &Client) {
    let rows = "begin;
        select from task_settings for update; select from task_types for update; select from outcomes for update;
        select from assignments for update; select from tasks for update;
        lock table task_settings, task_types, outcomes, assignments, tasks, completions in exclusive mode";
    client.batch_execute(rows).await.unwrap();
}

async fn impact(world: &World) -> DisableImpact {
    let session = world.queries.session(world.admin);
    let impact = session.disable_impact(world.admin.admin().unwrap()).await;
    session.close().await;
    impact.unwrap().expect("an impact while in force")
}
