//! What is needed to complete a task, and storing that it was completed.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use application::{StoreError, ports::TaskToComplete};
use domain::{Due, Task, TaskId, TaskSettings, TaskState, Version, text::TaskTitle};
use jiff::civil::date;

use super::{
    Checked, StoreUnderTest,
    town::{Town, at_the_latest},
};
use crate::builders::{a_task_type, berlin, complete, fresh_id, moment, the_beginning};

async fn found(town: &Town, id: TaskId) -> Result<Option<TaskToComplete>, StoreError> {
    let mut unit = town.begin().await?;
    let found = unit.task_to_complete(id).await?;
    unit.rollback().await;
    Ok(found)
}

/// A call, and the same as it is once it is completed; only the first is stored.
async fn a_call_and_completed(town: &Town) -> Result<(Task, Task), StoreError> {
    let call = town.a_call("Ring");
    town.add_tasks(std::slice::from_ref(&call)).await?;
    let mut completed = call.clone();
    complete(&mut completed, Some(&town.sold), &town.anna, the_beginning());
    Ok((call, completed))
}

pub async fn a_task_to_complete_comes_with_its_rule_and_a_name(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let bare = a_task_type("Bare", 2);
    town.change(async |unit| unit.add_task_type(&bare).await).await?;
    let mut of_bare = town.a_call("Bare");
    of_bare.task_type = bare.id;
    let (call, meeting) = (town.a_call("Ring"), town.a_meeting("Meet"));
    let mut done = town.a_call("Done");
    town.add_tasks(&[of_bare.clone(), call.clone(), meeting.clone()])
        .await?;
    town.add_completed(&mut done, Some(&town.sold), &town.anna, the_beginning())
        .await?;
    let (clara, deal) = (&town.clara.details.name, &town.deal.details.name);
    for settings in [town.in_force(Version::FIRST), TaskSettings::new()] {
        town.change(async |unit| unit.put_settings(&settings).await)
            .await?;
        let tasks = [
            (&of_bare, clara.as_str()),
            (&call, clara.as_str()),
            (&meeting, deal.as_str()),
            (&done, clara.as_str()),
        ];
        for (task, name) in tasks {
            let mut unit = town.begin().await?;
            let rules = unit.completion_rules(&[task.task_type].into()).await?;
            unit.rollback().await;
            let expected = TaskToComplete {
                task: task.clone(),
                rule: rules[&task.task_type].clone(),
                subject_name: name.to_owned(),
            };
            assert_eq!(found(&town, task.id).await?, Some(expected));
        }
    }
    assert_eq!(found(&town, TaskId::new(fresh_id())).await?, None);
    let mut deleted = call.clone();
    (deleted.version, deleted.updated_at) = (call.version.next(), moment("2026-04-01T10:00:00Z"));
    town.change(async |unit| unit.delete_task(&deleted).await).await?;
    assert_eq!(found(&town, call.id).await?, None, "deleted");
    town.change(async |unit| {
        unit.erase_contact(town.clara.id, moment("2026-04-02T10:00:00Z"))
            .await
    })
    .await?;
    assert_eq!(found(&town, done.id).await?, None, "about an erased contact");
    Ok(())
}

/// Storing it fails, and leaves the task as it is.
async fn is_a_conflict(town: &Town, completed: &Task, read: Version, stored: Option<&Task>) -> Checked {
    let mut unit = town.begin().await?;
    let put = unit.put_completed(completed, read).await;
    let put = at_the_latest(unit, put).await;
    assert!(matches!(put, Err(StoreError::Conflict)), "{put:?}");
    let found = found(town, completed.id).await?;
    assert_eq!(found.map(|found| found.task).as_ref(), stored);
    Ok(())
}

pub async fn a_task_is_stored_as_completed_if_it_is_as_it_was_read(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (call, completed) = a_call_and_completed(&town).await?;
    is_a_conflict(&town, &completed, call.version.next(), Some(&call)).await?;

    town.change(async |unit| unit.put_completed(&completed, call.version).await)
        .await?;
    let stored = found(&town, call.id).await?;
    assert_eq!(stored.map(|found| found.task), Some(completed.clone()));
    let reading = town.reading();
    assert_eq!(
        reading.tasks_by_id(&[call.id]).await?,
        std::slice::from_ref(&completed)
    );
    reading.close().await;

    let current = completed.completion().expect("a completion").id;
    let mut reopened = completed.clone();
    (reopened.state, reopened.version) = (TaskState::Open, completed.version.next());
    town.change(async |unit| {
        unit.supersede_completion(current, moment("2026-04-01T10:00:00Z"))
            .await?;
        unit.put_tasks(std::slice::from_ref(&reopened)).await
    })
    .await?;
    let mut late = call.clone();
    complete(&mut late, Some(&town.sold), &town.bert, the_beginning());
    is_a_conflict(&town, &late, call.version, Some(&reopened)).await
}

pub async fn a_task_that_is_overdue_from_another_moment_is_not_as_it_was_read(
    store: &StoreUnderTest,
) -> Checked {
    let town = Town::found(store).await?;
    let mut call = town.a_call("Ring");
    let due = Due::On(date(2026, 3, 1));
    (call.due, call.overdue_from) = (Some(due), due.overdue_from(&berlin()));
    town.add_tasks(std::slice::from_ref(&call)).await?;
    let mut completed = call.clone();
    complete(&mut completed, Some(&town.sold), &town.anna, the_beginning());
    let midnight = moment("2026-03-01T15:00:00Z");
    town.change(async |unit| {
        unit.put_overdue_from(&[(date(2026, 3, 1), midnight)].into())
            .await
    })
    .await?;
    call.overdue_from = Some(midnight);
    is_a_conflict(&town, &completed, call.version, Some(&call)).await
}

pub async fn a_task_is_not_completed_by_rules_that_were_changed(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (call, completed) = a_call_and_completed(&town).await?;
    let changed = town.in_force(Version::FIRST.next());
    town.change(async |unit| unit.put_settings(&changed).await)
        .await?;
    is_a_conflict(&town, &completed, call.version, Some(&call)).await
}

pub async fn a_task_about_whoever_was_erased_meanwhile_is_not_completed(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (call, completed) = a_call_and_completed(&town).await?;
    let erased_at = moment("2026-04-02T10:00:00Z");
    town.change(async |unit| unit.erase_contact(town.clara.id, erased_at).await)
        .await?;
    is_a_conflict(&town, &completed, call.version, None).await
}

pub async fn whoever_completes_what_is_being_changed_waits_and_is_told(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (call, completed) = a_call_and_completed(&town).await?;
    let mut renamed = call.clone();
    (renamed.title, renamed.version) = (
        TaskTitle::parse("Ring her").expect("a title"),
        call.version.next(),
    );
    let mut first = town.begin().await?;
    assert_eq!(first.task(call.id).await?, Some(call.clone()));
    first.put_tasks(std::slice::from_ref(&renamed)).await?;
    let has_ended = AtomicBool::new(false);
    let second = async {
        let mut second = town.begin().await?;
        let stored = second.put_completed(&completed, call.version).await;
        let stored = at_the_latest(second, stored).await;
        assert!(has_ended.load(Ordering::Relaxed), "waits for the other one");
        stored
    };
    let first = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        has_ended.store(true, Ordering::Relaxed);
        first.commit().await
    };
    let (second, first) = tokio::join!(second, first);
    first?;
    assert!(matches!(second, Err(StoreError::Conflict)), "{second:?}");
    assert_eq!(
        found(&town, call.id).await?.map(|found| found.task),
        Some(renamed)
    );
    Ok(())
}
