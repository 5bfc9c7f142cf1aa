//! Chance that is the same for the same seed.

/// Numbers that look random.
#[derive(Debug, Clone)]
pub(crate) struct Chance(fastrand::Rng);

impl Chance {
    /// The numbers for one account, independent of all others.
    pub(crate) fn of(seed: u64, account: u64) -> Self {
        let seed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ account.wrapping_mul(0xd6e8_feb8_6659_fd93);
        Self(fastrand::Rng::with_seed(seed))
    }

    /// A number below `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        if end == 0 { 0 } else { self.0.u64(..end) }
    }

    /// A place in a list of this length.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        if length == 0 { 0 } else { self.0.usize(..length) }
    }

    /// True so many times in ten thousand.
    pub(crate) fn of_ten_thousand(&mut self, times: u64) -> bool {
        self.below(10_000) < times
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// One of them; the empty value of an empty list.
    pub(crate) fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        from.get(self.index(from.len())).copied().unwrap_or_default()
    }

    /// A rank below `end`, nearly as Zipf has it: each power of two holds as many as the one before, evenly within.
    pub(crate) fn zipf(&mut self, end: u64) -> u64 {
        let octaves = u64::from(u64::BITS - end.leading_zeros());
        loop {
            let first = 1_u64 << self.below(octaves.min(63));
            let rank = first - 1 + self.below(first);
            if rank < end.max(1) {
                return rank;
            }
        }
    }

    /// The same as a place in a list.
    pub(crate) fn zipf_index(&mut self, length: usize) -> usize {
        let rank = self.zipf(u64::try_from(length).unwrap_or(u64::MAX));
        usize::try_from(rank).unwrap_or_default()
    }
}

/// Bits that are spread over all 64: the same for the same number.
pub(crate) fn spread(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_sequence_and_another_account_another() {
        let first = |seed, account| Chance::of(seed, account).below(u64::MAX);
        assert_eq!(first(1, 2), first(1, 2));
        assert_ne!(first(1, 2), first(2, 1));
        assert_ne!(first(1, 2), first(1, 3));
    }

    #[test]
    fn ranks_are_rarer_the_higher_they_are() {
        let mut chance = Chance::of(1, 1);
        let mut counts = [0_u32; 20];
        for _ in 0..20_000 {
            counts[chance.zipf_index(20)] += 1;
        }
        assert!(
            counts[0] > counts[1] && counts[1] > counts[4] && counts[4] > counts[10],
            "{counts:?}"
        );
        assert!(counts[19] > 0, "{counts:?}");
        assert_eq!((chance.zipf(1), chance.zipf(0)), (0, 0));
    }
}
