//! Managing outcomes, task types, users and records.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use application::commands::{
    ArchiveOutcome, ArchiveOutcomeError, ArchiveTaskType, ArchiveTaskTypeError, Authority, ContactFields,
    CreateContact, CreateContactError, CreateOutcome, CreateOutcomeError, CreateTaskType,
    CreateTaskTypeError, CreateUser, CreateUserError, UnarchiveOutcome, UpdateOutcome, UpdateOutcomeError,
    UpdateTaskType, UpdateTaskTypeError,
};
use domain::{Fault, OutcomeId, Patch, Role, Sentiment, TaskOutcome, TaskType, TaskTypeId, fault::Invalid};
use futures_util::future::join;
use support::{World, add_account, add_user, an_outcome, told};
use testkit::builders::fresh_id;

fn archiving(outcome: OutcomeId) -> ArchiveOutcome {
    ArchiveOutcome {
        replace_with: None,
        outcome,
        expected_version: None,
    }
}

fn archiving_type(task_type: TaskTypeId, move_open_tasks_to: Option<TaskTypeId>) -> ArchiveTaskType {
    ArchiveTaskType {
        task_type,
        move_open_tasks_to,
        expected_version: None,
    }
}

fn relabelling(outcome: OutcomeId, label: &str) -> UpdateOutcome {
    UpdateOutcome {
        description: Patch::Keep,
        outcome,
        label: Patch::Set(label.to_owned()),
        sentiment: Patch::Keep,
        expected_version: None,
    }
}

#[tokio::test]
async fn edge_12_a_label_that_reads_the_same_is_taken_by_the_existing_one_archived_or_not() {
    let (world, _) = World::at_work().await;
    let existing = world.outcome("Straße", Sentiment::Neutral).await;
    let taken = async |label: &str| match world
        .commands
        .create_outcome(&world.anna, an_outcome(label, Sentiment::Neutral))
        .await
    {
        Err(CreateOutcomeError::Taken(taken)) => *taken,
        other => panic!("{label}: {other:?}"),
    };
    for label in [" straße ", "STRASSE", "ｓtrasse"] {
        assert_eq!(taken(label).await, existing);
    }
    let archived = world
        .commands
        .archive_outcome(&world.anna, archiving(existing.id))
        .await
        .unwrap();
    assert_eq!(
        taken("strasse").await,
        archived,
        "the caller sees that it is archived"
    );
    let sold = world.outcome("Verkauft", Sentiment::Positive).await;
    let refused = world
        .commands
        .update_outcome(&world.anna, relabelling(sold.id, "STRASSE"))
        .await;
    assert!(
        matches!(refused, Err(UpdateOutcomeError::Taken(_))),
        "{refused:?}"
    );
    let own = world
        .commands
        .update_outcome(&world.anna, relabelling(sold.id, "VERKAUFT"))
        .await;
    assert_eq!(
        own.unwrap().label.as_str(),
        "VERKAUFT",
        "its own key is no hindrance"
    );
}

#[tokio::test]
async fn edge_13_of_two_admins_who_create_one_label_one_wins() {
    let (world, _) = World::at_work().await;
    let create = || {
        world
            .commands
            .create_outcome(&world.anna, an_outcome("Neu", Sentiment::Neutral))
    };
    let (one, other) = join(create(), create()).await;
    let results = [one, other];
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(
        results
            .iter()
            .any(|result| matches!(result, Err(CreateOutcomeError::Taken(_))))
    );
}

