//! Reads packed lines column by column, a few hundred at a time: what is done with a column is decided once for all of
//! them, and what nobody asks for is not read.

use std::ops::Range;

use application::StoreError;

use super::lines::{COLUMNS, Line};
use crate::codes::contradiction;

/// Lines of a portion.
const AT_ONCE: usize = 256;

/// A fact of lines, in the order of their columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    After,
    Owner,
    CompletedBy,
    Outcome,
    TaskType,
    AboutDeal,
    Completed,
    InTime,
}

/// Room for what a portion holds of one fact.
#[derive(Debug, Clone)]
pub(crate) struct Column<T>([T; AT_ONCE]);

impl<T: Copy> Column<T> {
    pub(crate) fn of(value: T) -> Self {
        Self([value; AT_ONCE])
    }

    /// For so many lines.
    pub(crate) fn of_lines(&mut self, number: usize) -> &mut [T] {
        self.0.get_mut(..number).unwrap_or_default()
    }
}

/// Some lines of a block side by side.
#[derive(Clone, Copy)]
pub(crate) struct Lines<'a> {
    columns: [Packed<'a>; COLUMNS],
    number: usize,
}

#[derive(Clone, Copy, Default)]
struct Packed<'a> {
    bytes: &'a [u8],
    width: usize,
}

impl<'a> Lines<'a> {
    /// All of a block.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Self, StoreError> {
        let broken = || contradiction("a block of the report of another length than it says");
        let (number, rest) = bytes.split_first_chunk::<4>().ok_or_else(broken)?;
        let (widths, mut rest) = rest.split_first_chunk::<COLUMNS>().ok_or_else(broken)?;
        let number = usize::try_from(u32::from_le_bytes(*number)).map_err(StoreError::broken)?;
        let mut columns = [Packed::default(); COLUMNS];
        for (column, width) in columns.iter_mut().zip(widths) {
            let width = usize::from(*width);
            let (bytes, others) = rest.split_at_checked(number * width).ok_or_else(broken)?;
            *column = Packed { bytes, width };
            rest = others;
        }
        rest.is_empty()
            .then_some(Self { columns, number })
            .ok_or_else(broken)
    }

    /// In portions that fit a [`Column`].
    pub(super) fn portions(mut self) -> impl Iterator<Item = Self> {
        std::iter::from_fn(move || {
            let next = self.between(0..self.number.min(AT_ONCE));
            self = self.between(next.number..self.number);
            (next.number > 0).then_some(next)
        })
    }

    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// What a portion holds of a fact.
    pub(crate) fn read<'b>(&self, fact: Fact, into: &'b mut Column<u64>) -> &'b [u64] {
        let numbers = into.of_lines(self.number);
        self.packed(fact).read(numbers);
        if fact == Fact::Completed {
            // A column of ones is none.
            for number in &mut *numbers {
                *number = number.saturating_add(1);
            }
        }
        numbers
    }

    /// Hands out the lines of a portion one by one.
    pub(super) fn each(&self, each: impl FnMut(&Line)) {
        type Place = fn(&mut Line) -> &mut u64;
        const FACTS: [(Fact, Place); COLUMNS] = [
            (Fact::After, |line| &mut line.after),
            (Fact::Owner, |line| &mut line.owner),
            (Fact::CompletedBy, |line| &mut line.completed_by),
            (Fact::Outcome, |line| &mut line.outcome),
            (Fact::TaskType, |line| &mut line.task_type),
            (Fact::AboutDeal, |line| &mut line.about_deal),
            (Fact::Completed, |line| &mut line.completed),
            (Fact::InTime, |line| &mut line.in_time),
        ];
        let (mut lines, mut column) = ([Line::default(); AT_ONCE], Column::of(0));
        let lines = lines.get_mut(..self.number).unwrap_or_default();
        for (fact, place) in FACTS {
            for (line, number) in lines.iter_mut().zip(self.read(fact, &mut column)) {
                *place(line) = *number;
            }
        }
        lines.iter().for_each(each);
    }

    /// Those of a portion within a span of time; they are in its order.
    pub(super) fn within(&self, after: &Range<u64>) -> Self {
        let mut column = Column::of(0);
        let moments = self.read(Fact::After, &mut column);
        let place = |end: u64| moments.partition_point(|moment| *moment < end);
        self.between(place(after.start)..place(after.end))
    }

    fn between(&self, places: Range<usize>) -> Self {
        Self {
            columns: self.columns.map(|column| column.between(&places)),
            number: places.len(),
        }
    }

    fn packed(&self, fact: Fact) -> Packed<'a> {
        let [
            after,
            owner,
            completed_by,
            outcome,
            task_type,
            about_deal,
            completed,
            in_time,
        ] = self.columns;
        match fact {
            Fact::After => after,
            Fact::Owner => owner,
            Fact::CompletedBy => completed_by,
            Fact::Outcome => outcome,
            Fact::TaskType => task_type,
            Fact::AboutDeal => about_deal,
            Fact::Completed => completed,
            Fact::InTime => in_time,
        }
    }
}

