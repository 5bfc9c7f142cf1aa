//! Counts lines of sealed blocks under the conditions of a report.

use std::collections::HashMap;

use application::{
    StoreError,
    queries::tasks::{Basis, TaskFilter},
};
use jiff::Timestamp;

use super::{
    chosen::Chosen,
    grouped::{By, Counts, GroupedKey, GroupedValue},
    today::Today,
};
use crate::{
    codes::contradiction,
    seal::{Line, Members, Recorded, place},
};

/// Counts lines, by up to two dimensions.
pub(super) struct Tally {
    chosen: Chosen,
    /// The sentiment that counts, by number of the recorded outcome.
    sentiments: Vec<Option<i16>>,
    lanes: [Lane; 2],
    cells: Cells,
    /// Whether there was a number that stands for nothing.
    is_broken: bool,
}

impl Tally {
    pub(super) fn new(filter: &TaskFilter, by: &[By; 2], members: &Members, today: &Today) -> Self {
        let outcomes = members.outcomes.iter();
        let lanes = by.each_ref().map(|by| Lane::new(by, members, today));
        Self {
            chosen: Chosen::new(filter, members, today),
            sentiments: outcomes
                .map(|outcome| sentiment(filter.basis, outcome, today))
                .collect(),
            cells: Cells::of(lanes.each_ref().map(Lane::len)),
            lanes,
            is_broken: false,
        }
    }

    /// Counts a line of a block that begins at that moment, if it is chosen.
    pub(super) fn count(&mut self, start: Timestamp, line: &Line) {
        if !self.chosen.has(line) {
            return;
        }
        let at = start.as_microsecond().saturating_add_unsigned(line.after);
        let [first, second] = &mut self.lanes;
        let groups = first.group(at, line).zip(second.group(at, line));
        let Some(counts) = groups.and_then(|(first, second)| self.cells.at([first, second])) else {
            self.is_broken = true;
            return;
        };
        let (completed, in_time) = (number(line.completed), number(line.in_time));
        counts.in_time += in_time;
        match place(line.outcome).and_then(|outcome| self.sentiments.get(outcome).copied().flatten()) {
            None => counts.without_outcome += completed,
            Some(..0) => counts.negative += completed,
            Some(0) => counts.neutral += completed,
            Some(1..) => counts.positive += completed,
        }
    }

    /// Adds all groups to others.
    pub(super) fn add_to(self, all: &mut HashMap<GroupedKey, Counts>) -> Result<(), StoreError> {
        if self.is_broken {
            return Err(contradiction("a number of a block that stands for nothing"));
        }
        let [of_first, of_second] = self.lanes;
        for ([first, second], counts) in self.cells.into_groups() {
            let key = [of_first.value(first), of_second.value(second)];
            all.entry(key).or_default().add(&counts);
        }
        Ok(())
    }
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The sentiment that counts for a recorded outcome.
fn sentiment(basis: Basis, outcome: &Recorded, today: &Today) -> Option<i16> {
    match basis {
        Basis::AsRecorded => Some(outcome.sentiment),
        Basis::Current => today.of(outcome.id).map(|counted| counted.sentiment),
    }
}

/// Which group of a dimension a line belongs to: the place of its value.
enum Lane {
    One,
    Of(fn(&Line) -> u64, Vec<GroupedValue>),
    /// By number of the recorded outcome, 0 for none.
    Outcome(Vec<usize>, Vec<GroupedValue>),
    /// Moments that spans begin at, and the group of the line before: the next is near.
    Span(Vec<i64>, usize),
}

impl Lane {
    fn new(by: &By, members: &Members, today: &Today) -> Self {
        let ids = |ids: &[uuid::Uuid]| {
            let ids = ids.iter().copied().map(Some);
            std::iter::once(None)
                .chain(ids)
                .map(GroupedValue::of_id)
                .collect()
        };
        match by {
            By::Nothing => Self::One,
            By::Owner => Self::Of(|line| line.owner, ids(&members.users)),
            By::Completer => Self::Of(|line| line.completed_by, ids(&members.users)),
            By::TaskType => Self::Of(|line| line.task_type, ids(&members.task_types)),
            By::RelatesTo => {
                let kinds = [0, 1].map(|kind| GroupedValue::of_number(Some(kind)));
                Self::Of(|line| line.about_deal, kinds.into())
            }
            By::Outcome => Self::of_outcome(members, |outcome| {
                GroupedValue::of_id(
                    outcome
                        .and_then(|outcome| today.of(outcome.id))
                        .map(|counted| counted.id),
                )
            }),
            By::RecordedOutcome => Self::of_outcome(members, |outcome| GroupedValue {
                id: outcome.map(|outcome| outcome.id),
                number: outcome.map(|outcome| outcome.sentiment.into()),
                label: outcome.map(|outcome| outcome.label.clone()),
            }),
            By::Sentiment(basis) => Self::of_outcome(members, |outcome| {
                let sentiment = outcome.and_then(|outcome| sentiment(*basis, outcome, today));
                GroupedValue::of_number(sentiment.map(i32::from))
            }),
            By::Span(starts) => {
                let starts = starts.iter().map(|start| start.to_jiff().as_microsecond());
                Self::Span(starts.collect(), 0)
            }
        }
    }

