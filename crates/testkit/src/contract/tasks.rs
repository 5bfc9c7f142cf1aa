//! Tasks and the acts of completing them.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{
    StoreError,
    queries::{settings::DisableCounts, tasks::TaskFilter},
};
use domain::{
    Due, Task, TaskId, TaskState,
    text::{Description, TaskTitle},
};
use jiff::civil::date;

use super::{Checked, StoreUnderTest, town::Town};
use crate::builders::{berlin, complete, fresh_id, moment, notes, the_beginning};

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
        task.state = TaskState::Completed(completion.clone());
        town.change(async |unit| {
            unit.add_completion(&task, &completion).await?;
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
    let mut unit = town.begin().await?;
    let again = unit.add_completion(&task, &completion).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    unit.rollback().await;
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