impl Packed<'_> {
    fn between(&self, places: &Range<usize>) -> Self {
        let bytes = self.bytes.get(places.start * self.width..places.end * self.width);
        Self {
            bytes: bytes.unwrap_or_default(),
            width: self.width,
        }
    }

    /// The widths that nearly all columns have are read at once.
    fn read(&self, numbers: &mut [u64]) {
        match self.width {
            0 => numbers.fill(0),
            1 => {
                for (number, byte) in numbers.iter_mut().zip(self.bytes) {
                    *number = u64::from(*byte);
                }
            }
            2 => {
                let (pairs, _) = self.bytes.as_chunks::<2>();
                for (number, pair) in numbers.iter_mut().zip(pairs) {
                    *number = u64::from(u16::from_le_bytes(*pair));
                }
            }
            width => {
                for (number, bytes) in numbers.iter_mut().zip(self.bytes.chunks_exact(width)) {
                    let bytes = bytes.iter().rev();
                    *number = bytes.fold(0, |number, byte| number << 8 | u64::from(*byte));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::lines::pack, *};

    #[test]
    fn what_is_within_a_span_is_found_in_any_portion() {
        let line = |n: u64| Line {
            after: n / 2,
            completed: 1,
            ..Line::default()
        };
        let lines: Vec<Line> = (0..2_000).map(line).collect();
        let packed = pack(&lines).unwrap();
        for span in [
            0..1,
            100..300,
            255..256,
            999..5_000,
            0..1_000,
            500..500,
            1_000..9_000,
        ] {
            let mut kept = Vec::new();
            for portion in Lines::of(&packed).unwrap().portions() {
                portion.within(&span).each(|line| kept.push(*line));
            }
            let mut wanted = lines.clone();
            wanted.retain(|line| span.contains(&line.after));
            assert_eq!(kept, wanted, "{span:?}");
        }
    }

    #[test]
    fn what_is_read_of_a_fact_is_what_the_lines_say() {
        let line = |n: u64| Line {
            owner: n,
            outcome: n << 20,
            completed: n + 1,
            ..Line::default()
        };
        let lines: Vec<Line> = (0..300).map(line).collect();
        let (packed, mut column) = (pack(&lines).unwrap(), Column::of(7));
        let mut read = |fact| {
            let portions = Lines::of(&packed).unwrap().portions();
            portions
                .flat_map(|portion| portion.read(fact, &mut column).to_vec())
                .collect::<Vec<u64>>()
        };
        assert!(read(Fact::Owner).into_iter().eq(0..300));
        assert!(read(Fact::Outcome).into_iter().eq((0..300).map(|n| n << 20)));
        assert!(read(Fact::Completed).into_iter().eq(1..301));
        assert_eq!(read(Fact::InTime), [0; 300]);
    }
}
