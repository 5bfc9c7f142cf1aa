//! Counts of groups, by their number.

use std::collections::HashMap;

use super::super::grouped::Counts;

/// How many completions there are of each kind, and, last, how many of them in time.
type Cell = [u64; KINDS + 1];

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

/// Completions of one kind, of one group.
pub(super) struct Counted<'a> {
    pub(super) group: &'a usize,
    pub(super) kind: &'a usize,
    pub(super) completed: &'a u64,
    pub(super) in_time: &'a u64,
}

impl Counted<'_> {
    fn add_to(&self, cell: &mut Cell) -> Option<()> {
        let of_kind = cell.get_mut(*self.kind)?;
        *of_kind = of_kind.saturating_add(*self.completed);
        let [.., in_time] = cell;
        *in_time = in_time.saturating_add(*self.in_time);
        Some(())
    }
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

    /// Counts lines; `None` where one is of a group or of a kind that there is not.
    pub(super) fn add<'a>(&mut self, lines: impl Iterator<Item = Counted<'a>>) -> Option<()> {
        match self {
            Self::Dense(cells) => {
                for line in lines {
                    line.add_to(cells.get_mut(*line.group)?)?;
                }
            }
            Self::Sparse(cells) => {
                for line in lines {
                    line.add_to(cells.entry(*line.group).or_default())?;
                }
            }
        }
        Some(())
    }

    /// Those of which something was counted.
    pub(super) fn into_groups(self) -> impl Iterator<Item = (usize, Counts)> {
        let cells: Vec<(usize, Cell)> = match self {
            Self::Sparse(cells) => cells.into_iter().collect(),
            Self::Dense(cells) => (0..).zip(cells).collect(),
        };
        let groups = cells.into_iter().map(|(group, cell)| {
            let [negative, neutral, positive, without_outcome, in_time] = cell.map(number);
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
