//! Working on tasks: creating, changing, completing and opening them again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use application::commands::{
    ArchiveTaskType, Authority, CompleteTask, CompleteTaskError, CompletionFields, CompletionRefusal,
    CreateTask, CreateTaskError, ReopenTask, ReopenTaskError, TaskFields, UpdateTask, UpdateTaskError,
    UpdateUser,
};
use domain::{
    ActivityKind, Due, Fault, OutcomeId, Patch, Role, Subject, Task, TaskId, TaskState, Version,
    fault::Invalid,
};
use futures_util::future::{join, join_all};
use jiff::civil::date;
use support::{NOW, World, add_user, completing, list, told};
use testkit::builders::{fresh_id, moment};

fn updating(task: TaskId) -> UpdateTask {
    UpdateTask {
        task,
        title: Patch::Keep,
        description: Patch::Keep,
        task_type: Patch::Keep,
        owner: Patch::Keep,
        due_on: Patch::Keep,
        due_at: Patch::Keep,
        expected_version: None,
    }
}

fn reopening(task: TaskId) -> ReopenTask {
    ReopenTask {
        task,
        reason: None,
        task_type: None,
        expected_version: None,
    }
}

async fn stored(world: &World, id: TaskId) -> Task {
    world.session().tasks_by_id(&[id]).await.unwrap().remove(0)
}

#[tokio::test]
async fn edge_31_in_force_one_of_the_outcomes_on_offer_must_be_chosen() {
    let (world, [sold, refused]) = World::at_work().await;
    world.save(vec![list(world.types[0].id, &[refused.id])]).await;
    let task = world.call("Anruf").await;
    let none = world.complete(task.id, None).await;
    let Err(CompleteTaskError::Refused(CompletionRefusal::OutcomeRequired(on_offer))) = none else {
        panic!("{none:?}")
    };
    assert_eq!(on_offer, std::slice::from_ref(&refused));
    let other = world.complete(task.id, Some(&sold)).await;
    let Err(CompleteTaskError::Refused(CompletionRefusal::NotAssigned(on_offer))) = other else {
        panic!("{other:?}")
    };
    assert_eq!(on_offer, std::slice::from_ref(&refused));
    let unknown = OutcomeId::new(fresh_id());
    let cmd = CompleteTask {
        how: CompletionFields {
            outcome: Some(unknown),
            ..completing(task.id, None).how
        },
        idempotency_key: None,
        follow_up: None,
        ..completing(task.id, None)
    };
    let missing = world.commands.complete_task(&world.bert, cmd).await;
    let Err(CompleteTaskError::Input(faults)) = missing else {
        panic!("{missing:?}")
    };
    assert_eq!(
        told(&faults),
        [("outcome_id".to_owned(), Fault::NotFound(unknown.into()))]
    );
    assert_eq!(stored(&world, task.id).await, task);
    assert!(world.complete(task.id, Some(&refused)).await.is_ok());
}

#[tokio::test]
async fn edge_32_not_in_force_an_outcome_is_refused_and_nothing_changes() {
    let (world, [sold, _]) = World::at_work().await;
    let task = world.call("Anruf").await;
    world.disable().await;
    for _ in ["off", "setting up"] {
        let entries = world.history().await.len();
        let refused = world.complete(task.id, Some(&sold)).await;
        assert!(
            matches!(refused, Err(CompleteTaskError::FeatureDisabled)),
            "{refused:?}"
        );
        assert_eq!(
            (stored(&world, task.id).await, world.history().await.len()),
            (task.clone(), entries)
        );
        world.enable(None).await;
    }
    assert!(world.complete(task.id, None).await.is_ok());
}

