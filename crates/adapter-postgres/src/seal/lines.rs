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
const fn width(number: u64) -> usize {
    let mut width = 0;
    while width < 8 && number >> (8 * width) != 0 {
        width += 1;
    }
    width
}

/// Lines as columns of numbers, each number as wide as the largest of its column needs; no bytes where all are 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packed {
    pub(super) number: i32,
    pub(super) columns: [Vec<u8>; COLUMNS],
}

/// Packs lines, which keep their order.
pub(super) fn pack(lines: &[Line]) -> Result<Packed, StoreError> {
    Ok(Packed {
        number: i32::try_from(lines.len()).map_err(StoreError::broken)?,
        columns: std::array::from_fn(|column| {
            let width = lines.iter().map(|line| nth(line, column)).max().map_or(0, width);
            let mut bytes = Vec::with_capacity(lines.len() * width);
            for line in lines {
                bytes.extend(nth(line, column).to_le_bytes().iter().take(width));
            }
            bytes
        }),
    })
}

fn nth(line: &Line, column: usize) -> u64 {
    line.numbers().get(column).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{super::columns::Lines, *};

    fn unpacked(packed: &Packed) -> Result<Vec<Line>, StoreError> {
        let columns = packed.columns.each_ref().map(|column| Some(column.as_slice()));
        let mut unpacked = Vec::new();
        for lines in Lines::of(packed.number, columns, u64::MAX)?.portions() {
            lines.each(|line| unpacked.push(*line)).unwrap();
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
        assert_eq!(pack(&same).unwrap().columns.concat(), [255; 100]);
        assert_eq!([0, 1, 255, 256, u64::MAX].map(width), [0, 1, 1, 2, 8]);
    }

    #[test]
    fn a_block_that_was_cut_or_grown_is_refused() {
        let whole = pack(&lines()).unwrap();
        for column in 0..COLUMNS {
            let mut cut = whole.clone();
            cut.columns[column].pop();
            let mut grown = whole.clone();
            grown.columns[column].push(0);
            let is_empty = whole.columns[column].is_empty();
            assert!(is_empty || unpacked(&cut).is_err(), "{column}");
            assert!(unpacked(&grown).is_err(), "{column}");
        }
        for number in [-1, 0, 1, 699, 701] {
            let other = Packed {
                number,
                ..whole.clone()
            };
            assert!(unpacked(&other).is_err(), "{number}");
        }
    }
}
