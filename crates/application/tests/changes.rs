//! What followers are told: which tasks fit a filter before or after, and when the report's numbers are others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::sync::Arc;

use application::{
    commands::{
        CorrectCompletion, DeleteTask, MergeOutcome, ReassignTasks, ReopenTask, UpdateAccount, UpdateOutcome,
    },
    ports::{FeedEntry, Following},
    queries::{
        changes::{ChangeAction, ChangedTask, TaskWatch},
        task_overview::{Days, Period, RelativePeriod, TaskOverviewWatch},
        tasks::TaskFilter,
    },
};
use domain::{OutcomeId, Patch, Sentiment, TaskId, UserId};
use futures_util::FutureExt;
use jiff::civil::date;
use support::World;

/// Everything that was told since the last time.
fn told(following: &mut Following) -> Vec<Arc<FeedEntry>> {
    std::iter::from_fn(|| following.next().now_or_never())
        .map(Result::unwrap)
        .collect()
}

/// What somebody who looks out for a filter is told of it.
async fn changes(world: &World, following: &mut Following, filter: &TaskFilter) -> Vec<ChangedTask> {
    let (watch, session) = (TaskWatch::new(filter.clone()), world.session());
    let mut changes = Vec::new();
    for entry in told(following) {
        changes.extend(watch.change(&session, &entry).await.unwrap());
    }
    changes
}

async fn reassign(world: &World, task: TaskId, owner: Option<UserId>) {
    let tasks = vec![task];
    let given = world
        .commands
        .reassign_tasks(&world.bert, ReassignTasks { tasks, owner })
        .await;
    given.unwrap();
}

async fn correct(world: &World, task: TaskId, outcome: OutcomeId) {
    let cmd = CorrectCompletion {
        task,
        outcome: Some(outcome),
        notes: Patch::Keep,
        expected_version: None,
    };
    world.commands.correct_completion(&world.anna, cmd).await.unwrap();
}

async fn reopen(world: &World, task: TaskId) {
    let cmd = ReopenTask {
        task,
        task_type: None,
        reason: None,
        expected_version: None,
    };
    world.commands.reopen_task(&world.anna, cmd).await.unwrap();
}

fn owned_by(owner: UserId) -> TaskFilter {
    TaskFilter {
        owners: Some(vec![Some(owner)]),
        ..TaskFilter::default()
    }
}

#[tokio::test]
async fn a_task_that_only_passes_through_a_filter_is_told_as_it_comes_and_as_it_goes() {
    let (world, _) = World::at_work().await;
    let task = world.call("Anruf").await;
    let mut following = world.session().follow().await.unwrap();
    reassign(&world, task.id, Some(world.anna.user)).await;
    reassign(&world, task.id, None).await;
    // Both are over before the first is told.
    let told = changes(&world, &mut following, &owned_by(world.anna.user)).await;
    let actions: Vec<_> = told.iter().map(|change| (change.action, change.id)).collect();
    assert_eq!(actions, [(ChangeAction::Updated, task.id); 2]);
    assert!(
        told.iter()
            .all(|change| change.task.as_ref().unwrap().owner.is_none()),
        "as it is now"
    );
    reassign(&world, task.id, Some(world.bert.user)).await;
    assert_eq!(
        changes(&world, &mut following, &owned_by(world.anna.user)).await,
        []
    );
}

#[tokio::test]
async fn what_is_gone_when_it_is_told_is_told_as_gone() {
    let (world, _) = World::at_work().await;
    let mut following = world.session().follow().await.unwrap();
    let task = world.call("Anruf").await;
    let cmd = DeleteTask {
        task: task.id,
        expected_version: None,
    };
    world.commands.delete_task(&world.anna, cmd).await.unwrap();
    let gone = ChangedTask {
        action: ChangeAction::Archived,
        id: task.id,
        task: None,
    };
    let told = changes(&world, &mut following, &TaskFilter::default()).await;
    assert_eq!(told, [gone.clone(), gone]);
}

#[tokio::test]
async fn an_entry_that_does_not_know_both_sides_may_be_one() {
    let (world, _) = World::at_work().await;
    let mut following = world.session().follow().await.unwrap();
    let task = world.call("Anruf").await;
    let mut entry = told(&mut following)[0].as_ref().clone();
    let (watch, session) = (TaskWatch::new(owned_by(world.anna.user)), world.session());
    assert_eq!(watch.change(&session, &entry).await.unwrap(), None);
    entry.task_change = None;
    let told = watch.change(&session, &entry).await.unwrap().unwrap();
    assert_eq!((told.id, told.action), (task.id, ChangeAction::Created));
}

/// Looks out for the report of these days, and follows.
async fn watch(world: &World, period: Period) -> (TaskOverviewWatch, Following) {
    let session = world.session();
    let following = session.follow().await.unwrap();
    let watch = TaskOverviewWatch::begin(&session, TaskFilter::default(), period, None).await;
    (watch.unwrap(), following)
}

/// Whether there is something to look at, and then whether some number is another one.
async fn look(world: &World, (watch, following): &mut (TaskOverviewWatch, Following)) -> (bool, bool) {
    for entry in told(following) {
        watch.note(&entry);
    }
    let is_due = watch.is_due(world.session().now());
    (is_due, watch.look(&world.session()).await.unwrap().is_some())
}

