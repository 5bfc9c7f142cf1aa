//! Chance that is the same in every run: `SplitMix64`, started from a seed and the name of what it decides about.

/// The seed of all demo data.
const SEED: u64 = 0x6e6f_7264_7769_6e64;

/// A sequence of numbers that look random.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// The sequence for one thing, independent of all others.
    pub(super) fn of(name: &[u64]) -> Self {
        let mut random = Self(SEED);
        for part in name {
            let start = random.next() ^ part.wrapping_mul(0xd6e8_feb8_6659_fd93);
            random = Self(start);
        }
        random
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        let scaled = (u128::from(self.next()) * u128::from(end)) >> 64;
        u64::try_from(scaled).unwrap_or_default()
    }

    /// A number from `from` up to and including `to`.
    pub(super) fn within(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to.saturating_sub(from).saturating_add(1)).unwrap_or_default();
        from.saturating_add(i64::try_from(self.below(span)).unwrap_or_default())
    }

    /// True so many times in a hundred.
    pub(super) fn percent(&mut self, of_hundred: u64) -> bool {
        self.below(100) < of_hundred
    }

    /// A place in a list of this length.
    pub(super) fn index(&mut self, length: usize) -> usize {
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        usize::try_from(self.below(length)).unwrap_or_default()
    }

    /// One of them; the empty value of an empty list.
    pub(super) fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        from.get(self.index(from.len())).copied().unwrap_or_default()
    }

    /// A place in a list of weights, as often as its weight says; 0 where all weigh nothing.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = u64> + Clone) -> usize {
        let mut rest = self.below(weights.clone().sum());
        for (index, weight) in weights.enumerate() {
            if rest < weight {
                return index;
            }
            rest -= weight;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_gives_one_sequence_and_another_name_another() {
        let first = |name: &[u64]| Random::of(name).next();
        assert_eq!(first(&[1, 2]), first(&[1, 2]));
        assert_ne!(first(&[1, 2]), first(&[2, 1]));
        assert_ne!(first(&[1]), first(&[1, 0]));
    }

    #[test]
    fn weights_are_kept() {
        let mut random = Random::of(&[3]);
        let mut counts = [0_u32; 3];
        for _ in 0..10_000 {
            counts[random.weighted([1, 0, 3].into_iter())] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((2_300..2_700).contains(&counts[0]), "{counts:?}");
    }

    #[test]
    fn numbers_stay_within_their_bounds() {
        let mut random = Random::of(&[4]);
        let found: Vec<i64> = (0..1_000).map(|_| random.within(-2, 2)).collect();
        assert_eq!((found.iter().min(), found.iter().max()), (Some(&-2), Some(&2)));
    }
}
