//! Units that come at the same time are read for and committed together (ADR 19), and none is worse off for it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::{
    ops::Range,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use adapter_postgres::{PgPool, PgStore, PoolOptions};
use application::{
    Commands, StoreError, Unit,
    commands::{CompleteTask, CompletionFields},
    ports::{Ids as _, KeyUse, Reads as _, Store as _},
};
use domain::{ApiToken, CompletionId, Task, TaskId, Version, text::IdempotencyKey};
use futures_util::{FutureExt as _, StreamExt as _, future::join_all, stream::FuturesUnordered};
use jiff::SignedDuration;
use support::{
    client, until_waiting,
    world::{Ticking, World},
};
use testkit::builders::{a_user, an_api_token, the_beginning};
use tokio::task::yield_now;
use uuid::Uuid;

impl World {
    async fn open(&self, number: usize) -> Vec<Task> {
        let mut open = Vec::new();
        for number in 0..number {
            open.push(self.contact_task(&format!("Anruf {number}")).await);
        }
        open
    }

    /// A unit that has completed a task as it was read, to be committed.
    async fn completing(&self, task: &Task) -> Unit {
        let mut unit = self.store.begin(self.admin.account).await.unwrap();
        let found = unit.task_to_complete(task.id).await.unwrap().unwrap();
        let mut completed = found.task;
        let read = completed.version;
        let (outcome, id) = (self.outcomes[0].id, CompletionId::new(self.ids.next()));
        let by = self.admin.user;
        completed
            .complete(&found.rule, Some(outcome), None, id, by, the_beginning())
            .unwrap();
        unit.put_completed(&completed, read).await.unwrap();
        unit
    }

    async fn all_completing(&self, tasks: &[Task]) -> Vec<Unit> {
        let mut units = Vec::new();
        for task in tasks {
            units.push(self.completing(task).await);
        }
        units
    }

    fn key(&self, name: &str) -> KeyUse {
        KeyUse {
            user: self.admin.user,
            use_case: "complete_task",
            key: IdempotencyKey::parse(name).unwrap(),
            input_hash: [7; 32],
            used_at: the_beginning(),
            expired_at: the_beginning() - SignedDuration::from_hours(24),
        }
    }

    /// The versions of tasks as they are stored.
    async fn versions(&self, tasks: &[Task]) -> Vec<Version> {
        let ids: Vec<TaskId> = tasks.iter().map(|task| task.id).collect();
        let reading = self.store.open(self.admin.account);
        let mut stored = reading.tasks_by_id(&ids).await.unwrap();
        reading.close().await;
        stored.sort_unstable_by_key(|task| task.id);
        for task in &stored {
            assert_eq!(task.is_open(), task.version == Version::FIRST, "{task:?}");
        }
        stored.into_iter().map(|task| task.version).collect()
    }
}

const COMPLETED: Version = Version::new(2);

#[tokio::test]
async fn who_comes_at_the_same_time_is_read_for_and_committed_together() {
    let world = World::new().await;
    let tasks = world.open(5).await;
    let before = world.pool.statements();
    let units = join_all(tasks.iter().map(|task| world.completing(task))).await;
    assert_eq!(
        world.pool.statements() - before,
        3,
        "the beginning, tasks with their rules, the end: once for all five"
    );
    let before = world.pool.statements();
    for ended in join_all(units.into_iter().map(Unit::commit)).await {
        ended.unwrap();
    }
    assert_eq!(
        world.pool.statements() - before,
        3,
        "the beginning, all changes, the end"
    );
    assert_eq!(world.versions(&tasks).await, [COMPLETED; 5]);
}

