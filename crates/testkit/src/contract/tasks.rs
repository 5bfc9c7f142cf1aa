//! Tasks and the acts of completing them.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{
    StoreError,
    queries::{
        settings::DisableCounts,
        tasks::{TaskFilter, TaskStatus},
    },
};
use domain::{
    ActivityAction, ActivityKind, Due, Task, TaskId, TaskState,
    text::{Description, TaskTitle},
};
use jiff::civil::date;

use super::{
    Checked, StoreUnderTest,
    town::{Town, at_the_latest},
};
use crate::builders::{an_activity_of, berlin, complete, fresh_id, moment, notes, the_beginning};

pub async fn tasks_are_stored_as_they_are(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let dues = [
        Due::On(date(2026, 3, 29)),
        Due::At(moment("2026-03-29T01:30:00.123456Z")),
    ];
    for due in dues {
        let mut task = town.a_meeting("Größe besprechen");
        task.description = Description::parse("a\nb").expect("a description");
        (task.owner, task.created_by) = (Some(town.bert.id), Some(town.anna.id));
        (task.due, task.overdue_from) = (Some(due), due.overdue_from(&berlin()));
        town.add_tasks(std::slice::from_ref(&task)).await?;
        assert_stored(&town, &task).await?;
        let mut completion = complete(
            &mut task,
            Some(&town.sold),
            &town.anna,
            moment("2026-03-28T10:00:00Z"),
        );
        completion.notes = notes("gut\ngelaufen");
        task.state = TaskState::Completed(completion);
        town.change(async |unit| {
            unit.add_completions(std::slice::from_ref(&task)).await?;
            unit.put_tasks(std::slice::from_ref(&task)).await
        })
        .await?;
        assert_stored(&town, &task).await?;
    }
    assert_stored(&town, &{
        let bare = town.a_call("Bare");
        town.add_tasks(std::slice::from_ref(&bare)).await?;
        bare
    })
    .await
}

async fn assert_stored(town: &Town, task: &Task) -> Checked {
    let mut unit = town.begin().await?;
    assert_eq!(unit.task(task.id).await?.as_ref(), Some(task));
    assert_eq!(unit.type_of_task(task.id).await?, Some(task.task_type));
    assert_eq!(unit.task(TaskId::new(fresh_id())).await?, None);
    unit.rollback().await;
    let reading = town.reading();
    assert_eq!(
        reading.tasks_by_id(&[task.id, TaskId::new(fresh_id())]).await?,
        std::slice::from_ref(task)
    );
    reading.close().await;
    Ok(())
}

pub async fn many_tasks_are_changed_at_once(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut tasks: Vec<Task> = (0..40)
        .map(|number| town.a_call(&format!("Call {number}")))
        .collect();
    town.add_tasks(&tasks).await?;
    for (task, number) in tasks.iter_mut().zip(0..) {
        task.title = TaskTitle::parse(&format!("Meeting {number}")).expect("a title");
        (task.task_type, task.owner, task.version) =
            (town.meeting.id, Some(town.anna.id), task.version.next());
    }
    let mut unit = town.begin().await?;
    unit.put_tasks(&tasks).await?;
    assert_eq!(unit.open_tasks(town.meeting.id).await?, tasks);
    assert_eq!(unit.open_task_count(town.call.id).await?, 0);
    unit.put_tasks(&[]).await?;
    unit.commit().await
}

pub async fn open_tasks_of_a_type_come_by_id(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let [first, second, mut done, meeting] = [
        town.a_call("B"),
        town.a_call("A"),
        town.a_call("C"),
        town.a_meeting("D"),
    ];
    town.add_tasks(&[second.clone(), first.clone(), meeting]).await?;
    town.add_completed(&mut done, Some(&town.sold), &town.anna, the_beginning())
        .await?;
    let mut unit = town.begin().await?;
    assert_eq!(unit.open_tasks(town.call.id).await?, [first, second]);
    assert_eq!(unit.open_task_count(town.call.id).await?, 2);
    unit.rollback().await;
    Ok(())
}

pub async fn a_task_has_one_current_completion(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut task = town.a_call("Once");
    let mut completion = town
        .add_completed(&mut task, Some(&town.sold), &town.anna, the_beginning())
        .await?;
    completion.id = domain::CompletionId::new(fresh_id());
    task.state = TaskState::Completed(completion);
    let mut unit = town.begin().await?;
    let again = unit.add_completions(std::slice::from_ref(&task)).await;
    let again = at_the_latest(unit, again).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    Ok(())
}

