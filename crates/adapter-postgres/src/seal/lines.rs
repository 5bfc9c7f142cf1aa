//! How sealed completions are packed: a block is columns of numbers, each as narrow as its largest number.

use application::StoreError;

use crate::codes::contradiction;

/// Completions that share these facts. What a number stands for is told by `Members`; 0 stands for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Line {
    /// When, in microseconds from the start of the block.
    pub(crate) after: u64,
    pub(crate) owner: u64,
    pub(crate) completed_by: u64,
    /// As recorded.
    pub(crate) outcome: u64,
    pub(crate) task_type: u64,
    /// 1 for a deal, 0 for a contact.
    pub(crate) about_deal: u64,
    /// How many, at least one.
    pub(crate) completed: u64,
    /// How many of them in time.
    pub(crate) in_time: u64,
}

const COLUMNS: usize = 8;
/// Their number, then the width of each column.
const HEAD: usize = 4 + COLUMNS;

impl Line {
    const fn numbers(&self) -> [u64; COLUMNS] {
        [
            self.after,
            self.owner,
            self.completed_by,
            self.outcome,
            self.task_type,
            self.about_deal,
            // a column of ones is none
            self.completed.saturating_sub(1),
            self.in_time,
        ]
    }
}

/// Bytes that hold a number: none for 0.
const fn width(number: u64) -> u8 {
    let mut width = 0;
    while width < 8 && number >> (8 * width) != 0 {
        width += 1;
    }
    width
}

/// Packs lines, which keep their order.
pub(crate) fn pack(lines: &[Line]) -> Result<Vec<u8>, StoreError> {
    let number = u32::try_from(lines.len()).map_err(StoreError::broken)?;
    let mut bytes = Vec::with_capacity(HEAD + lines.len() * COLUMNS);
    bytes.extend(number.to_le_bytes());
    let widths = (0..COLUMNS).map(|column| lines.iter().map(|line| nth(line, column)).max().map_or(0, width));
    let widths: Vec<u8> = widths.collect();
    bytes.extend(&widths);
    for (column, width) in widths.into_iter().enumerate() {
        for line in lines {
            bytes.extend(nth(line, column).to_le_bytes().iter().take(usize::from(width)));
        }
    }
    Ok(bytes)
}

fn nth(line: &Line, column: usize) -> u64 {
    line.numbers().get(column).copied().unwrap_or_default()
}

/// Lines that are unpacked at a time.
const AT_ONCE: usize = 256;

/// Hands out the lines of a block in their order.
pub(crate) fn unpack(bytes: &[u8], mut each: impl FnMut(&Line)) -> Result<(), StoreError> {
    let broken = || contradiction("a block of the report of another length than it says");
    let (number, rest) = bytes.split_first_chunk::<4>().ok_or_else(broken)?;
    let (widths, mut rest) = rest.split_first_chunk::<COLUMNS>().ok_or_else(broken)?;
    let mut number = usize::try_from(u32::from_le_bytes(*number)).map_err(StoreError::broken)?;
    let mut columns = [Column::default(); COLUMNS];
    for (column, width) in columns.iter_mut().zip(widths) {
        let width = usize::from(*width);
        let (of_column, others) = rest.split_at_checked(number * width).ok_or_else(broken)?;
        *column = Column {
            bytes: of_column,
            width,
        };
        rest = others;
    }
    let mut lines = [Line::default(); AT_ONCE];
    while number > 0 {
        let some = number.min(AT_ONCE);
        let lines = lines.get_mut(..some).unwrap_or_default();
        next(&mut columns, lines);
        lines.iter().for_each(&mut each);
        number -= some;
    }
    rest.is_empty().then_some(()).ok_or_else(broken)
}

/// Unpacks the next lines, column by column: which way a number is read is decided once for all of them.
fn next(columns: &mut [Column<'_>; COLUMNS], lines: &mut [Line]) {
    let [
        after,
        owner,
        completed_by,
        outcome,
        task_type,
        about_deal,
        more,
        in_time,
    ] = columns;
    after.next(lines, |line, number| line.after = number);
    owner.next(lines, |line, number| line.owner = number);
    completed_by.next(lines, |line, number| line.completed_by = number);
    outcome.next(lines, |line, number| line.outcome = number);
    task_type.next(lines, |line, number| line.task_type = number);
    about_deal.next(lines, |line, number| line.about_deal = number);
    more.next(lines, |line, number| line.completed = number.saturating_add(1));
    in_time.next(lines, |line, number| line.in_time = number);
}

#[derive(Clone, Copy, Default)]
struct Column<'a> {
    bytes: &'a [u8],
    width: usize,
}

impl Column<'_> {
    /// Takes the next numbers off. The widths that nearly all columns have are read at once.
    fn next(&mut self, lines: &mut [Line], put: impl Fn(&mut Line, u64)) {
        let (bytes, rest) = self
            .bytes
            .split_at_checked(lines.len() * self.width)
            .unwrap_or_default();
        self.bytes = rest;
        match self.width {
            0 => lines.iter_mut().for_each(|line| put(line, 0)),
            1 => lines
                .iter_mut()
                .zip(bytes)
                .for_each(|(line, byte)| put(line, u64::from(*byte))),
            2 => {
                let (numbers, _) = bytes.as_chunks::<2>();
                let numbers = numbers
                    .iter()
                    .map(|number| u64::from(u16::from_le_bytes(*number)));
                lines
                    .iter_mut()
                    .zip(numbers)
                    .for_each(|(line, number)| put(line, number));
            }
            width => {
                let number = |bytes: &[u8]| {
                    bytes
                        .iter()
                        .rev()
                        .fold(0, |number, byte| number << 8 | u64::from(*byte))
                };
                let numbers = bytes.chunks_exact(width).map(number);
                lines
                    .iter_mut()
                    .zip(numbers)
                    .for_each(|(line, number)| put(line, number));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(bytes: &[u8]) -> Result<Vec<Line>, StoreError> {
        let mut lines = Vec::new();
        unpack(bytes, |line| lines.push(*line)).map(|()| lines)
    }

    fn lines() -> Vec<Line> {
        let line = |n: u64| Line {
            after: n * 200_000_000,
            owner: n % 3,
            completed_by: 70_000 + n,
            outcome: n % 2 * 300,
            task_type: 1,
            about_deal: n % 2,
            completed: 1 + n * n,
            in_time: if n == 7 { u64::MAX } else { 0 },
        };
        (0..700).map(line).collect()
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        assert_eq!(unpacked(&pack(&lines()).unwrap()).unwrap(), lines());
        assert_eq!(unpacked(&pack(&[]).unwrap()).unwrap(), []);
    }

    #[test]
    fn a_column_is_as_narrow_as_its_largest_number() {
        let same = [Line {
            owner: 255,
            completed: 1,
            ..Line::default()
        }; 100];
        assert_eq!(pack(&same).unwrap().len(), HEAD + 100);
        assert_eq!([0, 1, 255, 256, u64::MAX].map(width), [0, 1, 1, 2, 8]);
    }

    #[test]
    fn a_block_that_was_cut_or_grown_is_refused() {
        let whole = pack(&lines()).unwrap();
        for length in [0, 3, HEAD - 1, HEAD, whole.len() - 1] {
            assert!(unpacked(&whole[..length]).is_err(), "{length}");
        }
        assert!(unpacked(&[whole.as_slice(), &[0]].concat()).is_err());
    }
}
