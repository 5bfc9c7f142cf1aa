//! Units of work on real connections: what they leave behind, how long they wait, what they cost.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::time::Duration;

use adapter_postgres::{ConnectError, PgPool, PoolOptions};
use application::{
    StoreError,
    ports::{Reads as _, Store},
};
use domain::{TaskState, text::TypeName};
use support::{client, migrated_database, world::World};
use testkit::builders::the_beginning;
use tokio::time::timeout;

#[tokio::test]
async fn a_rolled_back_and_a_dropped_unit_leave_no_trace_and_no_dirty_connection() {
    let world = World::with(|options| options.size = 1).await;
    for explicit in [true, false] {
        let mut unit = world.store.begin(world.admin.account).await.unwrap();
        let mut renamed = unit.task_type(world.types[0].id).await.unwrap().unwrap();
        renamed.name = TypeName::parse("Renamed").unwrap();
        unit.put_task_type(&renamed).await.unwrap();
        if explicit {
            unit.rollback().await;
        } else {
            drop(unit);
        }
        let mut unit = world.store.begin(world.admin.account).await.unwrap();
        assert_eq!(
            unit.task_types().await.unwrap(),
            world.types,
            "explicit: {explicit}"
        );
        unit.commit().await.unwrap();
    }
}

#[tokio::test]
async fn nothing_is_committed_after_a_statement_has_failed() {
    let world = World::new().await;
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    let mut renamed = world.types[0].clone();
    renamed.name = TypeName::parse("Renamed").unwrap();
    unit.put_task_type(&renamed).await.unwrap();
    renamed.name = world.types[1].name.clone();
    assert!(matches!(
        unit.put_task_type(&renamed).await,
        Err(StoreError::Conflict)
    ));
    assert!(matches!(unit.commit().await, Err(StoreError::Conflict)));
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    assert_eq!(unit.task_types().await.unwrap(), world.types);
    unit.rollback().await;
}

#[tokio::test]
async fn a_full_pool_is_busy_in_bounded_time_and_recovers() {
    let world = World::with(|options| (options.size, options.wait) = (1, Duration::from_millis(200))).await;
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    unit.settings().await.unwrap();
    let mut waiting = world.store.begin(world.admin.account).await.unwrap();
    let found = timeout(Duration::from_secs(5), waiting.settings()).await.unwrap();
    assert!(matches!(found, Err(StoreError::Busy)));
    assert!(matches!(waiting.commit().await, Err(StoreError::Busy)));
    let task = domain::TaskId::new(world.types[0].id.uuid());
    let mut waiting = world.store.begin(world.admin.account).await.unwrap();
    let found = timeout(Duration::from_secs(5), waiting.task_to_complete(task)).await;
    assert!(matches!(found.unwrap(), Err(StoreError::Busy)));
    assert!(matches!(waiting.commit().await, Err(StoreError::Busy)));
    let signed_in = world
        .store
        .signed_in(world.admin.account, &[0; 32], the_beginning());
    let signed_in = timeout(Duration::from_secs(5), signed_in).await;
    assert!(matches!(signed_in.unwrap(), Err(StoreError::Busy)));
    unit.rollback().await;
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    assert_eq!(unit.task_to_complete(task).await.unwrap(), None);
    unit.rollback().await;
}