#[tokio::test]
async fn a_task_that_was_changed_is_a_conflict_for_its_own_unit_alone() {
    let world = World::new().await;
    let mut tasks = world.open(4).await;
    tasks.sort_unstable_by_key(|task| task.id);
    let units = world.all_completing(&tasks).await;
    world.complete(&tasks[2], &world.outcomes[1], None).await;
    let ended = join_all(units.into_iter().map(Unit::commit)).await;
    let conflicts = ended
        .iter()
        .map(|ended| matches!(ended, Err(StoreError::Conflict)));
    assert_eq!(conflicts.collect::<Vec<_>>(), [false, false, true, false]);
    assert_eq!(ended.iter().filter(|ended| ended.is_ok()).count(), 3);
    assert_eq!(world.versions(&tasks).await, [COMPLETED; 4]);
}

#[tokio::test]
async fn a_task_that_somebody_holds_keeps_nobody_else_waiting() {
    let world = World::new().await;
    let tasks = world.open(4).await;
    let units = world.all_completing(&tasks).await;
    let operator = client(&world.url).await;
    let hold = format!(
        "begin; select from tasks where id = '{}' for update",
        tasks[1].id.uuid()
    );
    operator.batch_execute(&hold).await.unwrap();
    let numbered = units.into_iter().enumerate();
    let mut ending: FuturesUnordered<_> = numbered
        .map(async |(number, unit)| (number, unit.commit().await))
        .collect();
    let mut ended = Vec::new();
    while ended.len() < 3 {
        let (number, committed) = ending.next().await.unwrap();
        committed.unwrap();
        ended.push(number);
    }
    assert!(!ended.contains(&1), "held: {ended:?}");
    operator.batch_execute("rollback").await.unwrap();
    ending.next().await.unwrap().1.unwrap();
    assert_eq!(world.versions(&tasks).await, [COMPLETED; 4]);
}

#[tokio::test]
async fn of_two_who_complete_one_task_at_the_same_time_one_does() {
    let world = World::new().await;
    let tasks = world.open(2).await;
    let mut units = world.all_completing(&tasks).await;
    units.push(world.completing(&tasks[0]).await);
    let ended = join_all(units.into_iter().map(Unit::commit)).await;
    ended[1].as_ref().unwrap();
    let lost = [&ended[0], &ended[2]]
        .into_iter()
        .filter(|ended| matches!(ended, Err(StoreError::Conflict)));
    assert_eq!(lost.count(), 1, "{ended:?}");
    assert_eq!(world.versions(&tasks).await, [COMPLETED; 2]);
}

#[tokio::test]
async fn of_two_with_one_key_at_the_same_time_one_keeps_it_and_the_other_changes_nothing() {
    let world = World::new().await;
    let tasks = world.open(3).await;
    let mut units = world.all_completing(&tasks).await;
    let ids: Vec<Uuid> = tasks.iter().map(|task| task.id.uuid()).collect();
    for ((unit, name), id) in units.iter_mut().zip(["one", "other", "one"]).zip(&ids) {
        let key = world.key(name);
        unit.take_key(&key).await.unwrap();
        unit.keep_result(&key, &[*id]).await.unwrap();
    }
    let ended = join_all(units.into_iter().map(Unit::commit)).await;
    ended[1].as_ref().unwrap();
    let kept = usize::from(ended[0].is_err()) * 2;
    assert!(ended[kept].is_ok(), "{ended:?}");
    assert!(matches!(ended[2 - kept], Err(StoreError::Conflict)), "{ended:?}");
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    for (name, task) in [("one", kept), ("other", 1)] {
        let earlier = unit.earlier_use(&world.key(name)).await.unwrap().unwrap();
        assert_eq!(earlier.result, [ids[task]], "{name}");
    }
    unit.rollback().await;
    let open = world.versions(&tasks).await;
    assert_eq!(
        open.iter().filter(|version| **version == Version::FIRST).count(),
        1
    );
}

