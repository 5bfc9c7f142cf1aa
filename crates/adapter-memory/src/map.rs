//! A sorted map whose copies share what they have in common: a unit's copy of an account costs next to nothing.

use rpds::RedBlackTreeMapSync;

/// Values by their ids, in the order of the ids.
pub(crate) struct Map<K: Ord, V>(RedBlackTreeMapSync<K, V>);

// Derived ones would ask it of keys and values as well.
impl<K: Ord, V> Clone for Map<K, V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K: Ord, V> Default for Map<K, V> {
    fn default() -> Self {
        Self(RedBlackTreeMapSync::new_sync())
    }
}

impl<K: Ord, V> Map<K, V> {
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.0.get(key)
    }

    pub(crate) fn contains_key(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter()
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.0.values()
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.0.insert_mut(key, value);
    }
}

impl<K: Ord + Clone, V: Clone> Map<K, V> {
    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.0.get_mut(key)
    }

    /// Takes the value away, and gives it.
    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let value = self.0.get(key).cloned();
        self.0.remove_mut(key);
        value
    }

    /// Takes away all values that do not fit, and tells how many.
    pub(crate) fn retain(&mut self, fits: impl Fn(&V) -> bool) -> usize {
        let unfit = self.keys(|value| !fits(value));
        for key in &unfit {
            self.0.remove_mut(key);
        }
        unfit.len()
    }

    /// Changes all values that fit.
    pub(crate) fn change(&mut self, fits: impl Fn(&V) -> bool, mut change: impl FnMut(&mut V)) {
        for key in self.keys(fits) {
            if let Some(value) = self.0.get_mut(&key) {
                change(value);
            }
        }
    }

    fn keys(&self, fits: impl Fn(&V) -> bool) -> Vec<K> {
        let fitting = self.0.iter().filter(|(_, value)| fits(value));
        fitting.map(|(key, _)| key.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_was_there() {
        let mut map = Map::default();
        for number in [3, 1, 2] {
            map.insert(number, number * 10);
        }
        let copy = map.clone();
        *map.get_mut(&1).unwrap() = 11;
        assert_eq!((map.remove(&3), map.remove(&3)), (Some(30), None));
        assert_eq!(map.retain(|value| *value != 20), 1);
        map.change(|value| *value == 11, |value| *value += 1);
        assert_eq!(map.values().copied().collect::<Vec<_>>(), [12]);
        assert_eq!(copy.values().copied().collect::<Vec<_>>(), [10, 20, 30]);
    }
}
