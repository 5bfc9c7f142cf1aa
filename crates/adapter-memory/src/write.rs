//! The ports of a unit, one file per subject. Knows unique keys; foreign keys are the real store's backstop.

mod activities;
mod catalogue;
mod erasure;
mod idempotency;
mod people;
mod records;
mod settings;
mod tasks;

use application::StoreError;

use crate::{map::Map, state::broken};

/// Adds a value under a new id.
fn add<K: Ord, V>(all: &mut Map<K, V>, id: K, value: V) -> Result<(), StoreError> {
    if all.contains_key(&id) {
        return Err(StoreError::Conflict);
    }
    all.insert(id, value);
    Ok(())
}

/// Replaces the value under an id.
fn put<K: Ord + Clone, V: Clone>(all: &mut Map<K, V>, id: &K, value: V) -> Result<(), StoreError> {
    let present = all
        .get_mut(id)
        .ok_or_else(|| broken("a row to be changed is missing"))?;
    *present = value;
    Ok(())
}

/// Removes the value under an id.
fn remove<K: Ord + Clone, V: Clone>(all: &mut Map<K, V>, id: &K) -> Result<(), StoreError> {
    all.remove(id)
        .map(|_| ())
        .ok_or_else(|| broken("a row to be deleted is missing"))
}

/// Refuses a value whose unique key another one has.
fn unique<V>(
    all: impl IntoIterator<Item = V>,
    is_other_with_key: impl Fn(&V) -> bool,
) -> Result<(), StoreError> {
    if all.into_iter().any(|value| is_other_with_key(&value)) {
        Err(StoreError::Conflict)
    } else {
        Ok(())
    }
}
