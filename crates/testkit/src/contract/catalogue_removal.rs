//! Outcomes that are merged or deleted, and how much they are used.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use application::{
    StoreError,
    page::PageRequest,
    queries::{
        catalogue::OutcomeUsage,
        task_overview::{Dimension, GroupKey},
        tasks::{TaskFilter, TaskOrder, TaskOrderField},
    },
};
use domain::{OutcomeId, Sentiment, TaskOutcome, text::OutcomeDescription};

use super::{Checked, StoreUnderTest, five_completions::five_completions, town::Town};
use crate::builders::{an_outcome, berlin, moment, the_beginning};

pub async fn an_outcome_is_stored_as_it_is(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let mut described = town.later.clone();
    described.description = OutcomeDescription::parse("When nobody answers.").expect("a description");
    (described.merged_into, described.archived_at) = (Some(town.sold.id), Some(the_beginning()));
    town.change(async |unit| unit.put_outcome(&described).await)
        .await?;
    let mut unit = town.begin().await?;
    assert_eq!(unit.outcome(described.id).await?, Some(described));
    unit.rollback().await;
    Ok(())
}

/// Merges "refused" into "later".
async fn merge(town: &Town) -> Checked {
    let mut merged = town.refused.clone();
    (merged.merged_into, merged.archived_at) = (Some(town.later.id), Some(the_beginning()));
    town.change(async |unit| unit.put_outcome(&merged).await).await
}

pub async fn what_was_merged_counts_for_the_other_one(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    five_completions(&town).await?;
    merge(&town).await?;
    let reading = town.reading();
    let all = TaskFilter::default();
    let groups = reading
        .task_overview_groups(&all, Dimension::Outcome, &berlin())
        .await?;
    let count = |id: Option<OutcomeId>| {
        let of = groups.iter().find(|group| group.key == GroupKey::Outcome(id));
        of.map(|group| group.totals.completed)
    };
    let (sold, later, refused) = (town.sold.id, town.later.id, town.refused.id);
    let counts = [Some(sold), Some(later), Some(refused), None].map(count);
    assert_eq!(counts, [Some(2), Some(1), None, Some(1)]);
    let totals = reading.task_overview_totals(&all).await?;
    assert_eq!(
        (totals.positive, totals.neutral, totals.negative),
        (2, 1, 0),
        "the sentiment too"
    );
    let order = TaskOrder {
        field: TaskOrderField::CreatedAt,
        descending: false,
    };
    for (outcomes, sentiments) in [
        (Some(vec![later]), None),
        (Some(vec![refused]), None),
        (None, Some(vec![Sentiment::Neutral])),
    ] {
        let filter = TaskFilter {
            outcomes,
            sentiments,
            ..TaskFilter::default()
        };
        let listed = reading.tasks(&filter, order, &PageRequest::first(10)).await?;
        let titles: Vec<&str> = listed.items.iter().map(|task| task.title.as_str()).collect();
        assert_eq!(titles, ["spring"], "{filter:?}");
        assert_eq!(reading.task_overview_totals(&filter).await?.completed, 1);
    }
    reading.close().await;
    Ok(())
}

pub async fn usage_counts_current_completions(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    five_completions(&town).await?;
    merge(&town).await?;
    let reading = town.reading();
    let ids = [town.sold.id, town.later.id, town.refused.id];
    let recent = moment("2026-10-25T22:30:00Z");
    let mut used = reading.outcome_usage(&ids, recent).await?;
    used.sort_by_key(|(id, _)| *id);
    let sold = OutcomeUsage {
        completed: 2,
        recently: 1,
        last_completed_at: Some(recent),
    };
    let later = OutcomeUsage {
        completed: 1,
        recently: 0,
        last_completed_at: Some(moment("2026-03-29T21:30:00Z")),
    };
    let expected = [(town.sold.id, sold), (town.later.id, later)];
    assert_eq!(
        used, expected,
        "not the reopened one, and nothing for what was merged"
    );
    assert_eq!(reading.outcome_usage(&[], recent).await?, []);
    reading.close().await;
    Ok(())
}

async fn deleting(town: &Town, outcome: &TaskOutcome) -> Checked {
    town.change(async |unit| unit.delete_outcome(outcome.id).await)
        .await
}

pub async fn an_outcome_in_use_is_not_deleted(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let (target, used) = (
        an_outcome("Target", Sentiment::Neutral),
        an_outcome("Used", Sentiment::Neutral),
    );
    let mut merged = an_outcome("Merged", Sentiment::Neutral);
    (merged.merged_into, merged.archived_at) = (Some(target.id), Some(the_beginning()));
    town.change(async |unit| {
        for outcome in [&target, &used, &merged] {
            unit.add_outcome(outcome).await?;
        }
        Ok(())
    })
    .await?;
    let mut call = town.a_call("done");
    let at = moment("2026-02-02T09:00:00Z");
    let completion = town.add_completed(&mut call, Some(&used), &town.anna, at).await?;
    let mut unit = town.begin().await?;
    unit.supersede_completion(completion.id, at).await?;
    let ever = unit.tasks_completed_with(&[used.id, town.sold.id]).await?;
    assert_eq!(
        (ever, unit.tasks_completed_with(&[target.id]).await?),
        (1, 0),
        "superseded ones too"
    );
    unit.rollback().await;
    for outcome in [&used, &target, &town.sold] {
        let refused = deleting(&town, outcome).await;
        assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    }
    Ok(())
}

pub async fn an_unused_outcome_is_deleted(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    let unused = an_outcome("Unused", Sentiment::Neutral);
    town.change(async |unit| unit.add_outcome(&unused).await).await?;
    deleting(&town, &unused).await?;
    let mut unit = town.begin().await?;
    assert_eq!(unit.outcome(unused.id).await?, None);
    unit.add_outcome(&an_outcome("unused", Sentiment::Neutral))
        .await?;
    unit.rollback().await;
    let gone = deleting(&town, &unused).await;
    assert!(matches!(gone, Err(StoreError::Broken(_))), "{gone:?}");
    Ok(())
}
