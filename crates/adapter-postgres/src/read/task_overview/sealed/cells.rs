//! Counts of groups, by their number.

use std::collections::HashMap;

use super::super::grouped::Counts;

/// How many completions there are of each kind, and, last, how many of them in time.
type Cell = [i64; KINDS + 1];

pub(super) const KINDS: usize = 4;

/// The kind that a sentiment is of, or none.
pub(super) const fn kind(sentiment: Option<i16>) -> usize {
    match sentiment {
        Some(..0) => 0,
        Some(0) => 1,
        Some(1..) => 2,
        None => 3,
    }
}

pub(super) enum Cells {
    /// Side by side.
    Dense(Vec<Cell>),
    /// Where that would be too many.
    Sparse(HashMap<usize, Cell>),
}

/// 2 MB of counts.
const DENSE_AT_MOST: usize = 50_000;

impl Cells {
    /// For all pairs of groups of two dimensions.
    pub(super) fn of([first, second]: [usize; 2]) -> Self {
        match first.checked_mul(second) {
            Some(number @ ..=DENSE_AT_MOST) => Self::Dense(vec![Cell::default(); number]),
            _ => Self::Sparse(HashMap::new()),
        }
    }

    /// Counts so many, and so many in time, for the kind of a group; `None` where there is none of that number.
    pub(super) fn add(
        &mut self,
        (group, kind): (&usize, &usize),
        (completed, in_time): (&u64, &u64),
    ) -> Option<()> {
        let cell = match self {
            Self::Dense(cells) => cells.get_mut(*group)?,
            Self::Sparse(cells) => cells.entry(*group).or_default(),
        };
        *cell.get_mut(*kind)? += number(*completed);
        let [.., of_group] = cell;
        *of_group += number(*in_time);
        Some(())
    }

    /// Those of which something was counted.
    pub(super) fn into_groups(self) -> impl Iterator<Item = (usize, Counts)> {
        let cells: Vec<(usize, Cell)> = match self {
            Self::Sparse(cells) => cells.into_iter().collect(),
            Self::Dense(cells) => (0..).zip(cells).collect(),
        };
        let groups = cells.into_iter().map(|(group, cell)| {
            let [negative, neutral, positive, without_outcome, in_time] = cell;
            let counts = Counts {
                in_time,
                negative,
                neutral,
                positive,
                without_outcome,
            };
            (group, counts)
        });
        groups.filter(|(_, counts)| *counts != Counts::default())
    }
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
