//! Ids of version 7 that tell when a thing came to be, as a server would have given them.

use jiff::Timestamp;
use uuid::{Builder, Uuid};

/// Counts, so that of two ids of one moment the later one sorts after the earlier one; the rest keeps them apart from
/// those of all other accounts.
#[derive(Debug, Clone)]
pub(super) struct Ids {
    apart: [u8; 6],
    counted: u32,
}

impl Ids {
    pub(super) const fn new(apart: [u8; 6]) -> Self {
        Self { apart, counted: 0 }
    }

    /// A new one, given at this moment.
    pub(super) fn at(&mut self, moment: Timestamp) -> Uuid {
        self.counted = self.counted.wrapping_add(1);
        let millis = u64::try_from(moment.as_millisecond()).unwrap_or_default();
        let counted = self.counted.to_be_bytes();
        let (before, after) = self.apart.split_at(3);
        let mut bytes = [0; 10];
        let given = before.iter().chain(&counted).chain(after);
        bytes
            .iter_mut()
            .zip(given)
            .for_each(|(byte, given)| *byte = *given);
        Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_moment_follow_each_other_and_those_of_others_differ() {
        let moment: Timestamp = "2026-11-23T11:00:00Z".parse().unwrap();
        let (mut ids, mut others) = (Ids::new([1; 6]), Ids::new([2; 6]));
        let made: Vec<Uuid> = (0..70_000).map(|_| ids.at(moment)).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(made[0].get_version_num(), 7);
        assert_ne!(made[0], others.at(moment));
    }
}