/// Each goes by its own moment: what has expired for one counts for another.
#[tokio::test]
async fn a_key_that_has_expired_is_kept_anew_and_one_that_counts_is_not() {
    let world = World::new().await;
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    for name in ["old", "counts"] {
        unit.keep_result(&world.key(name), &[]).await.unwrap();
    }
    unit.commit().await.unwrap();
    let tasks = world.open(2).await;
    let mut units = world.all_completing(&tasks).await;
    for ((unit, name), expired_at) in units.iter_mut().zip(["old", "counts"]).zip([0, -1]) {
        let mut key = world.key(name);
        key.expired_at = key.used_at + SignedDuration::from_micros(expired_at);
        let id = [tasks[0].id.uuid()];
        unit.keep_result(&key, &id).await.unwrap();
    }
    let ended = join_all(units.into_iter().map(Unit::commit)).await;
    ended[0].as_ref().unwrap();
    assert!(matches!(ended[1], Err(StoreError::Conflict)), "{ended:?}");
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    for (name, kept) in [("old", 1), ("counts", 0)] {
        let earlier = unit.earlier_use(&world.key(name)).await.unwrap().unwrap();
        assert_eq!(earlier.result.len(), kept, "{name}");
    }
    unit.rollback().await;
}

/// Two processes share nothing but the database.
#[tokio::test]
async fn one_key_sent_to_two_servers_at_the_same_time_is_done_once() {
    let world = World::new().await;
    let pool = PgPool::open(PoolOptions::new(world.url.as_str())).await.unwrap();
    let clock = Arc::new(Ticking::from_now());
    let other = Commands::new(Arc::new(PgStore::new(pool)), clock, world.ids.clone());
    for task in world.open(10).await {
        let send = |commands: &Commands| {
            let cmd = CompleteTask {
                task: task.id,
                how: CompletionFields {
                    outcome: Some(world.outcomes[0].id),
                    notes: None,
                },
                follow_up: None,
                expected_version: None,
                idempotency_key: Some(task.id.uuid().to_string()),
            };
            let commands = commands.clone();
            async move { commands.complete_task(&world.admin, cmd).await }
        };
        let (here, there) = tokio::join!(send(&world.commands), send(&other));
        let (here, there) = (here.unwrap(), there.unwrap());
        assert_eq!(here.task, there.task);
        assert_eq!(here.task.version, COMPLETED);
    }
}

#[tokio::test]
async fn each_token_signs_in_its_own_user_or_nobody() {
    let world = World::new().await;
    let [bert, gone] = ["Bert", "Gone"].map(a_user);
    let mut gone = gone;
    gone.is_active = false;
    let end = the_beginning();
    let [of_bert, of_gone, mut revoked, mut expired] = [&bert, &gone, &bert, &bert].map(an_api_token);
    revoked.revoked_at = Some(end);
    expired.expires_at = Some(end);
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    for user in [&bert, &gone] {
        unit.add_user(user).await.unwrap();
    }
    for (token, secret) in [(&of_bert, 1), (&of_gone, 2), (&revoked, 3), (&expired, 4)] {
        unit.add_api_token(token, &[secret; 32]).await.unwrap();
    }
    unit.put_api_token(&revoked).await.unwrap();
    unit.commit().await.unwrap();
    let before = end - SignedDuration::from_micros(1);
    let asked = [
        (1, end),
        (2, end),
        (3, end),
        (4, end),
        (4, before),
        (5, end),
        (1, end),
    ];
    let statements = world.pool.statements();
    let sign_in = async |(secret, now): (u8, _)| {
        let secret = [secret; 32];
        let found = world.store.signed_in(world.admin.account, &secret, now);
        found.await.unwrap().map(|found| (found.user, found.token.id))
    };
    let found = join_all(asked.into_iter().map(sign_in)).await;
    assert_eq!(
        world.pool.statements() - statements,
        3,
        "the beginning, tokens, the end"
    );
    let bert_by = |token: &ApiToken| Some((bert.clone(), token.id));
    let expected = [
        bert_by(&of_bert),
        None,
        None,
        None,
        bert_by(&expired),
        None,
        bert_by(&of_bert),
    ];
    assert_eq!(found, expected);
}

