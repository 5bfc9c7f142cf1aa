//! What differs between the promised and the served schema, each difference as a sentence.

use super::facts::{Fact, Facts};

/// Everything that breaks the promise, but for what `allowed` names: places that may be missing, with all in them.
/// An allowance that is not needed is a fault too.
pub(super) fn faults(promised: &Facts, served: &Facts, allowed: &[&str]) -> Vec<String> {
    let is_allowed = |place: &str| allowed.iter().any(|allowance| covers(allowance, place));
    let unkept = missing(promised, served).filter(|place| !is_allowed(place));
    let unkept = unkept.map(|place| format!("{place} is missing"));
    let changed = promised
        .iter()
        .filter_map(|(place, wanted)| served.get(place).and_then(|found| changed(place, wanted, found)));
    let harmful = served
        .iter()
        .filter(|(place, found)| harmful(promised, place, found));
    let harmful = harmful.map(|(place, _)| {
        format!("{place} is new, and clients that do not know it would fail: it was not promised")
    });
    unkept
        .chain(changed)
        .chain(harmful)
        .chain(needless(promised, served, allowed))
        .collect()
}

/// The promised places that are not served.
pub(super) fn missing<'a>(promised: &'a Facts, served: &'a Facts) -> impl Iterator<Item = &'a str> {
    let places = promised.keys().filter(|place| !served.contains_key(*place));
    places.map(String::as_str)
}

fn changed(place: &str, wanted: &Fact, found: &Fact) -> Option<String> {
    if wanted.says != found.says {
        return Some(format!(
            "{place} is `{}`, promised was `{}`",
            found.says, wanted.says
        ));
    }
    (wanted.description != found.description).then(|| {
        format!(
            "{place} is described as \"{}\", promised was \"{}\"",
            found.description, wanted.description
        )
    })
}

fn harmful(promised: &Facts, place: &str, found: &Fact) -> bool {
    let has_promised_owner = found
        .owner
        .as_ref()
        .is_none_or(|owner| promised.contains_key(owner));
    !promised.contains_key(place) && has_promised_owner && !found.can_be_added
}

fn needless(promised: &Facts, served: &Facts, allowed: &[&str]) -> impl Iterator<Item = String> {
    let is_needed = |allowance: &str| missing(promised, served).any(|place| covers(allowance, place));
    let needless = allowed.iter().filter(move |allowance| !is_needed(allowance));
    needless.map(|allowance| {
        format!("{allowance} is no longer missing: take it off the list in xtask/src/contract.rs")
    })
}

/// Whether the place is the allowance itself or in it.
fn covers(allowance: &str, place: &str) -> bool {
    let inner = place.strip_prefix(allowance);
    inner.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(', ' ']))
}

#[cfg(test)]
mod tests;
