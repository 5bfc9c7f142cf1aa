//! What was used last, within a number of bytes.

use std::hash::Hash;

use lru::LruCache;

/// Values with their sizes; those that were not used for the longest time go first.
pub(super) struct Cache<K: Hash + Eq, V> {
    values: LruCache<K, (V, usize)>,
    most: usize,
    held: usize,
}

impl<K: Hash + Eq, V> Cache<K, V> {
    /// Holds values of this size together, at most.
    pub(super) fn new(most: usize) -> Self {
        Self {
            values: LruCache::unbounded(),
            most,
            held: 0,
        }
    }

    /// A value, which counts as used now.
    pub(super) fn get(&mut self, key: &K) -> Option<&V> {
        self.values.get(key).map(|(value, _)| value)
    }

    /// Keeps a value; one that is larger than all there may be is not kept, so that it does not drive all others out.
    pub(super) fn put(&mut self, key: K, value: V, size: usize) {
        if size > self.most {
            return;
        }
        if let Some((_, replaced)) = self.values.put(key, (value, size)) {
            self.held = self.held.saturating_sub(replaced);
        }
        self.held = self.held.saturating_add(size);
        while self.held > self.most {
            let Some((_, (_, size))) = self.values.pop_lru() else {
                return;
            };
            self.held = self.held.saturating_sub(size);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_the_longest_time_makes_room() {
        let mut cache = Cache::new(10);
        for (key, size) in [("a", 4), ("b", 4)] {
            cache.put(key, size, size);
        }
        assert!(cache.get(&"a").is_some());
        cache.put("c", 4, 4);
        let kept = ["a", "b", "c"].map(|key| cache.get(&key).copied());
        assert_eq!(kept, [Some(4), None, Some(4)]);
        cache.put("a", 1, 1);
        assert_eq!(cache.held, 5, "replaced, not added");
        cache.put("d", 11, 11);
        assert!(
            cache.get(&"d").is_none() && cache.get(&"a").is_some(),
            "too large to keep"
        );
        cache.put("e", 10, 10);
        assert_eq!((cache.held, cache.values.len()), (10, 1));
    }
}