pub async fn a_reopened_task_is_completed_anew(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut task = town.a_call("Twice");
    let first = town
        .add_completed(
            &mut task,
            Some(&town.sold),
            &town.anna,
            moment("2026-02-01T10:00:00Z"),
        )
        .await?;
    (task.state, task.version, task.owner) = (TaskState::Open, task.version.next(), Some(town.bert.id));
    town.change(async |unit| {
        unit.supersede_completion(first.id, moment("2026-02-02T10:00:00Z"))
            .await?;
        unit.put_tasks(std::slice::from_ref(&task)).await
    })
    .await?;
    assert_stored(&town, &task).await?;
    let reading = town.reading();
    assert_eq!(
        reading
            .task_overview_totals(&TaskFilter::default())
            .await?
            .completed,
        0
    );
    reading.close().await;
    town.complete(
        &mut task,
        Some(&town.refused),
        &town.bert,
        moment("2026-02-03T10:00:00Z"),
    )
    .await?;
    assert_stored(&town, &task).await?;
    let totals = reading.task_overview_totals(&TaskFilter::default()).await?;
    assert_eq!((totals.completed, totals.negative, totals.positive), (1, 1, 0));
    reading.close().await;
    Ok(())
}

pub async fn a_completion_is_superseded_once(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut task = town.a_call("Once");
    let completion = town
        .add_completed(&mut task, Some(&town.sold), &town.anna, the_beginning())
        .await?;
    let mut unit = town.begin().await?;
    unit.supersede_completion(completion.id, the_beginning()).await?;
    let again = unit.supersede_completion(completion.id, the_beginning()).await;
    assert!(matches!(again, Err(StoreError::Broken(_))), "{again:?}");
    unit.rollback().await;
    Ok(())
}

pub async fn several_tasks_are_read_and_completed_at_once(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut tasks: Vec<Task> = (0..30)
        .map(|number| town.a_call(&format!("Call {number}")))
        .collect();
    tasks.sort_by_key(|task| task.id);
    town.add_tasks(&tasks).await?;
    for task in &mut tasks {
        complete(task, Some(&town.sold), &town.anna, the_beginning());
    }
    town.change(async |unit| {
        unit.add_completions(&tasks).await?;
        unit.put_tasks(&tasks).await
    })
    .await?;
    let mut ids: Vec<TaskId> = tasks.iter().rev().map(|task| task.id).collect();
    ids.push(TaskId::new(fresh_id()));
    let mut unit = town.begin().await?;
    assert_eq!(unit.tasks(&ids).await?, tasks, "those that exist, by id");
    assert_eq!(unit.tasks(&[]).await?, []);
    unit.rollback().await;
    Ok(())
}

pub async fn a_deleted_task_is_gone_and_its_history_stays(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (open, mut done) = (town.a_call("Open"), town.a_call("Done"));
    town.add_tasks(std::slice::from_ref(&open)).await?;
    let completion = town
        .add_completed(&mut done, Some(&town.sold), &town.anna, the_beginning())
        .await?;
    let event = domain::Event {
        task: Some(done.id),
        ..domain::Event::new(ActivityKind::TaskDeleted, ActivityAction::Deleted, "Done")
    };
    let entry = an_activity_of(event, Some(&town.anna), the_beginning());
    town.change(async |unit| {
        unit.supersede_completion(completion.id, the_beginning()).await?;
        unit.delete_task(&done).await?;
        unit.delete_task(&open).await?;
        unit.record(std::slice::from_ref(&entry)).await
    })
    .await?;
    let ids = [open.id, done.id];
    let mut unit = town.begin().await?;
    assert_eq!(
        (unit.task(open.id).await?, unit.tasks(&ids).await?),
        (None, Vec::new())
    );
    assert_eq!(unit.type_of_task(done.id).await?, None);
    assert_eq!(unit.open_task_count(town.call.id).await?, 0);
    assert_eq!(unit.open_tasks(town.call.id).await?, []);
    let again = unit.delete_task(&open).await;
    assert!(matches!(again, Err(StoreError::Broken(_))), "{again:?}");
    unit.rollback().await;
    let reading = town.reading();
    assert_eq!(reading.tasks_by_id(&ids).await?, []);
    let filter = TaskFilter {
        statuses: Some(vec![TaskStatus::Open, TaskStatus::Completed]),
        ..TaskFilter::default()
    };
    assert_eq!(reading.task_count(&filter).await?, 0);
    assert_eq!(
        reading
            .task_overview_totals(&TaskFilter::default())
            .await?
            .completed,
        0
    );
    assert_eq!(reading.disable_counts().await?.open_tasks, 0);
    assert_eq!(
        reading.activities_by_id(&[entry.activity.id]).await?,
        [entry.activity]
    );
    reading.close().await;
    Ok(())
}

pub async fn what_switching_off_would_touch_is_counted(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    town.add_tasks(&[town.a_call("1"), town.a_call("2")]).await?;
    town.add_completed(
        &mut town.a_call("3"),
        Some(&town.sold),
        &town.anna,
        the_beginning(),
    )
    .await?;
    town.add_completed(&mut town.a_call("4"), None, &town.anna, the_beginning())
        .await?;
    let reading = town.reading();
    let expected = DisableCounts {
        completed_tasks: 1,
        open_tasks: 2,
    };
    assert_eq!(
        reading.disable_counts().await?,
        expected,
        "only those with an outcome"
    );
    reading.close().await;
    Ok(())
}
