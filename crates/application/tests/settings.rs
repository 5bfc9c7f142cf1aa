//! Switching on, saving and switching off.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use application::commands::{
    ArchiveOutcome, ArchiveOutcomeError, CreateOutcome, CreateOutcomeError, DisableTaskOutcomes,
    DisableTaskOutcomesError, EnableTaskOutcomes, EnableTaskOutcomesError, SaveTaskTypeOutcomes,
    SaveTaskTypeOutcomesError, UnarchiveOutcome, UnarchiveOutcomeError, UpdateOutcome, UpdateOutcomeError,
};
use domain::{
    ActivityAction, ActivityKind, Fault, OutcomeId, Patch, Role, Sentiment, SettingsState, Version,
    fault::Invalid,
};
use futures_util::future::join_all;
use jiff::ToSpan;
use support::{World, add_user, an_outcome, list, told};
use testkit::builders::fresh_id;

fn saving(
    assignments: Vec<domain::settings::RequestedAssignment>,
    version: Option<Version>,
) -> SaveTaskTypeOutcomes {
    SaveTaskTypeOutcomes {
        idempotency_key: None,
        assignments,
        expected_version: version,
    }
}

#[tokio::test]
async fn edge_1_on_with_nothing_saved_tasks_complete_freely_and_outcomes_can_be_created() {
    let world = World::new().await;
    let settings = world.enable(None).await;
    assert!(matches!(settings.state(), SettingsState::SettingUp { .. }));
    let task = world.call("Frei").await;
    assert!(
        world
            .complete(task.id, None)
            .await
            .unwrap()
            .completion()
            .unwrap()
            .outcome
            .is_none()
    );
    world.outcome("Sold", Sentiment::Positive).await;
}

