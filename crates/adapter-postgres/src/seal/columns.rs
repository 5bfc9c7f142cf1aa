//! Reads packed lines column by column, a few hundred at a time: what is done with a column is decided once for all of
//! them, and what nobody asks for is not read.

use std::ops::Range;

use application::StoreError;

use super::{
    facts::Fact,
    lines::{COLUMNS, Line},
};
use crate::codes::contradiction;

/// Lines of a portion.
const AT_ONCE: usize = 256;

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

/// Some lines of a block side by side, with those of their facts that were read.
#[derive(Clone, Copy)]
pub(crate) struct Lines<'a> {
    columns: [Option<Packed<'a>>; COLUMNS],
    number: usize,
    /// How long after the start of their block any of them may be, in microseconds.
    reach: u64,
}

#[derive(Clone, Copy)]
struct Packed<'a> {
    bytes: &'a [u8],
    width: usize,
}

impl<'a> Lines<'a> {
    /// So many, by their columns in the order of facts.
    pub(super) fn of(
        number: i32,
        columns: [Option<&'a [u8]>; COLUMNS],
        reach: u64,
    ) -> Result<Self, StoreError> {
        let number = usize::try_from(number).map_err(StoreError::broken)?;
        let mut packed = [None; COLUMNS];
        for (packed, column) in packed.iter_mut().zip(columns) {
            *packed = column.map(|bytes| Packed::of(bytes, number)).transpose()?;
        }
        Ok(Self {
            columns: packed,
            number,
            reach,
        })
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

    /// What a portion holds of a fact; `None` where it was not read.
    pub(crate) fn read<'b>(&self, fact: Fact, into: &'b mut Column<u64>) -> Option<&'b [u64]> {
        let numbers = into.of_lines(self.number);
        self.packed(fact)?.read(numbers);
        if fact == Fact::Completed {
            // A column of ones is none.
            for number in &mut *numbers {
                *number = number.saturating_add(1);
            }
        }
        Some(numbers)
    }

    /// When the lines of a portion are, in microseconds from the start of their block: from the first to the last, or within
    /// which time, where that was not read.
    pub(crate) fn times(&self) -> (u64, u64) {
        let last = self.number.saturating_sub(1);
        self.packed(Fact::After)
            .map_or((0, self.reach), |after| (after.nth(0), after.nth(last)))
    }

    /// Hands out the lines of a portion one by one; `None` where not all was read.
    pub(super) fn each(&self, each: impl FnMut(&Line)) -> Option<()> {
        let (mut lines, mut column) = ([Line::default(); AT_ONCE], Column::of(0));
        let lines = lines.get_mut(..self.number).unwrap_or_default();
        for fact in Fact::ALL {
            for (line, number) in lines.iter_mut().zip(self.read(fact, &mut column)?) {
                *line.fact(fact) = *number;
            }
        }
        lines.iter().for_each(each);
        Some(())
    }

    /// Those of a portion within a span of time; they are in its order. `None` where times were not read.
    pub(super) fn within(&self, after: &Range<u64>) -> Option<Self> {
        let mut column = Column::of(0);
        let moments = self.read(Fact::After, &mut column)?;
        let place = |end: u64| moments.partition_point(|moment| *moment < end);
        Some(self.between(place(after.start)..place(after.end)))
    }

    fn between(&self, places: Range<usize>) -> Self {
        Self {
            columns: self
                .columns
                .map(|column| column.map(|column| column.between(&places))),
            number: places.len(),
            reach: self.reach,
        }
    }

    fn packed(&self, fact: Fact) -> Option<Packed<'a>> {
        self.columns.get(fact.place()).copied().flatten()
    }
}

impl<'a> Packed<'a> {
    fn of(bytes: &'a [u8], number: usize) -> Result<Self, StoreError> {
        let width = bytes.len().checked_div(number).unwrap_or_default();
        (width <= 8 && width * number == bytes.len())
            .then_some(Self { bytes, width })
            .ok_or_else(|| contradiction("a block of the report of another length than it says"))
    }

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
                    *number = unpacked(bytes);
                }
            }
        }
    }

    fn nth(&self, place: usize) -> u64 {
        let bytes = self.bytes.get(place * self.width..(place + 1) * self.width);
        bytes.map_or(0, unpacked)
    }
}

fn unpacked(bytes: &[u8]) -> u64 {
    let bytes = bytes.iter().rev();
    bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            facts::Facts,
            lines::{self, pack},
        },
        *,
    };

    fn all(packed: &lines::Packed) -> Lines<'_> {
        let columns = packed.columns.each_ref().map(|column| Some(column.as_slice()));
        Lines::of(packed.number, columns, u64::MAX).unwrap()
    }

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
            for portion in all(&packed).portions() {
                let portion = portion.within(&span).unwrap();
                portion.each(|line| kept.push(*line)).unwrap();
            }
            let mut wanted = lines.clone();
            wanted.retain(|line| span.contains(&line.after));
            assert_eq!(kept, wanted, "{span:?}");
        }
    }

    #[test]
    fn what_is_read_of_a_fact_is_what_the_lines_say() {
        let line = |n: u64| Line {
            after: n << 33,
            owner: n,
            outcome: n << 20,
            completed: n + 1,
            ..Line::default()
        };
        let lines: Vec<Line> = (0..300).map(line).collect();
        let (packed, mut column) = (pack(&lines).unwrap(), Column::of(7));
        let mut read = |fact| {
            let portions = all(&packed).portions();
            portions
                .flat_map(|portion| portion.read(fact, &mut column).unwrap().to_vec())
                .collect::<Vec<u64>>()
        };
        assert!(read(Fact::Owner).into_iter().eq(0..300));
        assert!(read(Fact::Outcome).into_iter().eq((0..300).map(|n| n << 20)));
        assert!(read(Fact::Completed).into_iter().eq(1..301));
        assert_eq!(read(Fact::InTime), [0; 300]);
        let times: Vec<_> = all(&packed).portions().map(|portion| portion.times()).collect();
        assert_eq!(times, [(0, 255 << 33), (256 << 33, 299 << 33)]);
    }

    #[test]
    fn what_was_not_read_is_not_taken_for_nothing() {
        let packed = pack(&[Line::default(); 3]).unwrap();
        let facts = Facts::of([Fact::Outcome, Fact::InTime]);
        assert!(Fact::ALL.into_iter().all(|fact| Facts::ALL.has(fact)));
        let columns = Fact::ALL.map(|fact| {
            let column = packed.columns.get(fact.place()).map(Vec::as_slice);
            column.filter(|_| facts.has(fact))
        });
        let lines = Lines::of(packed.number, columns, 7).unwrap();
        assert_eq!(lines.times(), (0, 7));
        let mut column = Column::of(0);
        for fact in Fact::ALL {
            let is_read = matches!(fact, Fact::Outcome | Fact::InTime);
            assert_eq!(lines.read(fact, &mut column).is_some(), is_read, "{fact:?}");
        }
        assert!(lines.within(&(0..1)).is_none() && lines.each(|_| ()).is_none());
    }
}