/// Groups that follow at once share a transaction, whose statements each see what was committed before. Whoever is told asks
/// again before another answer is read, as all is done by one thread.
#[tokio::test]
async fn a_token_is_revoked_at_once_while_others_keep_signing_in() {
    const SECRETS: Range<u8> = 1..30;
    let world = World::new().await;
    let user = a_user("Bert");
    let mut tokens: Vec<ApiToken> = SECRETS.map(|_| an_api_token(&user)).collect();
    let mut unit = world.store.begin(world.admin.account).await.unwrap();
    unit.add_user(&user).await.unwrap();
    for (token, secret) in tokens.iter().zip(SECRETS) {
        unit.add_api_token(token, &[secret; 32]).await.unwrap();
    }
    unit.commit().await.unwrap();
    let signs_in = async |secret: u8| {
        let secret = [secret; 32];
        let found = world
            .store
            .signed_in(world.admin.account, &secret, the_beginning());
        found.await.unwrap().is_some()
    };
    let is_done = AtomicBool::new(false);
    let before = world.pool.statements();
    // One is always looked up while the other waits.
    let keep_signing_in = async |begins_later: bool| {
        while begins_later && world.pool.statements() == before {
            yield_now().await;
        }
        let mut times = 0;
        while !is_done.load(Ordering::Relaxed) {
            signs_in(0).await;
            times += 1;
        }
        times
    };
    let revoking = async {
        for (token, secret) in tokens.iter_mut().zip(SECRETS) {
            assert!(signs_in(secret).await);
            token.revoked_at = Some(the_beginning());
            let mut unit = world.store.begin(world.admin.account).await.unwrap();
            unit.put_api_token(token).await.unwrap();
            unit.commit().await.unwrap();
            assert!(!signs_in(secret).await);
        }
        is_done.store(true, Ordering::Relaxed);
    };
    let (some, others, ()) = tokio::join!(keep_signing_in(false), keep_signing_in(true), revoking);
    let revoking = 3 * u64::from(SECRETS.end - SECRETS.start);
    let signing_in = world.pool.statements() - before - revoking;
    let groups = some + others;
    assert!(
        (groups + groups / 32..groups + groups / 2).contains(&signing_in),
        "{signing_in} statements for {some} and {others} groups"
    );
}

/// How a look-up ends that waits for a table, and how one that has to wait for the first.
async fn one_after_the_other(world: &World, first_is_cancelled: bool) -> [Result<(), StoreError>; 2] {
    let operator = client(&world.url).await;
    let sign_in = || {
        let found = world
            .store
            .signed_in(world.admin.account, &[1; 32], the_beginning());
        found.map(|found| found.map(drop))
    };
    let hold = "begin; lock table api_tokens in access exclusive mode";
    operator.batch_execute(hold).await.unwrap();
    let mut first = pin!(sign_in());
    assert!(first.as_mut().now_or_never().is_none());
    until_waiting(&operator, 1).await;
    let mut second = pin!(sign_in());
    assert!(second.as_mut().now_or_never().is_none());
    let cancel = "select pg_cancel_backend(pid) from pg_stat_activity \
                  where wait_event_type = 'Lock' and datname = current_database()";
    if first_is_cancelled {
        operator.batch_execute(cancel).await.unwrap();
        let first = first.await;
        operator.batch_execute("rollback").await.unwrap();
        return [first, second.await];
    }
    tokio::time::sleep(LONG).await;
    operator.batch_execute("rollback").await.unwrap();
    [first.await, second.await]
}

/// Longer than a transaction is left to the next group.
const LONG: Duration = Duration::from_millis(101);

#[tokio::test]
async fn a_look_up_that_fails_fails_for_its_own_group_alone() {
    let world = World::new().await;
    let [first, second] = one_after_the_other(&world, true).await;
    first.unwrap_err();
    second.unwrap();
}

#[tokio::test]
async fn a_transaction_that_took_long_is_left_to_nobody() {
    let world = World::new().await;
    let before = world.pool.statements();
    let both = one_after_the_other(&world, false).await;
    both.into_iter().for_each(Result::unwrap);
    assert_eq!(
        world.pool.statements() - before,
        6,
        "the beginning, tokens, the end: for each of the two"
    );
}