#[tokio::test]
async fn numbers_that_are_others_are_told_and_what_cancels_out_is_not() {
    let (world, [sold, refused]) = World::at_work().await;
    let (one, other) = (world.call("Erster").await, world.call("Zweiter").await);
    let mut watched = watch(&world, Period::Default).await;
    assert_eq!(look(&world, &mut watched).await, (false, false));
    world.complete(one.id, Some(&sold)).await.unwrap();
    world.complete(other.id, Some(&refused)).await.unwrap();
    assert_eq!(look(&world, &mut watched).await, (true, true));
    correct(&world, one.id, refused.id).await;
    correct(&world, one.id, sold.id).await;
    assert_eq!(look(&world, &mut watched).await, (true, false), "as it was");
    reassign_is_nothing(&world, &mut watched).await;
    reopen(&world, one.id).await;
    assert_eq!(look(&world, &mut watched).await, (true, true));
}

/// Open tasks are in no report.
async fn reassign_is_nothing(world: &World, watched: &mut (TaskOverviewWatch, Following)) {
    let open = world.call("Dritter").await;
    reassign(world, open.id, Some(world.anna.user)).await;
    assert_eq!(look(world, watched).await, (false, false));
}

#[tokio::test]
async fn what_is_not_under_the_filter_is_not_looked_at() {
    let (world, [sold, _]) = World::at_work().await;
    let task = world.call("Anruf").await;
    let session = world.session();
    let following = session.follow().await.unwrap();
    let lunches = TaskFilter {
        task_types: Some(vec![world.types[2].id]),
        ..TaskFilter::default()
    };
    let watch = TaskOverviewWatch::begin(&session, lunches, Period::Default, None).await;
    let mut watched = (watch.unwrap(), following);
    world.complete(task.id, Some(&sold)).await.unwrap();
    assert_eq!(look(&world, &mut watched).await, (false, false));
}

#[tokio::test]
async fn two_that_change_places_are_another_report_though_the_totals_are_the_same() {
    let (world, [sold, refused]) = World::at_work().await;
    let (ours, theirs) = (world.call("Erster").await, world.call("Zweiter").await);
    reassign(&world, theirs.id, Some(world.anna.user)).await;
    world.complete(ours.id, Some(&sold)).await.unwrap();
    world.complete(theirs.id, Some(&refused)).await.unwrap();
    let mut watched = watch(&world, Period::Default).await;
    correct(&world, ours.id, refused.id).await;
    correct(&world, theirs.id, sold.id).await;
    assert_eq!(look(&world, &mut watched).await, (true, true), "whose were sold");
}

#[tokio::test]
async fn a_sentiment_counts_where_its_outcome_does() {
    let (world, [sold, refused]) = World::at_work().await;
    let task = world.call("Anruf").await;
    world.complete(task.id, Some(&sold)).await.unwrap();
    let mut watched = watch(&world, Period::Default).await;
    for (outcome, is_counted) in [(&refused, false), (&sold, true)] {
        let cmd = UpdateOutcome {
            outcome: outcome.id,
            label: Patch::Keep,
            description: Patch::Keep,
            sentiment: Patch::Set(Sentiment::Neutral),
            expected_version: None,
        };
        world.commands.update_outcome(&world.anna, cmd).await.unwrap();
        assert_eq!(look(&world, &mut watched).await, (true, is_counted));
    }
    let cmd = MergeOutcome {
        outcome: sold.id,
        into: refused.id,
        expected_version: None,
    };
    world.commands.merge_outcome(&world.anna, cmd).await.unwrap();
    assert_eq!(look(&world, &mut watched).await, (true, true), "by outcome");
}

#[tokio::test]
async fn a_period_that_moves_is_looked_at_when_the_next_day_begins() {
    let (world, [sold, _]) = World::at_work().await;
    let task = world.call("Anruf").await;
    world.complete(task.id, Some(&sold)).await.unwrap();
    let mut today = watch(&world, Period::Relative(RelativePeriod::Today)).await;
    let mut week = watch(&world, Period::Relative(RelativePeriod::ThisWeek)).await;
    let days = Days {
        first: Some(date(2026, 2, 2)),
        last: Some(date(2026, 2, 2)),
    };
    let mut fixed = watch(&world, Period::Days(days)).await;
    world.clock.set("2026-02-02T22:59:59Z");
    assert_eq!(look(&world, &mut today).await, (false, false));
    world.clock.set("2026-02-02T23:00:00Z");
    assert_eq!(look(&world, &mut today).await, (true, true), "midnight in Berlin");
    assert_eq!(
        look(&world, &mut week).await,
        (true, false),
        "another day of the same week"
    );
    assert_eq!(look(&world, &mut fixed).await, (false, false));
    assert_eq!(look(&world, &mut today).await, (false, false));
}

#[tokio::test]
async fn another_time_zone_cuts_other_days() {
    let (world, [sold, _]) = World::at_work().await;
    world.clock.set("2026-02-03T07:00:00Z");
    let task = world.call("Anruf").await;
    world.complete(task.id, Some(&sold)).await.unwrap();
    world.clock.set("2026-02-03T08:30:00Z");
    let mut watched = watch(&world, Period::Relative(RelativePeriod::Today)).await;
    let cmd = UpdateAccount {
        name: Patch::Keep,
        time_zone: Patch::Set("America/Los_Angeles".to_owned()),
    };
    world.commands.update_account(&world.anna, cmd).await.unwrap();
    assert_eq!(
        look(&world, &mut watched).await,
        (true, true),
        "it was yesterday there"
    );
}
