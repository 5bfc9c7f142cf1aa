//! The races R1 to R6 of the domain: real transactions at the same time, two hundred times each, and both orders seen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use application::commands::{
    ArchiveOutcome, ArchiveOutcomeError, ArchiveTaskType, ArchiveTaskTypeError, CompleteTask,
    CompleteTaskError, CompletionFields, CompletionRefusal, ContactFields, CreateContact, CreateContactError,
    CreateOutcome, CreateTask, CreateTaskError, CreateTaskType, DeleteOutcome, DeleteOutcomeError,
    ReopenTask, ReopenTaskError, SaveTaskTypeOutcomes, SaveTaskTypeOutcomesError, TaskFields, UpdateTask,
    UpdateTaskError,
};
use application::ports::Reads;
use domain::{
    OutcomeId, Patch, Sentiment, Subject, Task, TaskOutcome, TaskType, TaskTypeId, Version,
    settings::RequestedAssignment,
};
use support::{
    client,
    race::{First, Start, race},
    world::World,
};
use tokio_postgres::{Client, error::SqlState};

#[tokio::test]
async fn r1_create_a_task_or_archive_its_type() {
    let world = World::new().await;
    race(async |number, start| {
        let from = a_type(&world, number).await;
        let creating = world.commands.create_task(&world.admin, a_task(&world, from.id));
        let archiving = archive_type(&world, from.id, None);
        match start.both(creating, archiving).await {
            (Ok(_), Err(ArchiveTaskTypeError::HasOpenTasks(1))) => clear(&world, from.id).await,
            (Err(CreateTaskError::Input(_)), Ok(_)) => First::Other,
            others => panic!("{others:?}"),
        }
    })
    .await;
}

#[tokio::test]
async fn r1_reopen_a_task_or_archive_its_type() {
    let world = World::new().await;
    race(async |number, start| {
        let from = a_type(&world, number).await;
        let open = world.commands.create_task(&world.admin, a_task(&world, from.id));
        let done = world
            .complete(&open.await.unwrap(), &world.outcomes[0], None)
            .await;
        let cmd = ReopenTask {
            task: done.id,
            reason: None,
            task_type: None,
            expected_version: None,
        };
        let reopening = world.commands.reopen_task(&world.admin, cmd);
        match start.both(reopening, archive_type(&world, from.id, None)).await {
            (Ok(_), Err(ArchiveTaskTypeError::HasOpenTasks(1))) => clear(&world, from.id).await,
            (Err(ReopenTaskError::Input(_)), Ok(_)) => First::Other,
            others => panic!("{others:?}"),
        }
    })
    .await;
}

#[tokio::test]
async fn r1_give_a_task_another_type_or_archive_that_type() {
    let world = World::new().await;
    let task = world.contact_task("Anruf").await;
    let target = world.types[1].id;
    race(async |number, start| {
        let to = a_type(&world, number).await;
        let retyping = update(&world, &task, |cmd| cmd.task_type = Patch::Set(to.id));
        let archiving = archive_type(&world, to.id, Some(target));
        match start.both(retyping, archiving).await {
            (Ok(_), Ok(archived)) => {
                assert_eq!(
                    archived.moved_tasks, 1,
                    "what came before the archiving was moved by it"
                );
                First::One
            }
            (Err(UpdateTaskError::Input(_)), Ok(archived)) => {
                assert_eq!(archived.moved_tasks, 0);
                First::Other
            }
            others => panic!("{others:?}"),
        }
    })
    .await;
}

