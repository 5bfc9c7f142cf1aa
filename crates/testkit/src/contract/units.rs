//! Units of work: all or nothing.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{
    StoreError, Unit,
    queries::{activities::ActivityFilter, tasks::TaskFilter},
};
use domain::{ActivityKind, Sentiment, text::TypeName};

use super::{
    Checked, StoreUnderTest,
    town::{Town, at_the_latest},
};
use crate::builders::{
    a_contact, a_deal, a_task_type, a_user, an_activity, an_outcome, complete, the_beginning,
};

/// Does one step on every table, and tells nothing.
async fn change_everything(town: &Town, unit: &mut Unit) -> Result<(), StoreError> {
    let settings = town.in_force(unit.settings().await?.version().next());
    let mut call = town.call.clone();
    call.name = TypeName::parse("Phone call").expect("a name");
    let mut task = town.a_call("Undone");
    unit.add_user(&a_user("Dora")).await?;
    unit.add_contact(&a_contact("Emil")).await?;
    unit.add_deal(&a_deal("Kran")).await?;
    unit.add_task_type(&a_task_type("Lunch", 5)).await?;
    unit.put_task_type(&call).await?;
    unit.add_outcome(&an_outcome("Maybe", Sentiment::Neutral)).await?;
    unit.put_settings(&settings).await?;
    unit.add_task(&task).await?;
    complete(&mut task, Some(&town.sold), &town.bert, the_beginning());
    unit.add_completions(std::slice::from_ref(&task)).await?;
    unit.put_tasks(&[task]).await?;
    let entry = an_activity(ActivityKind::TaskCompleted, "Undone", the_beginning());
    unit.record(&[entry]).await
}

async fn assert_nothing_changed(town: &Town) -> Checked {
    let reading = town.reading();
    assert_eq!(reading.user_count(&[]).await?, 2);
    assert_eq!(reading.contact_count(&[]).await?, 1);
    assert_eq!(reading.deal_count(&[]).await?, 1);
    assert_eq!(
        reading.task_types_by_id(&[town.call.id]).await?,
        std::slice::from_ref(&town.call)
    );
    assert_eq!(reading.task_type_count(true).await?, 2);
    assert_eq!(reading.catalogue().await?.outcome_count(), 3);
    assert_eq!(reading.settings().await?, town.in_force(domain::Version::FIRST));
    assert_eq!(reading.task_count(&TaskFilter::default()).await?, 0);
    assert_eq!(
        reading
            .task_overview_totals(&TaskFilter::default())
            .await?
            .completed,
        0
    );
    assert_eq!(reading.activity_count(&ActivityFilter::default()).await?, 0);
    reading.close().await;
    Ok(())
}

pub async fn rolled_back_work_leaves_no_trace(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    change_everything(&town, &mut unit).await?;
    unit.rollback().await;
    assert_nothing_changed(&town).await
}

pub async fn dropped_work_leaves_no_trace(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    change_everything(&town, &mut unit).await?;
    drop(unit);
    assert_nothing_changed(&town).await?;
    town.change(async |unit| unit.put_task_type(&town.call).await)
        .await
}

pub async fn a_unit_sees_its_own_steps(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    let mut task = town.a_call("Own");
    unit.add_task(&task).await?;
    assert_eq!(unit.task(task.id).await?, Some(task.clone()));
    complete(&mut task, Some(&town.sold), &town.bert, the_beginning());
    unit.add_completions(std::slice::from_ref(&task)).await?;
    unit.put_tasks(std::slice::from_ref(&task)).await?;
    assert_eq!(unit.task(task.id).await?, Some(task));
    unit.rollback().await;
    Ok(())
}

pub async fn a_reading_shows_one_moment_until_it_is_closed(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (early, late) = (town.reading(), town.reading());
    let all = TaskFilter::default();
    assert_eq!(early.task_count(&all).await?, 0);
    let mut unit = town.begin().await?;
    unit.add_task(&town.a_call("New")).await?;
    assert_eq!(early.task_count(&all).await?, 0, "not committed yet");
    unit.commit().await?;
    assert_eq!(early.task_count(&all).await?, 0, "it began before");
    assert_eq!(early.tasks(&all, all.default_order(), &page()).await?.items, []);
    assert_eq!(late.task_count(&all).await?, 1, "it begins with its first use");
    early.close().await;
    assert_eq!(early.task_count(&all).await?, 1, "a new moment");
    early.close().await;
    late.close().await;
    Ok(())
}

fn page() -> application::page::PageRequest {
    application::page::PageRequest::first(10)
}

pub async fn after_a_failed_step_nothing_is_committed(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    unit.add_user(&a_user("Dora")).await?;
    let taken = unit.add_task_type(&a_task_type("CALL", 7)).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    let committed = unit.commit().await;
    assert!(matches!(committed, Err(StoreError::Conflict)), "{committed:?}");
    assert_nothing_changed(&town).await
}

pub async fn a_change_of_what_does_not_exist_fails(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut unit = town.begin().await?;
    let put = unit.put_task_type(&a_task_type("Nowhere", 9)).await;
    for failed in [put, unit.commit().await] {
        assert!(matches!(failed, Err(StoreError::Broken(_))), "{failed:?}");
    }
    let mut unit = town.begin().await?;
    let put = unit.put_tasks(&[town.a_call("Nowhere")]).await;
    let put = at_the_latest(unit, put).await;
    assert!(matches!(put, Err(StoreError::Broken(_))), "{put:?}");
    Ok(())
}
