//! Which group of a dimension lines belong to: the place of its value.

use jiff::Timestamp;

use super::{
    super::{
        grouped::{By, GroupedValue},
        today::Today,
    },
    sentiment,
};
use crate::seal::{Column, Fact, Lines, Members, Recorded};

/// The groups of one dimension.
pub(super) enum Lane {
    One,
    /// By number of who or what it is, 0 for nobody.
    Of(Fact, Vec<GroupedValue>),
    /// By number of the recorded outcome, 0 for none.
    Outcome(Vec<usize>, Vec<GroupedValue>),
    /// Moments that spans begin at.
    Span(Vec<i64>),
}

impl Lane {
    pub(super) fn new(by: &By, members: &Members, today: &Today) -> Self {
        let ids = |ids: &[uuid::Uuid]| {
            let ids = ids.iter().copied().map(Some);
            std::iter::once(None)
                .chain(ids)
                .map(GroupedValue::of_id)
                .collect()
        };
        match by {
            By::Nothing => Self::One,
            By::Owner => Self::Of(Fact::Owner, ids(&members.users)),
            By::Completer => Self::Of(Fact::CompletedBy, ids(&members.users)),
            By::TaskType => Self::Of(Fact::TaskType, ids(&members.task_types)),
            By::RelatesTo => {
                let kinds = [0, 1].map(|kind| GroupedValue::of_number(Some(kind)));
                Self::Of(Fact::AboutDeal, kinds.into())
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
                Self::Span(starts.collect())
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
    pub(super) fn len(&self) -> usize {
        match self {
            Self::One => 1,
            Self::Of(_, values) | Self::Outcome(_, values) => values.len(),
            Self::Span(starts) => starts.len() + 1,
        }
    }

    /// Divides groups of lines, whose block begins at that moment, by the groups of this dimension; `None` where a number
    /// stands for nothing.
    pub(super) fn narrow(
        &self,
        groups: &mut [usize],
        start: Timestamp,
        lines: &Lines<'_>,
        numbers: &mut Column<u64>,
    ) -> Option<()> {
        match self {
            Self::One => Some(()),
            Self::Of(fact, values) => {
                for (group, number) in groups.iter_mut().zip(lines.read(*fact, numbers)?) {
                    let number = usize::try_from(*number).ok();
                    *group = *group * values.len() + number.filter(|number| *number < values.len())?;
                }
                Some(())
            }
            Self::Outcome(of_outcome, values) => narrow(
                groups,
                lines.read(Fact::Outcome, numbers)?,
                of_outcome,
                values.len(),
            ),
            Self::Span(starts) => {
                let moment = |after: u64| start.as_microsecond().saturating_add_unsigned(after);
                let (first, last) = lines.times();
                let mut span = Span::at(starts, moment(first));
                if span.holds(moment(last)) {
                    // They are in the order of time.
                    for group in groups {
                        *group = *group * self.len() + span.place;
                    }
                    return Some(());
                }
                for (group, after) in groups.iter_mut().zip(lines.read(Fact::After, numbers)?) {
                    if !span.holds(moment(*after)) {
                        span = Span::at(starts, moment(*after));
                    }
                    *group = *group * self.len() + span.place;
                }
                Some(())
            }
        }
    }

    /// What it reads of lines, but for when they are.
    pub(super) const fn fact(&self) -> Option<Fact> {
        match self {
            Self::One | Self::Span(_) => None,
            Self::Of(fact, _) => Some(*fact),
            Self::Outcome(..) => Some(Fact::Outcome),
        }
    }

    pub(super) fn value(&self, group: usize) -> GroupedValue {
        match self {
            Self::One => GroupedValue::default(),
            Self::Of(_, values) | Self::Outcome(_, values) => values.get(group).cloned().unwrap_or_default(),
            Self::Span(..) => GroupedValue::of_number(i32::try_from(group).ok()),
        }
    }
}

/// Divides groups by what numbers come to, of so many; `None` where one comes to nothing.
pub(super) fn narrow(groups: &mut [usize], numbers: &[u64], places: &[usize], of: usize) -> Option<()> {
    for (group, number) in groups.iter_mut().zip(numbers) {
        let place = places.get(usize::try_from(*number).ok()?)?;
        *group = *group * of + place;
    }
    Some(())
}

/// A span of time between two of the moments, or beyond them: the next line is mostly of the same.
struct Span {
    place: usize,
    from: Option<i64>,
    until: Option<i64>,
}

impl Span {
    fn at(starts: &[i64], moment: i64) -> Self {
        let place = starts.partition_point(|start| *start <= moment);
        let begins = |place: usize| starts.get(place).copied();
        Self {
            place,
            from: place.checked_sub(1).and_then(begins),
            until: begins(place),
        }
    }

    fn holds(&self, moment: i64) -> bool {
        self.from.is_none_or(|from| from <= moment) && self.until.is_none_or(|until| moment < until)
    }
}