#[tokio::test]
async fn edge_2_a_save_that_leaves_types_without_outcomes_stores_nothing() {
    let world = World::new().await;
    world.enable(None).await;
    let sold = world.outcome("Sold", Sentiment::Positive).await;
    let (before, entries) = (world.settings().await, world.history().await.len());
    let cmd = saving(vec![list(world.types[1].id, &[sold.id])], None);
    let refused = world.commands.save_task_type_outcomes(&world.anna, cmd).await;
    let Err(SaveTaskTypeOutcomesError::TypesWithoutOutcomes(without)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(without, [world.types[0].id, world.types[2].id, world.types[3].id]);
    assert_eq!(world.settings().await, before);
    assert_eq!(world.history().await.len(), entries);
}

#[tokio::test]
async fn edge_3_from_the_first_save_on_open_tasks_need_an_outcome_and_each_can_be_finished() {
    let world = World::new().await;
    let task = world.call("Vorher").await;
    world.enable(None).await;
    let sold = world.outcome("Sold", Sentiment::Positive).await;
    let settings = world.save(world.every_type(&[sold.id])).await;
    assert!(settings.is_in_force());
    assert!(world.complete(task.id, None).await.is_err());
    assert!(world.complete(task.id, Some(&sold)).await.is_ok());
}

#[tokio::test]
async fn edges_4_and_10_each_change_of_the_switch_is_one_entry_and_no_change_is_none() {
    let (world, _) = World::at_work().await;
    world.disable().await;
    world.disable().await;
    world.enable(None).await;
    world.enable(None).await;
    world.disable().await;
    let history = world.history().await;
    let of_the_switch = history.iter().filter(|entry| {
        let action = entry.event.action;
        matches!(action, ActivityAction::SwitchedOn | ActivityAction::SwitchedOff)
    });
    let actions: Vec<ActivityAction> = of_the_switch.map(|entry| entry.event.action).collect();
    let (on, off) = (ActivityAction::SwitchedOn, ActivityAction::SwitchedOff);
    assert_eq!(
        actions,
        [off, on, off, on],
        "newest first; the last is that of the beginning"
    );
}

#[tokio::test]
async fn edge_5_on_with_assignments_is_one_step_and_refused_while_in_force() {
    let (world, outcomes) = World::at_work().await;
    world.disable().await;
    let settings = world.enable(Some(world.every_type(&[outcomes[1].id]))).await;
    assert!(settings.is_in_force());
    let cmd = EnableTaskOutcomes {
        starter_set: None,
        assignments: Some(world.every_type(&[outcomes[0].id])),
        expected_version: None,
    };
    let refused = world.commands.enable_task_outcomes(&world.anna, cmd).await;
    let Err(EnableTaskOutcomesError::Input(faults)) = refused else {
        panic!("{refused:?}")
    };
    let invalid = Fault::Invalid(Invalid::AlreadyEnabled);
    assert_eq!(told(&faults), [("task_type_assignments".to_owned(), invalid)]);
}

#[tokio::test]
async fn edge_6_off_needs_this_admins_fresh_confirmation_of_these_settings() {
    let (world, outcomes) = World::at_work().await;
    let carla = add_user(&world.commands, world.anna.account, "Carla", Role::Admin).await;
    let token = async |world: &World| {
        let impact = world
            .session()
            .disable_impact(world.anna.admin().unwrap())
            .await
            .unwrap()
            .unwrap();
        assert_eq!((impact.assignments, impact.affected_task_types.len()), (8, 4));
        Some(impact.confirmation_token)
    };
    let off = async |actor, token| {
        let cmd = DisableTaskOutcomes {
            confirmation_token: token,
        };
        world.commands.disable_task_outcomes(actor, cmd).await
    };
    let mine = token(&world).await;
    let invented = mine.as_ref().map(|token| token.replace('.', "0."));
    for (actor, token) in [
        (&world.anna, None),
        (&world.anna, invented),
        (&carla, mine.clone()),
    ] {
        let refused = off(actor, token).await;
        assert!(
            matches!(refused, Err(DisableTaskOutcomesError::ConfirmationRequired)),
            "{refused:?}"
        );
    }
    world.clock.advance(10.minutes().try_into().unwrap());
    assert!(off(&world.anna, mine).await.is_err(), "expired after ten minutes");
    let stale = token(&world).await;
    world
        .save(vec![list(world.types[0].id, &[outcomes[1].id, outcomes[0].id])])
        .await;
    assert!(off(&world.anna, stale).await.is_err(), "the assignments changed");
    let fresh = token(&world).await;
    world.call("Noch eine").await;
    assert_eq!(
        off(&world.anna, fresh).await.unwrap().removed_assignments,
        8,
        "counts may drift"
    );
    assert!(
        world
            .session()
            .disable_impact(world.anna.admin().unwrap())
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn edge_7_off_keeps_outcomes_completions_and_history() {
    let (world, outcomes) = World::at_work().await;
    let task = world.call("Erledigt").await;
    world.complete(task.id, Some(&outcomes[0])).await.unwrap();
    let before = world.history().await.len();
    world.disable().await;
    let session = world.session();
    assert_eq!(session.catalogue().await.unwrap().active_outcome_count(), 2);
    let stored = session.tasks_by_id(&[task.id]).await.unwrap();
    assert!(stored[0].completion().unwrap().outcome.is_some());
    assert_eq!(world.history().await.len(), before + 1);
    world.enable(None).await;
    let suggested = session.renewed();
    let settings = suggested.settings().await.unwrap();
    assert_eq!(suggested.suggested_assignments(&settings).await.unwrap().len(), 4);
}

#[tokio::test]
async fn edge_8_while_off_outcomes_are_read_and_not_managed() {
    let (world, outcomes) = World::at_work().await;
    world.disable().await;
    let (commands, anna, id) = (&world.commands, &world.anna, outcomes[0].id);
    let refused = commands
        .create_outcome(anna, an_outcome("Neu", Sentiment::Neutral))
        .await;
    assert!(matches!(refused, Err(CreateOutcomeError::FeatureDisabled)));
    let update = UpdateOutcome {
        description: Patch::Keep,
        outcome: id,
        label: Patch::Keep,
        sentiment: Patch::Keep,
        expected_version: None,
    };
    let refused = commands.update_outcome(anna, update).await;
    assert!(matches!(refused, Err(UpdateOutcomeError::FeatureDisabled)));
    let refused = commands
        .archive_outcome(
            anna,
            ArchiveOutcome {
                replace_with: None,
                outcome: id,
                expected_version: None,
            },
        )
        .await;
    assert!(matches!(refused, Err(ArchiveOutcomeError::FeatureDisabled)));
    let refused = commands
        .unarchive_outcome(
            anna,
            UnarchiveOutcome {
                outcome: id,
                expected_version: None,
            },
        )
        .await;
    assert!(matches!(refused, Err(UnarchiveOutcomeError::FeatureDisabled)));
    let refused = commands
        .save_task_type_outcomes(anna, saving(world.every_type(&[id]), None))
        .await;
    assert!(matches!(refused, Err(SaveTaskTypeOutcomesError::FeatureDisabled)));
    assert_eq!(world.session().outcomes_by_id(&[id]).await.unwrap().len(), 1);
}

#[tokio::test]
async fn edge_22_all_faults_of_a_save_are_told_at_once() {
    let (world, [sold, refused]) = World::at_work().await;
    let archive = ArchiveOutcome {
        replace_with: None,
        outcome: refused.id,
        expected_version: None,
    };
    world
        .commands
        .archive_outcome(&world.anna, archive)
        .await
        .unwrap();
    let unknown = OutcomeId::new(fresh_id());
    let assignments = vec![
        list(world.types[0].id, &[]),
        list(world.types[1].id, &[sold.id, sold.id, refused.id, unknown]),
        list(world.types[2].id, &[unknown; 21]),
    ];
    let result = world
        .commands
        .save_task_type_outcomes(&world.anna, saving(assignments, None))
        .await;
    let Err(SaveTaskTypeOutcomesError::Input(faults)) = result else {
        panic!("{result:?}")
    };
    let told = told(&faults);
    let at = |index: usize| (told[index].0.as_str(), &told[index].1);
    assert_eq!(
        at(0),
        (
            "assignments.0.outcome_ids",
            &Fault::TooFew {
                minimum: 1,
                maximum: 20
            }
        )
    );
    assert_eq!(at(1), ("assignments.1.outcome_ids.1", &Fault::Repeated));
    assert_eq!(at(2), ("assignments.1.outcome_ids.2", &Fault::Archived));
    assert_eq!(
        at(3),
        ("assignments.1.outcome_ids.3", &Fault::NotFound(unknown.into()))
    );
    assert_eq!(
        at(4),
        ("assignments.2.outcome_ids", &Fault::TooMany { maximum: 20 })
    );
    assert_eq!(told.len(), 5 + 21, "and each unknown one");
    let result = world
        .commands
        .save_task_type_outcomes(&world.anna, saving(vec![], None))
        .await;
    assert!(
        matches!(result, Err(SaveTaskTypeOutcomesError::Input(_))),
        "a save names at least one type"
    );
}

#[tokio::test]
async fn edge_23_of_many_clients_that_fill_a_list_exactly_as_many_succeed_as_there_is_room() {
    let (world, _) = World::at_work().await;
    let clients = (0..64).map(|number| {
        let cmd = CreateOutcome {
            description: None,
            idempotency_key: None,
            label: format!("Neu {number}"),
            sentiment: Sentiment::Neutral,
            task_types: vec![world.types[0].id],
        };
        world.commands.create_outcome(&world.anna, cmd)
    });
    let results = join_all(clients).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 18);
    let settings = world.settings().await;
    assert_eq!(settings.assignments()[&world.types[0].id].as_slice().len(), 20);
    let outcomes = world.session().catalogue().await.unwrap().outcome_count();
    assert_eq!(outcomes, 20, "a refused one is not created");
}

#[tokio::test]
async fn edges_24_and_26_a_save_with_an_older_version_is_stale_and_one_without_keeps_what_it_does_not_name() {
    let (world, [sold, refused]) = World::at_work().await;
    let seen = world.settings().await.version();
    let one = saving(vec![list(world.types[0].id, &[refused.id])], Some(seen));
    let other = saving(vec![list(world.types[0].id, &[sold.id])], Some(seen));
    let first = world
        .commands
        .save_task_type_outcomes(&world.anna, one)
        .await
        .unwrap();
    let second = world.commands.save_task_type_outcomes(&world.anna, other).await;
    let Err(SaveTaskTypeOutcomesError::Stale(stale)) = second else {
        panic!("{second:?}")
    };
    assert_eq!(stale.current, first.version());
    world.save(vec![list(world.types[1].id, &[sold.id])]).await;
    let settings = world.settings().await;
    assert_eq!(
        settings.assignments()[&world.types[0].id].as_slice(),
        [refused.id]
    );
    assert_eq!(
        settings.assignments()[&world.types[2].id].as_slice(),
        [sold.id, refused.id]
    );
}

#[tokio::test]
async fn edge_25_saving_the_same_is_no_entry_and_another_order_is_one() {
    let (world, [sold, refused]) = World::at_work().await;
    let (before, entries) = (world.settings().await, world.history().await.len());
    world.save(world.every_type(&[sold.id, refused.id])).await;
    assert_eq!(
        (world.settings().await, world.history().await.len()),
        (before, entries)
    );
    world
        .save(vec![list(world.types[0].id, &[refused.id, sold.id])])
        .await;
    let history = world.history().await;
    assert_eq!(history.len(), entries + 1);
    assert_eq!(history[0].event.kind, ActivityKind::TaskOutcomeSettingsChanged);
    assert_eq!(
        history[0].event.changes[0].before.as_deref(),
        Some("Call: Sold, Refused")
    );
    assert_eq!(
        history[0].event.changes[0].after.as_deref(),
        Some("Call: Refused, Sold")
    );
}

#[tokio::test]
async fn edge_48_members_do_not_manage() {
    let (world, outcomes) = World::at_work().await;
    let (commands, bert) = (&world.commands, &world.bert);
    let enable = commands
        .enable_task_outcomes(bert, EnableTaskOutcomes::default())
        .await;
    assert!(matches!(enable, Err(EnableTaskOutcomesError::Forbidden(_))));
    let save = commands
        .save_task_type_outcomes(bert, saving(world.every_type(&[outcomes[0].id]), None))
        .await;
    assert!(matches!(save, Err(SaveTaskTypeOutcomesError::Forbidden(_))));
    let off = commands
        .disable_task_outcomes(bert, DisableTaskOutcomes::default())
        .await;
    assert!(matches!(off, Err(DisableTaskOutcomesError::Forbidden(_))));
    let create = commands
        .create_outcome(bert, an_outcome("Neu", Sentiment::Neutral))
        .await;
    assert!(matches!(create, Err(CreateOutcomeError::Forbidden(_))));
}