#[tokio::test]
async fn edge_33_of_many_clients_that_complete_one_task_one_wins() {
    let (world, [sold, _]) = World::at_work().await;
    let task = world.call("Anruf").await;
    let results = join_all((0..32).map(|_| world.complete(task.id, Some(&sold)))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let winner = stored(&world, task.id).await;
    for result in results.into_iter().filter_map(Result::err) {
        assert!(
            matches!(result, CompleteTaskError::Refused(CompletionRefusal::AlreadyCompleted(task)) if *task == winner)
        );
    }
    let completed = |entry: &&domain::Activity| entry.event.kind == ActivityKind::TaskCompleted;
    assert_eq!(world.history().await.iter().filter(completed).count(), 1);
}

#[tokio::test]
async fn edges_37_and_38_any_open_task_is_completed_at_the_servers_time_and_never_before_its_creation() {
    let world = World::new().await;
    for (due_on, in_time) in [
        (None, None),
        (Some(date(2026, 2, 1)), Some(false)),
        (Some(date(2026, 2, 2)), Some(true)),
    ] {
        let cmd = CreateTask {
            fields: TaskFields {
                due_on,
                ..world.a_call("Anruf").fields
            },
            idempotency_key: None,
            completion: None,
            ..world.a_call("Anruf")
        };
        let task = world.commands.create_task(&world.bert, cmd).await.unwrap();
        world.clock.set("2026-02-02T07:00:00Z");
        let done = world.complete(task.id, None).await.unwrap();
        let completion = done.completion().unwrap();
        assert_eq!(
            (completion.completed_at, completion.in_time),
            (moment(NOW), in_time)
        );
        world.clock.set(NOW);
    }
}

#[tokio::test]
async fn edge_40_completing_while_settings_change_is_one_or_the_other() {
    let (world, [sold, refused]) = World::at_work().await;
    for _ in 0..8 {
        world
            .save(vec![list(world.types[0].id, &[sold.id, refused.id])])
            .await;
        let task = world.call("Anruf").await;
        let withdraw = world.save(vec![list(world.types[0].id, &[refused.id])]);
        let (_, completed) = join(withdraw, world.complete(task.id, Some(&sold))).await;
        match completed {
            Ok(task) => assert!(task.completion().unwrap().outcome.is_some()),
            Err(CompleteTaskError::Refused(CompletionRefusal::NotAssigned(on_offer))) => {
                assert_eq!(on_offer, std::slice::from_ref(&refused));
            }
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_stale_version_is_told_with_the_current_one_before_the_input() {
    let (world, [sold, _]) = World::at_work().await;
    let task = world.call("Anruf").await;
    let cmd = CompleteTask {
        how: CompletionFields {
            notes: Some("\0".to_owned()),
            ..completing(task.id, Some(&sold)).how
        },
        idempotency_key: None,
        follow_up: None,
        expected_version: Some(Version::new(9)),
        ..completing(task.id, Some(&sold))
    };
    let stale = world.commands.complete_task(&world.bert, cmd).await;
    assert!(matches!(stale, Err(CompleteTaskError::Stale(stale)) if stale.current == task.version));
}

#[tokio::test]
async fn edge_41_a_task_is_opened_again_by_whom_it_concerns_and_completed_anew() {
    let (world, [sold, refused]) = World::at_work().await;
    let task = world.call("Anruf").await;
    let open = world.commands.reopen_task(&world.bert, reopening(task.id)).await;
    assert!(matches!(open, Err(ReopenTaskError::NotCompleted(_))));
    world.complete(task.id, Some(&sold)).await.unwrap();
    let carl = add_user(&world.commands, world.anna.account, "Carl", Role::Member).await;
    let forbidden = world.commands.reopen_task(&carl, reopening(task.id)).await;
    assert!(matches!(forbidden, Err(ReopenTaskError::Forbidden(_))));
    let cmd = ReopenTask {
        reason: Some("Irrtum".to_owned()),
        ..reopening(task.id)
    };
    let reopened = world.commands.reopen_task(&world.anna, cmd).await.unwrap();
    assert_eq!(reopened.state, TaskState::Open);
    world.complete(task.id, Some(&refused)).await.unwrap();
    let kinds: Vec<ActivityKind> = world
        .history()
        .await
        .iter()
        .take(4)
        .map(|entry| entry.event.kind)
        .collect();
    let acts = [
        ActivityKind::TaskCompleted,
        ActivityKind::TaskReopened,
        ActivityKind::TaskCompleted,
    ];
    assert!(
        acts.iter().all(|act| kinds.contains(act)),
        "the history keeps all acts: {kinds:?}"
    );
    assert_eq!(
        stored(&world, task.id).await.completion().unwrap().outcome,
        Some(refused.recorded())
    );
}

#[tokio::test]
async fn edge_41_a_task_of_an_archived_type_is_opened_again_in_an_active_one() {
    let world = World::new().await;
    let task = world.call("Anruf").await;
    world.complete(task.id, None).await.unwrap();
    let archive = ArchiveTaskType {
        task_type: world.types[0].id,
        move_open_tasks_to: None,
        expected_version: None,
    };
    world
        .commands
        .archive_task_type(&world.anna, archive)
        .await
        .unwrap();
    let refused = world.commands.reopen_task(&world.bert, reopening(task.id)).await;
    let Err(ReopenTaskError::Input(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(told(&faults), [("task_type_id".to_owned(), Fault::Archived)]);
    let cmd = ReopenTask {
        task_type: Some(world.types[1].id),
        ..reopening(task.id)
    };
    let reopened = world.commands.reopen_task(&world.bert, cmd).await.unwrap();
    assert_eq!(reopened.task_type, world.types[1].id);
}

#[tokio::test]
async fn edge_44_open_tasks_change_and_completed_ones_do_not() {
    let world = World::new().await;
    let task = world.call("Anruf").await;
    let cmd = UpdateTask {
        task_type: Patch::Set(world.types[2].id),
        owner: Patch::Set(Some(world.anna.user)),
        due_on: Patch::Set(Some(date(2026, 3, 28))),
        ..updating(task.id)
    };
    let changed = world.commands.update_task(&world.bert, cmd).await.unwrap();
    assert_eq!(
        (changed.task_type, changed.owner),
        (world.types[2].id, Some(world.anna.user))
    );
    assert_eq!(
        changed.overdue_from,
        Some(moment("2026-03-28T23:00:00Z")),
        "the next local midnight"
    );
    let entry = world.history().await[0].event.clone();
    let fields: Vec<&str> = entry.changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["due", "owner", "type"]);
    assert_eq!(entry.changes[1].after.as_deref(), Some("Anna"));
    let cmd = UpdateTask {
        due_at: Patch::Set(Some(moment(NOW))),
        ..updating(task.id)
    };
    let changed = world.commands.update_task(&world.bert, cmd).await.unwrap();
    assert_eq!(
        changed.due,
        Some(Due::At(moment(NOW))),
        "the moment takes the day's place"
    );
    world.complete(task.id, None).await.unwrap();
    let cmd = UpdateTask {
        title: Patch::Set("Neu".to_owned()),
        ..updating(task.id)
    };
    let refused = world.commands.update_task(&world.bert, cmd).await;
    assert!(
        matches!(refused, Err(UpdateTaskError::AlreadyCompleted(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn edge_47_inactive_users_get_no_work_and_keep_theirs() {
    let world = World::new().await;
    let task = world.call("Anruf").await;
    let off = UpdateUser::activity(Authority::Operator(world.bert.account), world.bert.user, false);
    world.commands.update_user(off).await.unwrap();
    let cmd = CreateTask {
        fields: TaskFields {
            owner: Patch::Set(Some(world.bert.user)),
            ..world.a_call("Neu").fields
        },
        idempotency_key: None,
        completion: None,
        ..world.a_call("Neu")
    };
    let refused = world.commands.create_task(&world.anna, cmd).await;
    let Err(CreateTaskError::Input(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        told(&faults),
        [("owner_id".to_owned(), Fault::Invalid(Invalid::InactiveUser))]
    );
    let cmd = UpdateTask {
        owner: Patch::Set(Some(world.bert.user)),
        ..updating(task.id)
    };
    assert!(
        world.commands.update_task(&world.anna, cmd).await.is_ok(),
        "what is theirs stays theirs"
    );
}

#[tokio::test]
async fn all_faults_of_a_new_task_are_told_at_once() {
    let world = World::new().await;
    let [task_type, contact, owner] = [fresh_id(), fresh_id(), fresh_id()];
    let cmd = CreateTask {
        fields: TaskFields {
            title: " ".to_owned(),
            description: Some("\0".to_owned()),
            task_type: domain::TaskTypeId::new(task_type),
            owner: Patch::Set(Some(domain::UserId::new(owner))),
            due_on: Some(date(2026, 2, 2)),
            due_at: Some(moment(NOW)),
        },
        idempotency_key: None,
        completion: None,
        subject: Subject::Contact(domain::ContactId::new(contact)),
    };
    let entries = world.history().await.len();
    let refused = world.commands.create_task(&world.bert, cmd).await;
    let Err(CreateTaskError::Input(faults)) = refused else {
        panic!("{refused:?}")
    };
    let paths: Vec<String> = told(&faults).into_iter().map(|(path, _)| path).collect();
    let expected = [
        "task_type_id",
        "subject.contact_id",
        "title",
        "description",
        "due_at",
        "owner_id",
    ];
    assert_eq!(paths, expected);
    assert_eq!(world.history().await.len(), entries);
}