#[tokio::test]
async fn connections_that_the_server_closed_are_replaced_unnoticed() {
    let world = World::with(|options| options.size = 2).await;
    let mut units = Vec::new();
    for _ in 0..2 {
        let mut unit = world.store.begin(world.admin.account).await.unwrap();
        assert!(unit.account().await.unwrap().is_some());
        units.push(unit);
    }
    for unit in units {
        unit.rollback().await;
    }
    let others = "select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and pid <> pg_backend_pid()";
    client(&world.url).await.batch_execute(others).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    for _ in 0..3 {
        let mut unit = world.store.begin(world.admin.account).await.unwrap();
        assert!(unit.account().await.unwrap().is_some());
        unit.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_lock_and_a_statement_that_take_too_long_are_busy() {
    let world = World::with(|options| options.lock_timeout = Duration::from_millis(100)).await;
    let mut first = world.store.begin(world.admin.account).await.unwrap();
    first.settings().await.unwrap();
    let mut second = world.store.begin(world.admin.account).await.unwrap();
    assert!(matches!(second.settings().await, Err(StoreError::Busy)));
    second.rollback().await;
    first.rollback().await;
}

#[tokio::test]
async fn of_two_units_that_wait_for_each_other_one_meets_a_conflict() {
    let world = World::new().await;
    let [a, b] = [&world.types[0], &world.types[1]];
    let mut first = world.store.begin(world.admin.account).await.unwrap();
    let mut second = world.store.begin(world.admin.account).await.unwrap();
    first.task_type(a.id).await.unwrap();
    second.task_type(b.id).await.unwrap();
    let (one, other) = tokio::join!(first.task_type(b.id), second.task_type(a.id));
    let lost = [&one, &other]
        .into_iter()
        .filter(|found| matches!(found, Err(StoreError::Conflict)))
        .count();
    assert_eq!(lost, 1, "{one:?} {other:?}");
    first.rollback().await;
    second.rollback().await;
}

#[tokio::test]
async fn opening_tasks_in_a_type_excludes_archiving_it_but_not_each_other() {
    let world = World::with(|options| options.lock_timeout = Duration::from_millis(100)).await;
    let id = world.types[0].id;
    let mut opening = world.store.begin(world.admin.account).await.unwrap();
    opening.task_type_to_open_in(id).await.unwrap().unwrap();
    let mut also_opening = world.store.begin(world.admin.account).await.unwrap();
    also_opening.task_type_to_open_in(id).await.unwrap().unwrap();
    also_opening.rollback().await;
    let mut archiving = world.store.begin(world.admin.account).await.unwrap();
    assert!(matches!(archiving.task_type(id).await, Err(StoreError::Busy)));
    archiving.rollback().await;
    opening.rollback().await;
    let mut archiving = world.store.begin(world.admin.account).await.unwrap();
    archiving.task_type(id).await.unwrap().unwrap();
    let mut opening = world.store.begin(world.admin.account).await.unwrap();
    assert!(matches!(
        opening.task_type_to_open_in(id).await,
        Err(StoreError::Busy)
    ));
    opening.rollback().await;
    archiving.rollback().await;
}

#[tokio::test]
async fn locked_types_and_outcomes_do_not_hold_up_completions() {
    let world = World::with(|options| options.lock_timeout = Duration::from_millis(100)).await;
    let task = world.contact_task("Anruf").await;
    let mut admin = world.store.begin(world.admin.account).await.unwrap();
    admin.settings().await.unwrap();
    admin.task_type(task.task_type).await.unwrap();
    admin.outcome(world.outcomes[0].id).await.unwrap();
    assert!(
        world
            .complete(&task, &world.outcomes[0], None)
            .await
            .completion()
            .is_some()
    );
    admin.rollback().await;
}

#[tokio::test]
async fn whoever_waits_for_a_task_sees_how_the_other_one_completed_it() {
    let world = World::new().await;
    let task = world.contact_task("Anruf").await;
    let mut first = world.store.begin(world.admin.account).await.unwrap();
    let mut locked = first.task(task.id).await.unwrap().unwrap();
    let mut second = world.store.begin(world.admin.account).await.unwrap();
    let waiting = async {
        let seen = second.task(task.id).await.unwrap().unwrap();
        second.rollback().await;
        seen
    };
    let completing = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let rules = first.completion_rules(&[locked.task_type].into()).await.unwrap();
        let rule = &rules[&locked.task_type];
        let id = domain::CompletionId::new(uuid::Uuid::from_u128(77));
        let (outcome, by) = (Some(world.outcomes[1].id), world.admin.user);
        let (completion, _) = locked
            .complete(rule, outcome, None, id, by, locked.created_at)
            .unwrap();
        first
            .add_completions(std::slice::from_ref(&locked))
            .await
            .unwrap();
        first.put_tasks(std::slice::from_ref(&locked)).await.unwrap();
        first.commit().await.unwrap();
        completion
    };
    let (seen, completion) = tokio::join!(waiting, completing);
    assert_eq!(seen.state, TaskState::Completed(completion));
}

#[tokio::test]
async fn a_second_current_completion_of_a_task_is_a_conflict() {
    let world = World::new().await;
    let task = world.contact_task("Anruf").await;
    let mut done = world.complete(&task, &world.outcomes[0], Some("gut")).await;
    let mut again = done.completion().unwrap().clone();
    again.id = domain::CompletionId::new(uuid::Uuid::from_u128(77));
    done.state = TaskState::Completed(again);
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    unit.add_completions(&[done]).await.unwrap();
    assert!(matches!(unit.commit().await, Err(StoreError::Conflict)));
}

#[tokio::test]
async fn the_number_of_statements_does_not_grow_with_rows() {
    let world = World::new().await;
    let mut tasks = Vec::new();
    for number in 0..40 {
        tasks.push(world.contact_task(&format!("Anruf {number}")).await);
    }
    let mut spent = Vec::new();
    let (few, many) = tasks.split_at_mut(2);
    for some in [few, many] {
        for task in some.iter_mut() {
            task.task_type = world.types[1].id;
            task.version = task.version.next();
        }
        let before = world.pool.statements();
        let mut unit = world.store.begin(world.admin.account).await.unwrap();
        unit.put_tasks(some).await.unwrap();
        unit.commit().await.unwrap();
        spent.push(world.pool.statements() - before);
    }
    assert_eq!(spent, [3, 3], "begin, one statement, commit");
    let session = world.queries.session(world.admin);
    let ids: Vec<_> = tasks.iter().map(|task| task.id).collect();
    let mut stored = session.tasks_by_id(&ids).await.unwrap();
    stored.sort_by_key(|task| task.id);
    assert_eq!(stored, tasks);
    session.close().await;
}

#[tokio::test]
async fn completing_a_task_takes_a_fixed_number_of_statements() {
    let world = World::new().await;
    let task = world.contact_task("Anruf").await;
    let before = world.pool.statements();
    world.complete(&task, &world.outcomes[0], Some("gut")).await;
    let spent = world.pool.statements() - before;
    assert_eq!(
        spent, 6,
        "begin, task with its name and rule, the end of that; begin, the changes in one, commit"
    );
}

#[tokio::test]
async fn a_role_that_owns_a_table_is_refused_in_one_sentence() {
    let url = migrated_database().await;
    let own = "create table hole (id int); alter table hole owner to task_outcomes_server";
    client(&url).await.batch_execute(own).await.unwrap();
    let error = PgPool::open(PoolOptions::new(url)).await.unwrap_err();
    assert_eq!(error, ConnectError::Privileged { fault: "owns tables" });
    assert!(error.to_string().starts_with("refusing to serve"));
}

#[tokio::test]
async fn what_is_wrong_with_a_url_is_told_in_one_sentence() {
    let cases = [
        ("not a url", ConnectError::Url),
        ("postgres://u@127.0.0.1:1/d", ConnectError::Unreachable),
        ("postgres://u@127.0.0.1:1/d?sslmode=require", ConnectError::Tls),
    ];
    for (url, expected) in cases {
        assert_eq!(
            PgPool::open(PoolOptions::new(url)).await.unwrap_err(),
            expected,
            "{url}"
        );
    }
    let migrated = migrated_database().await;
    let missing = migrated.replace("pg_", "missing_");
    assert_eq!(
        PgPool::open(PoolOptions::new(missing)).await.unwrap_err(),
        ConnectError::NoDatabase
    );
    let empty = support::empty_database().await;
    let nobody = support::with_login(&empty, "nobody_at_all");
    let error = PgPool::open(PoolOptions::new(nobody)).await.unwrap_err();
    assert_eq!(error, ConnectError::Login);
}
