//! Accounts do not exist for one another.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{
    page::PageRequest,
    queries::{
        activities::ActivityFilter, settings::DisableCounts, task_overview::Totals, tasks::TaskFilter,
    },
};
use domain::{AccountId, ActivityKind};

use super::{Checked, StoreUnderTest, town::Town};
use crate::builders::{an_activity, an_api_token, fresh_id, moment, the_beginning};

pub async fn another_account_sees_nothing_of_this_one(store: &StoreUnderTest) -> Checked {
    let (ours, theirs) = (Town::found(store).await?, Town::found(store).await?);
    let mut task = ours.a_call("Ours");
    let at = moment("2026-02-01T09:00:00Z");
    ours.add_completed(&mut task, Some(&ours.sold), &ours.bert, at)
        .await?;
    let entry = an_activity(ActivityKind::TaskCompleted, "Ours", the_beginning());
    let token = an_api_token(&ours.anna);
    ours.change(async |unit| {
        unit.add_api_token(&token, &[9; 32]).await?;
        unit.record(std::slice::from_ref(&entry)).await
    })
    .await?;
    let reading = theirs.reading();
    assert_eq!(reading.account().await?.as_ref(), Some(&theirs.account));
    assert_eq!(reading.signed_in(&[9; 32], at).await?, None);
    assert_eq!(reading.users_by_id(&[ours.anna.id]).await?, []);
    assert_eq!(reading.contacts_by_id(&[ours.clara.id]).await?, []);
    assert_eq!(reading.deals_by_id(&[ours.deal.id]).await?, []);
    assert_eq!(reading.task_types_by_id(&[ours.call.id]).await?, []);
    assert_eq!(reading.outcomes_by_id(&[ours.sold.id]).await?, []);
    assert_eq!(reading.tasks_by_id(&[task.id]).await?, []);
    assert_eq!(reading.activities_by_id(&[entry.activity.id]).await?, []);
    assert_eq!(reading.outcomes_of(&[ours.call.id]).await?, []);
    assert_eq!(reading.task_types_of(&[ours.sold.id]).await?, []);
    assert_eq!(reading.user_count(&[]).await?, 2, "their own");
    assert_eq!(reading.users(&[], &PageRequest::first(10)).await?.items.len(), 2);
    assert_eq!(reading.contact_count(&[]).await?, 1);
    assert_eq!(reading.deal_count(&[]).await?, 1);
    assert_eq!(reading.task_type_count(true).await?, 2);
    assert_eq!(reading.catalogue().await?.outcome_count(), 3);
    assert_eq!(reading.task_count(&TaskFilter::default()).await?, 0);
    assert_eq!(
        reading.task_overview_totals(&TaskFilter::default()).await?,
        Totals::default()
    );
    assert_eq!(reading.disable_counts().await?, DisableCounts::default());
    assert_eq!(reading.activity_count(&ActivityFilter::default()).await?, 0);
    reading.close().await;
    Ok(())
}

pub async fn a_unit_of_another_account_finds_nothing(store: &StoreUnderTest) -> Checked {
    let (ours, theirs) = (Town::found(store).await?, Town::found(store).await?);
    let task = ours.a_call("Ours");
    ours.add_tasks(std::slice::from_ref(&task)).await?;
    let mut unit = theirs.begin().await?;
    assert_eq!(unit.user(ours.anna.id).await?, None);
    assert_eq!(unit.contact(ours.clara.id).await?, None);
    assert_eq!(unit.contact_names(&[ours.clara.id]).await?, []);
    assert_eq!(unit.deal(ours.deal.id).await?, None);
    assert_eq!(unit.deal_names(&[ours.deal.id]).await?, []);
    assert_eq!(unit.task_type(ours.call.id).await?, None);
    assert_eq!(unit.task_type_to_open_in(ours.call.id).await?, None);
    assert_eq!(unit.outcome(ours.sold.id).await?, None);
    assert_eq!(unit.task(task.id).await?, None);
    assert_eq!(unit.type_of_task(task.id).await?, None);
    assert_eq!(unit.open_task_count(ours.call.id).await?, 0);
    assert_eq!(unit.open_tasks(ours.call.id).await?, []);
    assert_eq!(unit.task_types().await?.len(), 2, "their own");
    assert_eq!(unit.outcomes().await?.len(), 3, "their own");
    unit.rollback().await;
    Ok(())
}

pub async fn two_accounts_may_use_the_same_keys(store: &StoreUnderTest) -> Checked {
    let (ours, theirs) = (Town::found(store).await?, Town::found(store).await?);
    let mut unit = theirs.begin().await?;
    let found = unit.user_with_email(&ours.anna.email.key()).await?;
    assert_eq!(found.as_ref(), Some(&theirs.anna), "each finds their own");
    let found = unit.task_type_with_key(&ours.call.name.key()).await?;
    assert_eq!(found.as_ref(), Some(&theirs.call));
    let found = unit.outcome_with_key(&ours.sold.label.key()).await?;
    assert_eq!(found.as_ref(), Some(&theirs.sold));
    unit.rollback().await;
    Ok(())
}

pub async fn an_account_that_does_not_exist_is_empty(store: &StoreUnderTest) -> Checked {
    let nowhere = AccountId::new(fresh_id());
    let mut unit = store.store.begin(nowhere).await?;
    assert_eq!(unit.account().await?, None);
    assert_eq!(unit.task_types().await?, []);
    unit.rollback().await;
    let reading = store.reads.open(nowhere);
    assert_eq!(reading.account().await?, None);
    assert_eq!(reading.signed_in(&[1; 32], the_beginning()).await?, None);
    assert_eq!(reading.task_count(&TaskFilter::default()).await?, 0);
    reading.close().await;
    Ok(())
}