#[tokio::test]
async fn edges_14_and_15_eighty_of_any_signs_are_a_label_and_one_more_is_too_long() {
    let (world, _) = World::at_work().await;
    let create = async |label: &str| {
        world
            .commands
            .create_outcome(&world.anna, an_outcome(label, Sentiment::Neutral))
            .await
    };
    for label in [
        "x".repeat(80),
        "😀".repeat(80),
        "=1+1".to_owned(),
        "<b>".to_owned(),
        "'; drop table".to_owned(),
    ] {
        assert_eq!(create(&label).await.unwrap().label.as_str(), label);
    }
    let refused = create(&"y".repeat(81)).await;
    let Err(CreateOutcomeError::Input(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        told(&faults),
        [("label".to_owned(), Fault::TooLong { maximum: 80 })]
    );
}

#[tokio::test]
async fn edge_16_a_new_label_and_sentiment_leave_what_was_recorded() {
    let (world, [sold, _]) = World::at_work().await;
    let task = world.call("Erledigt").await;
    let done = world.complete(task.id, Some(&sold)).await.unwrap();
    let cmd = UpdateOutcome {
        description: Patch::Keep,
        sentiment: Patch::Set(Sentiment::Negative),
        ..relabelling(sold.id, "Verkauft")
    };
    let changed = world.commands.update_outcome(&world.anna, cmd).await.unwrap();
    assert_eq!(
        (changed.label.as_str(), changed.version),
        ("Verkauft", sold.version.next())
    );
    let stored = world.session().tasks_by_id(&[task.id]).await.unwrap();
    assert_eq!(stored, [done]);
    let entry = &world.history().await[0].event;
    let change = |at: usize| {
        let change = &entry.changes[at];
        (
            change.field.as_str(),
            change.before.as_deref(),
            change.after.as_deref(),
        )
    };
    assert_eq!(change(0), ("label", Some("Sold"), Some("Verkauft")));
    assert_eq!(change(1), ("sentiment", Some("POSITIVE"), Some("NEGATIVE")));
    let entries = world.history().await.len();
    world
        .commands
        .update_outcome(&world.anna, relabelling(sold.id, "Verkauft"))
        .await
        .unwrap();
    assert_eq!(world.history().await.len(), entries, "no difference, no entry");
}

#[tokio::test]
async fn edges_17_and_18_the_last_outcome_stays_and_what_is_brought_back_is_assigned_nowhere() {
    let (world, [sold, refused]) = World::at_work().await;
    world
        .commands
        .archive_outcome(&world.anna, archiving(refused.id))
        .await
        .unwrap();
    let last = world
        .commands
        .archive_outcome(&world.anna, archiving(sold.id))
        .await;
    let Err(ArchiveOutcomeError::TypesWithoutOutcomes(types)) = last else {
        panic!("{last:?}")
    };
    assert_eq!(
        types,
        world
            .types
            .iter()
            .map(|task_type| task_type.id)
            .collect::<Vec<_>>()
    );
    let entries = world.history().await.len();
    world
        .commands
        .archive_outcome(&world.anna, archiving(refused.id))
        .await
        .unwrap();
    assert_eq!(world.history().await.len(), entries, "archived already");
    let back = UnarchiveOutcome {
        outcome: refused.id,
        expected_version: None,
    };
    let back = world.commands.unarchive_outcome(&world.anna, back).await.unwrap();
    assert!(back.is_active());
    let settings = world.settings().await;
    assert!(
        settings
            .assignments()
            .values()
            .all(|assigned| assigned.as_slice() == [sold.id])
    );
}

#[tokio::test]
async fn edge_21_an_outcome_of_another_account_is_not_found() {
    let (world, [sold, _]) = World::at_work().await;
    let other = add_account(&world.commands).await;
    let admin = add_user(&world.commands, other, "Zoe", Role::Admin).await;
    let cmd = application::commands::EnableTaskOutcomes::default();
    world.commands.enable_task_outcomes(&admin, cmd).await.unwrap();
    for id in [sold.id, OutcomeId::new(fresh_id())] {
        let refused = world.commands.archive_outcome(&admin, archiving(id)).await;
        let Err(ArchiveOutcomeError::Input(faults)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(told(&faults), [("id".to_owned(), Fault::NotFound(id.into()))]);
    }
}

#[tokio::test]
async fn edge_27_a_new_type_comes_with_outcomes_while_in_force_and_without_otherwise() {
    let (world, [sold, _]) = World::at_work().await;
    let create = async |name: &str, outcomes: Option<Vec<OutcomeId>>| {
        let cmd = CreateTaskType {
            idempotency_key: None,
            name: name.to_owned(),
            outcomes,
        };
        world.commands.create_task_type(&world.anna, cmd).await
    };
    let refused = create("Demo", None).await;
    let Err(CreateTaskTypeError::Input(faults)) = refused else {
        panic!("{refused:?}")
    };
    let too_few = Fault::TooFew {
        minimum: 1,
        maximum: 20,
    };
    assert_eq!(told(&faults), [("outcome_ids".to_owned(), too_few)]);
    let created = create("Demo", Some(vec![sold.id])).await.unwrap();
    assert_eq!(created.position, 4, "last in the display order");
    assert_eq!(
        world.settings().await.assignments()[&created.id].as_slice(),
        [sold.id]
    );
    assert!(matches!(
        create("DEMO", Some(vec![sold.id])).await,
        Err(CreateTaskTypeError::Taken(_))
    ));
    world.disable().await;
    let refused = create("Messe", Some(vec![sold.id])).await;
    assert!(matches!(refused, Err(CreateTaskTypeError::FeatureDisabled)));
    assert!(create("Messe", None).await.is_ok());
}

#[tokio::test]
async fn edge_28_a_type_with_open_tasks_is_archived_by_moving_them() {
    let (world, [sold, _]) = World::at_work().await;
    let [call, email, ..] = world.types.as_slice() else {
        panic!("four types")
    };
    let (one, two, done) = (
        world.call("1").await,
        world.call("2").await,
        world.call("3").await,
    );
    world.complete(done.id, Some(&sold)).await.unwrap();
    let archive = async |to| {
        world
            .commands
            .archive_task_type(&world.anna, archiving_type(call.id, to))
            .await
    };
    assert!(matches!(
        archive(None).await,
        Err(ArchiveTaskTypeError::HasOpenTasks(2))
    ));
    let refused = archive(Some(call.id)).await;
    let Err(ArchiveTaskTypeError::Input(faults)) = refused else {
        panic!("{refused:?}")
    };
    let invalid = Fault::Invalid(Invalid::SameTaskType);
    assert_eq!(told(&faults), [("move_open_tasks_to_id".to_owned(), invalid)]);
    let entries = world.history().await.len();
    let archived = archive(Some(email.id)).await.unwrap();
    assert_eq!((archived.moved_tasks, archived.task_type.is_active()), (2, false));
    assert_eq!(
        world.history().await.len(),
        entries + 3,
        "one per moved task and one for the type"
    );
    let moved = world
        .session()
        .tasks_by_id(&[one.id, two.id, done.id])
        .await
        .unwrap();
    let types: Vec<TaskTypeId> = moved.iter().map(|task| task.task_type).collect();
    assert_eq!(types, [email.id, email.id, call.id]);
    assert!(!world.settings().await.assignments().contains_key(&call.id));
}

#[tokio::test]
async fn edge_29_the_last_active_type_stays() {
    let world = World::new().await;
    let (last, others) = world.types.split_last().unwrap();
    for other in others {
        world
            .commands
            .archive_task_type(&world.anna, archiving_type(other.id, None))
            .await
            .unwrap();
    }
    let refused = world
        .commands
        .archive_task_type(&world.anna, archiving_type(last.id, None))
        .await;
    let Err(ArchiveTaskTypeError::Input(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(told(&faults), [("id".to_owned(), Fault::LastTaskType)]);
}

#[tokio::test]
async fn edge_30_a_new_account_has_four_types_in_order_and_the_feature_off() {
    let world = World::new().await;
    let names: Vec<&str> = world
        .types
        .iter()
        .map(|task_type| task_type.name.as_str())
        .collect();
    assert_eq!(names, TaskType::DEFAULTS);
    assert!(world.settings().await.manageable().is_err());
    let renamed = UpdateTaskType {
        task_type: world.types[0].id,
        name: Patch::Set("LUNCH".to_owned()),
        expected_version: None,
    };
    let taken = world.commands.update_task_type(&world.anna, renamed).await;
    assert!(matches!(taken, Err(UpdateTaskTypeError::Taken(_))));
}

#[tokio::test]
async fn an_outcome_is_offered_at_once_for_the_named_types() {
    let (world, [sold, refused]) = World::at_work().await;
    let cmd = CreateOutcome {
        description: None,
        idempotency_key: None,
        task_types: vec![world.types[3].id],
        ..an_outcome("Neu", Sentiment::Neutral)
    };
    let created: TaskOutcome = world.commands.create_outcome(&world.anna, cmd).await.unwrap();
    let settings = world.settings().await;
    assert_eq!(
        settings.assignments()[&world.types[3].id].as_slice(),
        [sold.id, refused.id, created.id]
    );
    assert_eq!(
        settings.assignments()[&world.types[0].id].as_slice(),
        [sold.id, refused.id]
    );
}

#[tokio::test]
async fn an_address_and_an_external_id_are_taken_by_whom_they_belong_to() {
    let world = World::new().await;
    let cmd = CreateUser {
        by: Authority::Operator(world.anna.account),
        name: "Andere".to_owned(),
        email: "ANNA@nord.example".to_owned(),
        role: Role::Member,
    };
    let taken = world.commands.create_user(cmd).await;
    assert!(matches!(taken, Err(CreateUserError::Taken(user)) if user.id == world.anna.user));
    let fields = ContactFields {
        name: "Emil".to_owned(),
        external_id: Some("crm-1".to_owned()),
        ..ContactFields::default()
    };
    let first = world
        .commands
        .create_contact(
            &world.bert,
            CreateContact {
                idempotency_key: None,
                fields: fields.clone(),
            },
        )
        .await;
    let again = world
        .commands
        .create_contact(
            &world.bert,
            CreateContact {
                idempotency_key: None,
                fields,
            },
        )
        .await;
    assert!(matches!(again, Err(CreateContactError::Taken(id)) if id == first.unwrap().id));
}
