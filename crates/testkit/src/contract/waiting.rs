//! Who waits for whom: what one unit holds, the next one sees as the first left it.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use std::time::Duration;

use application::{StoreError, Unit};
use domain::{Sentiment, TaskState, text::TypeName};
use tokio::time::{sleep, timeout};

use super::{Checked, StoreUnderTest, town::Town};
use crate::builders::{complete, fresh_id, moment, the_beginning};

/// Locks in one unit, locks the same in a second one meanwhile, then changes and commits the first; gives what the
/// second one saw.
async fn seen_after_waiting<T>(
    town: &Town,
    first_lock: impl AsyncFnOnce(&mut Unit) -> Result<(), StoreError>,
    change: impl AsyncFnOnce(&mut Unit) -> Result<(), StoreError>,
    second_lock: impl AsyncFnOnce(&mut Unit) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let mut first = town.begin().await?;
    first_lock(&mut first).await?;
    let second = async {
        let mut unit = town.begin().await?;
        let seen = second_lock(&mut unit).await?;
        unit.rollback().await;
        Ok::<T, StoreError>(seen)
    };
    let first = async {
        sleep(Duration::from_millis(100)).await;
        change(&mut first).await?;
        first.commit().await
    };
    let both = timeout(Duration::from_secs(20), async { tokio::try_join!(second, first) });
    let (seen, ()) = both.await.expect("nobody waits for ever")?;
    Ok(seen)
}

pub async fn whoever_waits_for_the_settings_sees_the_change(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let changed = town.in_force(domain::Version::new(5));
    let seen = seen_after_waiting(
        &town,
        async |unit| unit.settings().await.map(drop),
        async |unit| unit.put_settings(&changed).await,
        async |unit| unit.settings().await,
    );
    assert_eq!(seen.await?, changed);
    Ok(())
}

pub async fn whoever_waits_for_a_task_type_sees_the_change(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut changed = town.call.clone();
    changed.name = TypeName::parse("Phone call").expect("a name");
    let seen = seen_after_waiting(
        &town,
        async |unit| unit.task_type(town.call.id).await.map(drop),
        async |unit| unit.put_task_type(&changed).await,
        async |unit| unit.task_type(town.call.id).await,
    );
    assert_eq!(seen.await?, Some(changed.clone()));
    Ok(())
}

pub async fn whoever_waits_for_an_outcome_sees_the_change(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut changed = town.sold.clone();
    changed.sentiment = Sentiment::Negative;
    let seen = seen_after_waiting(
        &town,
        async |unit| unit.outcome(town.sold.id).await.map(drop),
        async |unit| unit.put_outcome(&changed).await,
        async |unit| unit.outcome(town.sold.id).await,
    );
    assert_eq!(seen.await?, Some(changed.clone()));
    Ok(())
}

pub async fn whoever_waits_for_a_contact_sees_the_change(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut changed = town.clara.clone();
    changed.details.owner = Some(town.bert.id);
    let seen = seen_after_waiting(
        &town,
        async |unit| unit.contact(town.clara.id).await.map(drop),
        async |unit| unit.put_contact(&changed).await,
        async |unit| unit.contact(town.clara.id).await,
    );
    assert_eq!(seen.await?, Some(changed.clone()));
    Ok(())
}

pub async fn whoever_waits_for_a_deal_sees_the_change(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut changed = town.deal.clone();
    changed.details.owner = Some(town.bert.id);
    let seen = seen_after_waiting(
        &town,
        async |unit| unit.deal(town.deal.id).await.map(drop),
        async |unit| unit.put_deal(&changed).await,
        async |unit| unit.deal(town.deal.id).await,
    );
    assert_eq!(seen.await?, Some(changed.clone()));
    Ok(())
}

pub async fn whoever_waits_for_a_task_sees_how_it_was_completed(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let open = town.a_call("Wanted by two");
    town.add_tasks(std::slice::from_ref(&open)).await?;
    let mut done = open.clone();
    let completion = complete(
        &mut done,
        Some(&town.sold),
        &town.bert,
        moment("2026-02-01T09:00:00Z"),
    );
    let seen = seen_after_waiting(
        &town,
        async |unit| unit.task(open.id).await.map(drop),
        async |unit| {
            unit.add_completions(std::slice::from_ref(&done)).await?;
            unit.put_tasks(std::slice::from_ref(&done)).await
        },
        async |unit| unit.task(open.id).await,
    );
    assert_eq!(
        seen.await?.map(|task| task.state),
        Some(TaskState::Completed(completion.clone()))
    );
    Ok(())
}

pub async fn whoever_wants_to_open_a_task_waits_for_the_archiving_of_its_type(
    store: &StoreUnderTest,
) -> Checked {
    let town = Town::found(store).await?;
    let mut archived = town.call.clone();
    archived.archived_at = Some(the_beginning());
    let seen = seen_after_waiting(
        &town,
        async |unit| unit.task_type(town.call.id).await.map(drop),
        async |unit| unit.put_task_type(&archived).await,
        async |unit| unit.task_type_to_open_in(town.call.id).await,
    );
    assert_eq!(seen.await?, Some(archived.clone()));
    Ok(())
}

pub async fn whoever_archives_a_type_waits_for_tasks_being_opened_in_it(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let unknown = domain::TaskTypeId::new(fresh_id());
    let counted = seen_after_waiting(
        &town,
        async |unit| unit.task_type_to_open_in(town.call.id).await.map(drop),
        async |unit| unit.add_task(&town.a_call("Just opened")).await,
        async |unit| {
            assert_eq!(unit.task_type_to_open_in(unknown).await?, None);
            unit.task_type(town.call.id).await?;
            unit.open_task_count(town.call.id).await
        },
    );
    assert_eq!(counted.await?, 1, "the task that the other unit opened");
    Ok(())
}
