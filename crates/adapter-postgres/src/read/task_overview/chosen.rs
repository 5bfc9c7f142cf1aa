//! Which lines of sealed blocks a report counts: conditions on what numbers stand for, decided once for each number.

use std::collections::HashSet;

use application::queries::tasks::{Basis, TaskFilter};
use domain::{OutcomeId, SubjectKind, TaskTypeId, UserId};
use uuid::Uuid;

use super::today::Today;
use crate::{
    codes,
    seal::{Column, Fact, Lines, Members, Recorded},
};

/// Conditions on everything but time.
pub(super) struct Chosen {
    owners: Numbers,
    completed_by: Numbers,
    task_types: Numbers,
    outcomes: Numbers,
    about_deal: Numbers,
}

/// Which numbers are chosen, 0 among them; all where there is no condition.
struct Numbers(Option<Vec<bool>>);

impl Chosen {
    pub(super) fn new(filter: &TaskFilter, members: &Members, today: &Today) -> Self {
        let owner = |owners: &Vec<Option<UserId>>| {
            let wanted: HashSet<_> = owners.iter().map(|owner| owner.map(UserId::uuid)).collect();
            Numbers::of(&members.users, |user| wanted.contains(&user.copied()))
        };
        let completer = |users: &Vec<UserId>| {
            let wanted: HashSet<_> = users.iter().map(|user| Some(user.uuid())).collect();
            Numbers::of(&members.users, |user| wanted.contains(&user.copied()))
        };
        let task_type = |types: &Vec<TaskTypeId>| {
            let wanted: HashSet<_> = types.iter().map(|one| Some(one.uuid())).collect();
            Numbers::of(&members.task_types, |one| wanted.contains(&one.copied()))
        };
        Self {
            owners: filter.owners.as_ref().map_or(Numbers::ALL, owner),
            completed_by: filter.completed_by.as_ref().map_or(Numbers::ALL, completer),
            task_types: filter.task_types.as_ref().map_or(Numbers::ALL, task_type),
            outcomes: outcomes(filter, members, today),
            about_deal: filter.relates_to.map_or(Numbers::ALL, |kind| {
                let is_deal = kind == SubjectKind::Deal;
                Numbers(Some(vec![!is_deal, is_deal]))
            }),
        }
    }

    /// Facts that there are conditions on, with the numbers that fulfil them.
    fn conditions(&self) -> impl Iterator<Item = (Fact, &[bool])> {
        let all = [
            (Fact::Outcome, &self.outcomes),
            (Fact::TaskType, &self.task_types),
            (Fact::Owner, &self.owners),
            (Fact::CompletedBy, &self.completed_by),
            (Fact::AboutDeal, &self.about_deal),
        ];
        let conditions = all
            .into_iter()
            .map(|(fact, Numbers(chosen))| Some((fact, chosen.as_deref()?)));
        conditions.flatten()
    }

    /// What it reads of lines.
    pub(super) fn facts(&self) -> impl Iterator<Item = Fact> {
        self.conditions().map(|(fact, _)| fact)
    }

    /// Marks those of some lines that are not chosen; `None` where a fact was not read.
    pub(super) fn leave_out(
        &self,
        lines: &Lines<'_>,
        numbers: &mut Column<u64>,
        is_chosen: &mut [bool],
    ) -> Option<()> {
        for (fact, chosen) in self.conditions() {
            for (is_chosen, number) in is_chosen.iter_mut().zip(lines.read(fact, numbers)?) {
                let number = usize::try_from(*number).ok();
                let has = number.and_then(|number| chosen.get(number));
                *is_chosen &= has.is_some_and(|has| *has);
            }
        }
        Some(())
    }
}

impl Numbers {
    const ALL: Self = Self(None);

    /// By what they stand for; 0 stands for nothing.
    fn of<T>(members: &[T], is_chosen: impl Fn(Option<&T>) -> bool) -> Self {
        let all = std::iter::once(None).chain(members.iter().map(Some));
        Self(Some(all.map(is_chosen).collect()))
    }
}

/// The same conditions as `counted::of_outcome` writes for the completions themselves.
fn outcomes(filter: &TaskFilter, members: &Members, today: &Today) -> Numbers {
    let is_free = filter.recorded.is_none()
        && filter.outcomes.is_none()
        && filter.sentiments.is_none()
        && filter.without_outcome.is_none();
    if is_free {
        return Numbers::ALL;
    }
    let counted = |id: Uuid| today.of(id).map(|counted| counted.id);
    let wanted: Option<HashSet<Uuid>> = filter.outcomes.as_ref().map(|ids| {
        let ids = ids.iter().map(|id| OutcomeId::uuid(*id));
        match filter.basis {
            Basis::AsRecorded => ids.collect(),
            Basis::Current => ids.filter_map(counted).collect(),
        }
    });
    let sentiments: Option<Vec<i16>> = filter
        .sentiments
        .as_ref()
        .map(|sentiments| sentiments.iter().map(|one| codes::sentiment(*one)).collect());
    let has_outcome = |outcome: &Recorded| {
        let (id, sentiment) = match filter.basis {
            Basis::AsRecorded => (Some(outcome.id), Some(outcome.sentiment)),
            Basis::Current => (
                counted(outcome.id),
                today.of(outcome.id).map(|counted| counted.sentiment),
            ),
        };
        let is_recorded = filter.recorded.as_ref().is_none_or(|recorded| {
            recorded.id.uuid() == outcome.id
                && recorded.label.as_str() == outcome.label
                && codes::sentiment(recorded.sentiment) == outcome.sentiment
        });
        is_recorded
            && filter.without_outcome != Some(true)
            && wanted
                .as_ref()
                .is_none_or(|wanted| id.is_some_and(|id| wanted.contains(&id)))
            && sentiments
                .as_ref()
                .is_none_or(|wanted| sentiment.is_some_and(|one| wanted.contains(&one)))
    };
    let has_none = filter.recorded.is_none()
        && filter.without_outcome != Some(false)
        && filter.outcomes.is_none()
        && filter.sentiments.is_none();
    Numbers::of(&members.outcomes, |outcome| outcome.map_or(has_none, has_outcome))
}