#[tokio::test]
async fn r2_change_a_task_or_move_it_and_the_history_tells_it_in_that_order() {
    let world = World::new().await;
    race(async |number, start| {
        let from = a_type(&world, number).await;
        let task = world
            .commands
            .create_task(&world.admin, a_task(&world, from.id))
            .await
            .unwrap();
        let renaming = update(&world, &task, |cmd| cmd.title = Patch::Set("Rückruf".to_owned()));
        let archiving = archive_type(&world, from.id, Some(world.types[0].id));
        match start.both(renaming, archiving).await {
            (Ok(renamed), Ok(_)) if renamed.task_type == from.id => First::One,
            (Ok(_), Ok(_)) => First::Other,
            others => panic!("{others:?}"),
        }
    })
    .await;
    let reading = world.store.open(world.admin.account);
    let found = testkit::proof::contradictions(&*reading).await.unwrap();
    reading.close().await;
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn r2_assign_an_outcome_as_the_only_one_or_archive_it() {
    let world = World::new().await;
    let (target, base) = (world.types[0].id, world.outcomes[0].id);
    race(async |number, start| {
        let outcome = an_outcome(&world, number, vec![]).await.id;
        let (saving, archiving) = (save(&world, target, outcome), archive_outcome(&world, outcome));
        match start.both(saving, archiving).await {
            (Ok(_), Err(ArchiveOutcomeError::TypesWithoutOutcomes(types))) => {
                assert_eq!(types, [target]);
                save(&world, target, base).await.unwrap();
                archive_outcome(&world, outcome).await.unwrap();
                First::One
            }
            (Err(SaveTaskTypeOutcomesError::Input(_)), Ok(_)) => First::Other,
            others => panic!("{others:?}"),
        }
    })
    .await;
}

#[tokio::test]
async fn r3_complete_with_an_outcome_or_withdraw_it() {
    let world = World::new().await;
    race(async |number, start| {
        let outcome = an_outcome(&world, number, vec![world.types[0].id]).await.id;
        let task = world.contact_task("Anruf").await;
        let (completing, archiving) = (complete(&world, &task, outcome), archive_outcome(&world, outcome));
        match start.both(completing, archiving).await {
            (Ok(_), Ok(_)) => First::One,
            (Err(CompleteTaskError::Refused(CompletionRefusal::NotAssigned(offered))), Ok(_)) => {
                assert!(offered.iter().all(|one| one.id != outcome));
                First::Other
            }
            others => panic!("{others:?}"),
        }
    })
    .await;
}

#[tokio::test]
async fn r3_complete_with_an_outcome_or_delete_it() {
    let world = World::new().await;
    race(async |number, start| {
        let outcome = an_outcome(&world, number, vec![world.types[0].id]).await.id;
        let task = world.contact_task("Anruf").await;
        let cmd = DeleteOutcome {
            outcome,
            expected_version: None,
        };
        let deleting = world.commands.delete_outcome(&world.admin, cmd);
        match start.both(complete(&world, &task, outcome), deleting).await {
            (Ok(_), Err(DeleteOutcomeError::InUse(1))) => {
                archive_outcome(&world, outcome).await.unwrap();
                First::One
            }
            // The order was "deleted, then completed": a deleted id is not found.
            (Err(CompleteTaskError::Input(_)), Ok(_)) => First::Other,
            others => panic!("{others:?}"),
        }
    })
    .await;
}

#[tokio::test]
async fn r4_two_complete_one_task() {
    let world = World::new().await;
    let [one, other] = [world.outcomes[0].id, world.outcomes[1].id];
    race(async |_, start| {
        let task = world.contact_task("Anruf").await;
        match start
            .both(complete(&world, &task, one), complete(&world, &task, other))
            .await
        {
            (Ok(done), Err(CompleteTaskError::Refused(CompletionRefusal::AlreadyCompleted(seen)))) => {
                told(First::One, &done, &seen)
            }
            (Err(CompleteTaskError::Refused(CompletionRefusal::AlreadyCompleted(seen))), Ok(done)) => {
                told(First::Other, &done, &seen)
            }
            others => panic!("{others:?}"),
        }
    })
    .await;
}

#[tokio::test]
async fn r5_two_with_one_version_and_two_without() {
    let world = World::new().await;
    let mut task = world.contact_task("Anruf").await;
    race(async |number, start| {
        let version = (number % 2 == 0).then_some(task.version);
        let rename = |title: String| {
            update(&world, &task, move |cmd| {
                cmd.title = Patch::Set(title);
                cmd.expected_version = version;
            })
        };
        let both = start
            .both(
                rename(format!("Anruf {number}")),
                rename(format!("Rückruf {number}")),
            )
            .await;
        let (first, last) = match (both, version) {
            ((Ok(done), Err(UpdateTaskError::Stale(stale))), Some(_)) => {
                assert_eq!(stale.current, done.version);
                (First::One, done)
            }
            ((Err(UpdateTaskError::Stale(stale)), Ok(done)), Some(_)) => {
                assert_eq!(stale.current, done.version);
                (First::Other, done)
            }
            ((Ok(one), Ok(other)), None) if one.version < other.version => (First::One, other),
            ((Ok(one), Ok(_)), None) => (First::Other, one),
            (others, version) => panic!("{others:?} with {version:?}"),
        };
        task = last;
        first
    })
    .await;
}

#[tokio::test]
async fn r6_a_unique_key_decides_between_two_contacts() {
    let world = World::new().await;
    race(async |number, start| {
        let create = || create_contact(&world, format!("x-{number}"));
        match start.both(create(), create()).await {
            (Ok(made), Err(CreateContactError::Taken(existing))) if made.id == existing => First::One,
            (Err(CreateContactError::Taken(existing)), Ok(made)) if made.id == existing => First::Other,
            others => panic!("{others:?}"),
        }
    })
    .await;
}

#[tokio::test]
async fn r6_the_tables_alone_keep_one_current_completion() {
    let world = World::new().await;
    let task = world.contact_task("Anruf").await;
    world.complete(&task, &world.outcomes[0], None).await;
    let (a, b) = (client(&world.url).await, client(&world.url).await);
    a.batch_execute("update completions set superseded_at = now()")
        .await
        .unwrap();
    let again = "insert into completions select (jsonb_populate_record(one, \
        jsonb_build_object('id', gen_random_uuid(), 'superseded_at', null))).* from completions one";
    race(async |_, start| {
        let first = backstop(&a, &b, start, [again, again], "completions_current").await;
        a.batch_execute("delete from completions where superseded_at is null")
            .await
            .unwrap();
        first
    })
    .await;
}

#[tokio::test]
async fn r6_the_tables_alone_keep_one_outcome_at_each_of_20_places() {
    let world = World::new().await;
    let (a, b) = (client(&world.url).await, client(&world.url).await);
    let at = |place: u8, outcome: OutcomeId| {
        format!(
            "insert into assignments (account_id, task_type_id, position, outcome_id) values ('{}', '{}', {place}, '{}')",
            world.admin.account.uuid(),
            world.types[0].id.uuid(),
            outcome.uuid()
        )
    };
    a.batch_execute("delete from assignments").await.unwrap();
    let inserts = [at(19, world.outcomes[0].id), at(19, world.outcomes[1].id)];
    race(async |_, start| {
        let inserts = [inserts[0].as_str(), inserts[1].as_str()];
        let first = backstop(&a, &b, start, inserts, "assignments_position_unique").await;
        a.batch_execute("delete from assignments").await.unwrap();
        first
    })
    .await;
    let beyond = a.batch_execute(&at(20, world.outcomes[0].id)).await.unwrap_err();
    assert_eq!(beyond.code(), Some(&SqlState::CHECK_VIOLATION));
}

/// Of two statements at once one succeeds, and the constraint of this name refuses the other.
async fn backstop(a: &Client, b: &Client, start: Start, sql: [&str; 2], constraint: &str) -> First {
    let both = start.both(a.batch_execute(sql[0]), b.batch_execute(sql[1])).await;
    let (first, refused) = match both {
        (Ok(()), Err(refused)) => (First::One, refused),
        (Err(refused), Ok(())) => (First::Other, refused),
        others => panic!("{others:?}"),
    };
    assert_eq!(refused.as_db_error().unwrap().constraint(), Some(constraint));
    first
}

/// The loser is told the winner's completion.
fn told(first: First, done: &Task, seen: &Task) -> First {
    assert_eq!(seen, done);
    first
}

async fn a_type(world: &World, number: usize) -> TaskType {
    let cmd = CreateTaskType {
        name: format!("Art {number}"),
        outcomes: Some(vec![world.outcomes[0].id]),
        idempotency_key: None,
    };
    world.commands.create_task_type(&world.admin, cmd).await.unwrap()
}

async fn an_outcome(world: &World, number: usize, task_types: Vec<TaskTypeId>) -> TaskOutcome {
    let cmd = CreateOutcome {
        description: None,
        label: format!("Ergebnis {number}"),
        sentiment: Sentiment::Neutral,
        task_types,
        idempotency_key: None,
    };
    world.commands.create_outcome(&world.admin, cmd).await.unwrap()
}

fn a_task(world: &World, task_type: TaskTypeId) -> CreateTask {
    CreateTask {
        fields: TaskFields {
            title: "Anruf".to_owned(),
            description: None,
            task_type,
            owner: Patch::Keep,
            due_on: None,
            due_at: None,
        },
        subject: Subject::Contact(world.contact.id),
        completion: None,
        idempotency_key: None,
    }
}

/// Archives the type after all, so that the next round has room for another one.
async fn clear(world: &World, task_type: TaskTypeId) -> First {
    let archived = archive_type(world, task_type, Some(world.types[0].id)).await;
    assert_eq!(archived.unwrap().moved_tasks, 1);
    First::One
}

async fn archive_type(
    world: &World,
    task_type: TaskTypeId,
    move_open_tasks_to: Option<TaskTypeId>,
) -> Result<application::commands::ArchivedTaskType, ArchiveTaskTypeError> {
    let cmd = ArchiveTaskType {
        task_type,
        move_open_tasks_to,
        expected_version: None,
    };
    world.commands.archive_task_type(&world.admin, cmd).await
}

async fn archive_outcome(world: &World, outcome: OutcomeId) -> Result<TaskOutcome, ArchiveOutcomeError> {
    let cmd = ArchiveOutcome {
        replace_with: None,
        outcome,
        expected_version: None,
    };
    world.commands.archive_outcome(&world.admin, cmd).await
}

/// Offers this outcome, and no other one, for the type.
async fn save(
    world: &World,
    task_type: TaskTypeId,
    outcome: OutcomeId,
) -> Result<domain::TaskSettings, SaveTaskTypeOutcomesError> {
    let list = RequestedAssignment {
        task_type,
        outcomes: vec![outcome],
    };
    let cmd = SaveTaskTypeOutcomes {
        assignments: vec![list],
        expected_version: None,
        idempotency_key: None,
    };
    world.commands.save_task_type_outcomes(&world.admin, cmd).await
}

async fn complete(world: &World, task: &Task, outcome: OutcomeId) -> Result<Task, CompleteTaskError> {
    let cmd = CompleteTask {
        task: task.id,
        how: CompletionFields {
            outcome: Some(outcome),
            notes: None,
        },
        follow_up: None,
        expected_version: None,
        idempotency_key: None,
    };
    let completed = world.commands.complete_task(&world.admin, cmd).await;
    completed.map(|completed| completed.task)
}

async fn update(
    world: &World,
    task: &Task,
    change: impl FnOnce(&mut UpdateTask),
) -> Result<Task, UpdateTaskError> {
    let mut cmd = UpdateTask {
        task: task.id,
        title: Patch::Keep,
        description: Patch::Keep,
        task_type: Patch::Keep,
        owner: Patch::Keep,
        due_on: Patch::Keep,
        due_at: Patch::Keep,
        expected_version: None::<Version>,
    };
    change(&mut cmd);
    // The largest of the futures: boxed, so that two of them in a race stay small.
    Box::pin(world.commands.update_task(&world.admin, cmd)).await
}

async fn create_contact(world: &World, external_id: String) -> Result<domain::Contact, CreateContactError> {
    let fields = ContactFields {
        name: "Dora".to_owned(),
        external_id: Some(external_id),
        ..ContactFields::default()
    };
    let cmd = CreateContact {
        fields,
        idempotency_key: None,
    };
    world.commands.create_contact(&world.admin, cmd).await
}
