//! Who waits for whom: what is weaker than it could be, and in which order it is taken.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::time::Duration;

use application::{
    StoreError, Unit,
    commands::{CompleteTask, CompletionFields},
    ports::Store as _,
};
use domain::{ActivityKind, Task, TaskOutcome};
use support::{client, until_waiting, world::World};
use testkit::builders::{an_activity, moment};

/// Completes it with an outcome, under a key.
fn completing(task: &Task, outcome: &TaskOutcome) -> CompleteTask {
    CompleteTask {
        task: task.id,
        how: CompletionFields {
            outcome: Some(outcome.id),
            notes: None,
        },
        follow_up: None,
        expected_version: None,
        idempotency_key: Some("once".to_owned()),
    }
}

#[tokio::test]
async fn who_changes_the_account_waits_for_who_reads_its_zone_and_not_for_who_records() {
    let world = World::with(|options| options.lock_timeout = Duration::from_millis(300)).await;
    let entry = an_activity(
        ActivityKind::DealChanged,
        "Förderband",
        moment("2026-03-01T12:00:00Z"),
    );
    let mut recording = world.store.begin(world.admin.account).await.unwrap();
    recording.record(std::slice::from_ref(&entry)).await.unwrap();
    // What was recorded is put off until something is read.
    recording.outcomes().await.unwrap();
    let mut changing = world.store.begin(world.admin.account).await.unwrap();
    assert!(changing.account_to_change().await.unwrap().is_some());
    let mut reading = world.store.begin(world.admin.account).await.unwrap();
    assert!(matches!(reading.account().await, Err(StoreError::Busy)));
    for unit in [recording, changing, reading] {
        unit.rollback().await;
    }
}

#[tokio::test]
async fn midnights_move_by_the_order_of_ids() {
    let world = World::new().await;
    let (low, high) = (
        world.contact_task("Anruf").await,
        world.contact_task("Brief").await,
    );
    assert!(low.id < high.id);
    let operator = client(&world.url).await;
    // The older one is written anew, so that it lies behind the other.
    for id in [high.id, low.id] {
        let due = format!(
            "update tasks set due_on = '2026-03-02', overdue_from = '2026-03-03' where id = '{}'",
            id.uuid()
        );
        operator.batch_execute(&due).await.unwrap();
    }
    let mut holding = world.store.begin(world.admin.account).await.unwrap();
    holding.task(low.id).await.unwrap();
    let moving = async {
        let mut unit = world.store.begin(world.admin.account).await.unwrap();
        let midnights = [("2026-03-02".parse().unwrap(), moment("2026-03-03T05:00:00Z"))];
        unit.put_overdue_from(&midnights.into()).await.unwrap();
        unit.commit().await.unwrap();
    };
    let looking = async {
        until_waiting(&operator, 1).await;
        let other = format!(
            "select from tasks where id = '{}' for update nowait",
            high.id.uuid()
        );
        operator
            .batch_execute(&other)
            .await
            .expect("nobody holds it who waits for an earlier one");
        holding.rollback().await;
    };
    tokio::join!(moving, looking);
}

/// A task that somebody holds.
async fn held_task() -> (World, Task, Unit) {
    let world = World::new().await;
    let task = world.contact_task("Anruf").await;
    let mut holding = world.store.begin(world.admin.account).await.unwrap();
    holding.task(task.id).await.unwrap();
    (world, task, holding)
}

/// The first one waits for whoever holds the task, for longer than it would wait along with others.
#[tokio::test]
async fn who_sends_a_request_again_waits_for_the_first_one_and_is_told_the_same() {
    let (world, task, holding) = held_task().await;
    let operator = client(&world.url).await;
    let send = || {
        let cmd = completing(&task, &world.outcomes[0]);
        world.commands.complete_task(&world.admin, cmd)
    };
    let release = async {
        until_waiting(&operator, 1).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        holding.rollback().await;
    };
    let (first, again, ()) = tokio::join!(send(), send(), release);
    let (first, again) = (first.unwrap(), again.unwrap());
    assert_eq!(first.task, again.task);
    assert_eq!(first.task.version, task.version.next());
}

/// While the first one waits for whoever holds the task, the outcome is withdrawn, and it is sent again: whether the first
/// comes before that depends on how long it has to wait.
#[tokio::test]
async fn who_sends_a_request_again_after_a_change_is_told_the_same_as_the_first_one() {
    for held_for in [0, 300] {
        let (world, task, holding) = held_task().await;
        let operator = client(&world.url).await;
        let send = || {
            let cmd = completing(&task, &world.outcomes[0]);
            world.commands.complete_task(&world.admin, cmd)
        };
        let (first, again) = tokio::join!(send(), async {
            until_waiting(&operator, 1).await;
            world.offer(&world.outcomes[1..]).await;
            let release = async {
                tokio::time::sleep(Duration::from_millis(held_for)).await;
                holding.rollback().await;
            };
            tokio::join!(send(), release).0
        });
        let mut unit = world.store.begin(world.admin.account).await.unwrap();
        let stored = unit.task(task.id).await.unwrap();
        unit.rollback().await;
        match (first, again) {
            (Ok(first), Ok(again)) => {
                assert_eq!(first.task, again.task);
                assert_eq!(Some(first.task), stored);
            }
            (Err(_), Err(_)) => assert_eq!(stored, Some(task)),
            (first, again) => panic!("{held_for}: {first:?}, {again:?}"),
        }
    }
}

/// It is read again where it is held, so that it and its completion are of one moment.
#[tokio::test]
async fn a_completed_task_that_is_being_changed_is_waited_for_and_read_anew() {
    let world = World::new().await;
    let task = world.contact_task("Anruf").await;
    world.complete(&task, &world.outcomes[0], Some("gut")).await;
    let operator = client(&world.url).await;
    let mut changing = world.store.begin(world.admin.account).await.unwrap();
    let mut completed = changing.task(task.id).await.unwrap().unwrap();
    completed.version = completed.version.next();
    changing
        .put_tasks(std::slice::from_ref(&completed))
        .await
        .unwrap();
    let reading = async {
        let mut unit = world.store.begin(world.admin.account).await.unwrap();
        let found = unit.task_to_complete(task.id).await;
        (found, unit.commit().await)
    };
    let ((found, ended), ()) = tokio::join!(reading, async {
        until_waiting(&operator, 1).await;
        changing.commit().await.unwrap();
    });
    assert!(matches!(found, Err(StoreError::Conflict)), "{found:?}");
    assert!(matches!(ended, Err(StoreError::Conflict)), "{ended:?}");
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    let found = unit.task_to_complete(task.id).await.unwrap().unwrap();
    assert_eq!(found.task, completed);
    unit.rollback().await;
}
