//! Choices of the report's filter form: each list follows every condition but its own.

use std::collections::{BTreeMap, BTreeSet};

use domain::OutcomeId;

use super::{
    Dimension, Group, GroupKey, Row, TaskOverview, Totals,
    rows::{Known, largest_first},
};
use crate::{
    StoreError,
    queries::{Session, tasks::TaskFilter},
};

/// How many choices a list has at most.
const MAXIMUM: usize = 100;

/// Choices that still make sense, most frequent first, each list at most 100.
#[derive(Debug, Clone)]
pub struct FilterOptions {
    /// Who completed matching tasks.
    pub completed_by: Vec<Row>,
    /// Outcomes that occur or are offered for the chosen task types, and tasks without one when there are any.
    pub outcomes: Vec<Row>,
    /// Owners of matching tasks.
    pub owners: Vec<Row>,
    /// Sentiments of matching tasks.
    pub sentiments: Vec<Row>,
    /// Task types of matching tasks, and all active ones.
    pub task_types: Vec<Row>,
}

impl Session {
    /// The choices under the other conditions of the report's filter.
    pub async fn task_overview_options(&self, report: &TaskOverview) -> Result<FilterOptions, StoreError> {
        Ok(FilterOptions {
            completed_by: self
                .options(report, Dimension::CompletedBy, |f| f.completed_by = None)
                .await?,
            outcomes: self
                .options(report, Dimension::Outcome, |f| {
                    (f.outcomes, f.without_outcome) = (None, None);
                })
                .await?,
            owners: self
                .options(report, Dimension::Owner, |f| f.owners = None)
                .await?,
            sentiments: self
                .options(report, Dimension::Sentiment, |f| f.sentiments = None)
                .await?,
            task_types: self
                .options(report, Dimension::TaskType, |f| f.task_types = None)
                .await?,
        })
    }

    async fn options(
        &self,
        report: &TaskOverview,
        by: Dimension,
        ignore_own: impl Fn(&mut TaskFilter),
    ) -> Result<Vec<Row>, StoreError> {
        let mut others = report.clone();
        ignore_own(&mut others.filter);
        let mut groups = self.task_overview_groups(&others, by).await?;
        groups.retain(|group| by != Dimension::Sentiment || group.key != GroupKey::Sentiment(None));
        let mut groups = by_choice(groups);
        let known = self.known(report, by, &groups).await?;
        add_unused(&mut groups, by, report, &known);
        cut(groups, by, &report.filter)
            .into_iter()
            .map(|group| known.row(group))
            .collect()
    }
}

/// One group for each choice: outcomes are chosen by their ids, under whatever labels they were recorded.
fn by_choice(groups: Vec<Group>) -> Vec<Group> {
    let mut choices = BTreeMap::<GroupKey, Totals>::new();
    for group in groups {
        let key = match group.key {
            GroupKey::Recorded(recorded) => GroupKey::Outcome(Some(recorded.id)),
            key => key,
        };
        let totals = choices.entry(key).or_default();
        *totals = totals.plus(&group.totals);
    }
    choices
        .into_iter()
        .map(|(key, totals)| Group { key, totals })
        .collect()
}

/// As many as a list holds, what is chosen always among them, so that a form can show its choice.
fn cut(mut groups: Vec<Group>, by: Dimension, filter: &TaskFilter) -> Vec<Group> {
    largest_first(&mut groups);
    let (mut kept, mut others): (Vec<_>, Vec<_>) = groups
        .into_iter()
        .partition(|group| is_chosen(&group.key, by, filter));
    others.truncate(MAXIMUM.saturating_sub(kept.len()));
    kept.extend(others);
    largest_first(&mut kept);
    kept
}

fn is_chosen(key: &GroupKey, by: Dimension, filter: &TaskFilter) -> bool {
    fn names<T: PartialEq>(chosen: Option<&Vec<T>>, one: &T) -> bool {
        chosen.is_some_and(|chosen| chosen.contains(one))
    }
    match key {
        GroupKey::Outcome(Some(id)) => names(filter.outcomes.as_ref(), id),
        GroupKey::Outcome(None) => filter.without_outcome == Some(true),
        GroupKey::TaskType(id) => names(filter.task_types.as_ref(), id),
        GroupKey::User(user) if by == Dimension::Owner => names(filter.owners.as_ref(), user),
        GroupKey::User(Some(id)) => names(filter.completed_by.as_ref(), id),
        GroupKey::User(None)
        | GroupKey::Date(_)
        | GroupKey::Recorded(_)
        | GroupKey::RelatesTo(_)
        | GroupKey::Sentiment(_) => false,
    }
}

/// Whether the conditions on the sentiment leave room for an outcome.
fn is_of_chosen_sentiment(id: OutcomeId, report: &TaskOverview, known: &Known) -> bool {
    let chosen = report.filter.sentiments.as_deref();
    let sentiment = known.catalogue.outcome(id).map(|outcome| outcome.sentiment);
    chosen.is_none_or(|chosen| sentiment.is_some_and(|sentiment| chosen.contains(&sentiment)))
}

/// Adds what could be chosen but does not occur: outcomes on offer for the chosen task types, active task types.
fn add_unused(groups: &mut Vec<Group>, by: Dimension, report: &TaskOverview, known: &Known) {
    let used: BTreeSet<GroupKey> = groups.iter().map(|group| group.key.clone()).collect();
    let candidates: BTreeSet<GroupKey> = match by {
        Dimension::TaskType => known
            .catalogue
            .active_task_types()
            .into_iter()
            .map(|task_type| GroupKey::TaskType(task_type.id))
            .collect(),
        Dimension::Outcome => {
            let chosen = report.filter.task_types.as_deref();
            let offers = known.settings.assignments().iter();
            let offers = offers.filter(|(id, _)| chosen.is_none_or(|chosen| chosen.contains(id)));
            offers
                .flat_map(|(_, offered)| offered.as_slice())
                .filter(|id| is_of_chosen_sentiment(**id, report, known))
                .map(|id| GroupKey::Outcome(Some(*id)))
                .collect()
        }
        Dimension::CompletedBy
        | Dimension::Day
        | Dimension::Week
        | Dimension::Month
        | Dimension::Quarter
        | Dimension::Year
        | Dimension::Owner
        | Dimension::RelatesTo
        | Dimension::Sentiment => BTreeSet::new(),
    };
    let unused = candidates.difference(&used).map(|key| Group {
        key: key.clone(),
        totals: Totals::default(),
    });
    groups.extend(unused);
}

#[cfg(test)]
mod tests {
    use domain::UserId;

    use super::*;

    #[test]
    fn what_is_chosen_is_in_the_list_however_rare_it_is() {
        let user = |number: u128| UserId::new(uuid::Uuid::from_u128(number));
        let group = |number: u32| Group {
            key: GroupKey::User(Some(user(number.into()))),
            totals: Totals {
                completed: number.into(),
                ..Totals::default()
            },
        };
        let filter = TaskFilter {
            completed_by: Some(vec![user(3), user(7)]),
            ..TaskFilter::default()
        };
        let kept = cut((0..150).map(group).collect(), Dimension::CompletedBy, &filter);
        let expected: Vec<Group> = (52..150).rev().chain([7, 3]).map(group).collect();
        assert_eq!(kept, expected);
    }
}
