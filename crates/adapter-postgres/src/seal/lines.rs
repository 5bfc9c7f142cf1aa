//! How sealed completions are packed: a block is columns of numbers, each as narrow as its largest number.

use application::StoreError;

/// Completions that share these facts. What a number stands for is told by `Members`; 0 stands for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Line {
    /// When, in microseconds from the start of the block.
    pub(super) after: u64,
    pub(super) owner: u64,
    pub(super) completed_by: u64,
    /// As recorded.
    pub(super) outcome: u64,
    pub(super) task_type: u64,
    /// 1 for a deal, 0 for a contact.
    pub(super) about_deal: u64,
    /// How many, at least one.
    pub(super) completed: u64,
    /// How many of them in time.
    pub(super) in_time: u64,
}

pub(super) const COLUMNS: usize = 8;
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
pub(super) fn pack(lines: &[Line]) -> Result<Vec<u8>, StoreError> {
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

#[cfg(test)]
mod tests {
    use super::{super::columns::Lines, *};

    fn unpacked(bytes: &[u8]) -> Result<Vec<Line>, StoreError> {
        let mut unpacked = Vec::new();
        for lines in Lines::of(bytes)?.portions() {
            lines.each(|line| unpacked.push(*line));
        }
        Ok(unpacked)
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