    /// By what a recorded outcome comes to; those that come to the same are one group.
    fn of_outcome(members: &Members, value: impl Fn(Option<&Recorded>) -> GroupedValue) -> Self {
        let (mut values, mut groups) = (Vec::new(), Vec::new());
        let recorded = members.outcomes.iter().map(Some);
        for value in std::iter::once(None).chain(recorded).map(value) {
            let known = values.iter().position(|other| *other == value);
            groups.push(known.unwrap_or_else(|| {
                values.push(value);
                values.len() - 1
            }));
        }
        Self::Outcome(groups, values)
    }

    /// How many groups there are.
    fn len(&self) -> usize {
        match self {
            Self::One => 1,
            Self::Of(_, values) | Self::Outcome(_, values) => values.len(),
            Self::Span(starts, _) => starts.len() + 1,
        }
    }

    fn group(&mut self, at: i64, line: &Line) -> Option<usize> {
        match self {
            Self::One => Some(0),
            Self::Of(number, values) => {
                let group = usize::try_from(number(line)).ok();
                group.filter(|group| *group < values.len())
            }
            Self::Outcome(groups, _) => groups.get(usize::try_from(line.outcome).ok()?).copied(),
            Self::Span(starts, last) => {
                let begins = |place: usize| starts.get(place).copied();
                let is_same = last
                    .checked_sub(1)
                    .and_then(begins)
                    .is_some_and(|start| start <= at)
                    && begins(*last).is_none_or(|next| at < next);
                if !is_same {
                    *last = starts.partition_point(|start| *start <= at);
                }
                Some(*last)
            }
        }
    }

    fn value(&self, group: usize) -> GroupedValue {
        match self {
            Self::One => GroupedValue::default(),
            Self::Of(_, values) | Self::Outcome(_, values) => values.get(group).cloned().unwrap_or_default(),
            Self::Span(..) => GroupedValue::of_number(i32::try_from(group).ok()),
        }
    }
}

/// Counts of all pairs of groups.
enum Cells {
    /// Side by side, as many for each of the first dimension as the second has groups.
    Dense(Vec<Counts>, usize),
    /// Where that would be too many.
    Sparse(HashMap<[usize; 2], Counts>),
}

/// 2 MB of counts.
const DENSE_AT_MOST: usize = 50_000;

impl Cells {
    fn of([first, second]: [usize; 2]) -> Self {
        match first
            .checked_mul(second)
            .filter(|number| *number <= DENSE_AT_MOST)
        {
            Some(number) => Self::Dense(vec![Counts::default(); number], second),
            None => Self::Sparse(HashMap::new()),
        }
    }

    fn at(&mut self, [first, second]: [usize; 2]) -> Option<&mut Counts> {
        match self {
            Self::Sparse(counts) => Some(counts.entry([first, second]).or_default()),
            Self::Dense(counts, width) => counts.get_mut(first * *width + second),
        }
    }

    fn into_groups(self) -> Vec<([usize; 2], Counts)> {
        let groups: Vec<_> = match self {
            Self::Sparse(counts) => counts.into_iter().collect(),
            Self::Dense(counts, width) => {
                let places = (0..).map(|place| [place / width, place % width]);
                places.zip(counts).collect()
            }
        };
        let is_some = |counts: &Counts| *counts != Counts::default();
        groups.into_iter().filter(|(_, counts)| is_some(counts)).collect()
    }
}
