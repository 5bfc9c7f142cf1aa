//! The basis of the report: outcomes as they are today, or as they were recorded.
#![expect(missing_docs, reason = "the name of a behaviour is its sentence")]

use std::collections::BTreeMap;

use application::{
    page::PageRequest,
    queries::{
        task_overview::{Dimension, GroupKey, Totals},
        tasks::{Basis, TaskFilter},
    },
};
use domain::{Sentiment, text::Label};

use super::{
    Checked, StoreUnderTest,
    five_completions::{five_completions, given, sold_only, totals},
    town::Town,
};
use crate::builders::{as_recorded, berlin, moment};

pub async fn sentiments_are_those_of_today(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    five_completions(&town).await?;
    let mut sold = town.sold.clone();
    sold.sentiment = Sentiment::Neutral;
    town.change(async |unit| unit.put_outcome(&sold).await).await?;
    let reading = town.reading();
    let all = TaskFilter::default();
    assert_eq!(
        reading.task_overview_totals(&all).await?,
        totals([4, 1, 1, 2, 0, 1])
    );
    let positive = given(|f| f.sentiments = Some(vec![Sentiment::Positive]));
    assert_eq!(reading.task_overview_totals(&positive).await?, Totals::default());
    assert_eq!(reading.task_count(&positive).await?, 0, "the list follows too");
    let found = reading
        .tasks(&sold_only(&town), all.default_order(), &PageRequest::first(9))
        .await?;
    let recorded = found
        .items
        .iter()
        .filter_map(|task| task.completion()?.outcome.as_ref());
    let recorded: Vec<Sentiment> = recorded.map(|outcome| outcome.sentiment).collect();
    assert_eq!(recorded, [Sentiment::Positive; 2], "what was recorded stays");
    reading.close().await;
    Ok(())
}

pub async fn what_was_recorded_counts_as_recorded(store: &StoreUnderTest) -> Checked {
    let town = Town::found(store).await?;
    five_completions(&town).await?;
    let mut sold = town.sold.clone();
    (sold.label, sold.sentiment) = (Label::parse("Won").expect("a label"), Sentiment::Neutral);
    town.change(async |unit| unit.put_outcome(&sold).await).await?;
    let mut later = town.a_call("Ring again");
    let at = moment("2026-10-25T12:00:00Z");
    town.add_completed(&mut later, Some(&sold), &town.anna, at)
        .await?;
    let reading = town.reading();
    let recorded = given(|f| f.basis = Basis::AsRecorded);
    let mut groups = reading
        .task_overview_groups(&recorded, Dimension::Outcome, &berlin())
        .await?;
    groups.retain(|group| matches!(&group.key, GroupKey::Recorded(one) if one.id == sold.id));
    let counts = groups
        .iter()
        .map(|group| (group.key.clone(), group.totals.completed));
    let expected = [(as_recorded(&town.sold), 2), (as_recorded(&sold), 1)];
    let expected = expected.map(|(recorded, count)| (GroupKey::Recorded(recorded), count));
    assert_eq!(counts.collect::<BTreeMap<_, _>>(), BTreeMap::from(expected));

    let neutral = |basis| TaskFilter {
        basis,
        sentiments: Some(vec![Sentiment::Neutral]),
        ..TaskFilter::default()
    };
    assert_eq!(reading.task_count(&neutral(Basis::Current)).await?, 3);
    let page = PageRequest::first(9);
    let filter = neutral(Basis::AsRecorded);
    let found = reading.tasks(&filter, filter.default_order(), &page).await?.items;
    assert_eq!(found.iter().map(|task| task.id).collect::<Vec<_>>(), [later.id]);
    assert_eq!(reading.task_overview_totals(&filter).await?.neutral, 1);
    let as_then = given(|f| f.recorded = Some(as_recorded(&town.sold)));
    assert_eq!(reading.task_count(&as_then).await?, 2);
    assert_eq!(reading.task_overview_totals(&as_then).await?.completed, 2);
    reading.close().await;
    Ok(())
}
