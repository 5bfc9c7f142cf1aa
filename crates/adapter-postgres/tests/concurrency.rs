//! Many clients at once, through the use cases: what the locks promise, and no failure that nobody can act on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use application::commands::{
    ArchiveTaskType, CompleteTask, CompleteTaskError, CompletionFields, CompletionRefusal, CreateOutcome,
    CreateOutcomeError, CreateTask, ReopenTask, TaskFields,
};
use domain::{Patch, Sentiment, SettingsState, Subject, TaskTypeId};
use futures_util::future::join_all;
use support::world::World;

#[tokio::test]
async fn edge_33_of_32_clients_that_complete_one_task_one_wins() {
    let world = World::new().await;
    let task = world.contact_task("Anruf").await;
    let cmd = |outcome: usize| CompleteTask {
        how: CompletionFields {
            outcome: Some(world.outcomes[outcome].id),
            notes: None,
        },
        idempotency_key: None,
        follow_up: None,
        task: task.id,
        expected_version: None,
    };
    let all = join_all((0..32).map(|n| world.commands.complete_task(&world.admin, cmd(n % 2)))).await;
    let winner = all.iter().find_map(|result| result.as_ref().ok()).unwrap();
    assert_eq!(all.iter().filter(|result| result.is_ok()).count(), 1);
    for lost in all.iter().filter_map(|result| result.as_ref().err()) {
        assert!(
            matches!(lost, CompleteTaskError::Refused(CompletionRefusal::AlreadyCompleted(seen)) if **seen == winner.task),
            "{lost:?}"
        );
    }
}

#[tokio::test]
async fn edge_13_of_two_that_create_one_label_the_other_is_told_whose_it_is() {
    let world = World::new().await;
    let create = |label: &str| CreateOutcome {
        description: None,
        idempotency_key: None,
        label: label.to_owned(),
        sentiment: Sentiment::Neutral,
        task_types: Vec::new(),
    };
    let (a, b) = tokio::join!(
        world.commands.create_outcome(&world.admin, create("Straße")),
        world.commands.create_outcome(&world.admin, create("STRASSE"))
    );
    let (won, lost) = if a.is_ok() { (a, b) } else { (b, a) };
    let won = won.unwrap();
    assert!(matches!(lost, Err(CreateOutcomeError::Taken(existing)) if *existing == won));
}

#[tokio::test]
async fn edge_23_64_clients_cannot_give_a_type_more_than_20_outcomes() {
    let world = World::new().await;
    let target = world.types[0].id;
    let create = |label: String| CreateOutcome {
        description: None,
        idempotency_key: None,
        label,
        sentiment: Sentiment::Neutral,
        task_types: vec![target],
    };
    for number in 0..17 {
        world
            .commands
            .create_outcome(&world.admin, create(format!("Ergebnis {number}")))
            .await
            .unwrap();
    }
    let more = (0..64).map(|n| {
        world
            .commands
            .create_outcome(&world.admin, create(format!("Weiteres {n}")))
    });
    let results = join_all(more).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for refused in results.iter().filter_map(|result| result.as_ref().err()) {
        assert!(matches!(refused, CreateOutcomeError::Input(_)), "{refused:?}");
    }
    let session = world.queries.session(world.admin);
    let settings = session.settings().await.unwrap();
    session.close().await;
    let SettingsState::Enabled { assignments, .. } = settings.state() else {
        panic!("in force")
    };
    assert_eq!(assignments[&target].as_slice().len(), 20);
}

#[tokio::test]
async fn r1_an_archived_type_never_keeps_an_open_task() {
    let world = World::new().await;
    let done = world.contact_task("Erledigt").await;
    let done = world.complete(&done, &world.outcomes[0], None).await;
    let (from, to) = (world.types[0].id, world.types[1].id);
    let opening = join_all((0..24).map(|_| open_in(&world, from)));
    let reopening = world.commands.reopen_task(
        &world.admin,
        ReopenTask {
            task: done.id,
            reason: None,
            task_type: None,
            expected_version: None,
        },
    );
    let archiving = async {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        let cmd = ArchiveTaskType {
            task_type: from,
            move_open_tasks_to: Some(to),
            expected_version: None,
        };
        world.commands.archive_task_type(&world.admin, cmd).await
    };
    let (opened, reopened, archived) = tokio::join!(opening, reopening, archiving);
    let archived = archived.unwrap();
    let opened = opened.into_iter().filter(|opened| *opened).count() + usize::from(reopened.is_ok());
    assert_eq!(
        archived.moved_tasks, opened,
        "whatever was opened before has moved, nothing was opened after"
    );
    let mut unit = application::ports::Store::begin(&*world.store, world.admin.account)
        .await
        .unwrap();
    assert_eq!(unit.open_task_count(from).await.unwrap(), 0);
    assert_eq!(unit.open_task_count(to).await.unwrap(), opened);
    unit.rollback().await;
}

/// Whether a task could be opened; a refusal has to name the archived type.
async fn open_in(world: &World, task_type: TaskTypeId) -> bool {
    let cmd = CreateTask {
        fields: TaskFields {
            title: "Anruf".to_owned(),
            description: None,
            task_type,
            owner: Patch::Keep,
            due_on: None,
            due_at: None,
        },
        idempotency_key: None,
        completion: None,
        subject: Subject::Contact(world.contact.id),
    };
    match world.commands.create_task(&world.admin, cmd).await {
        Ok(_) => true,
        Err(application::commands::CreateTaskError::Input(_)) => false,
        Err(other) => panic!("{other:?}"),
    }
}
