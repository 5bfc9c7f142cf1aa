//! Reads contacts and deals.

use domain::{Contact, Deal};

use super::list::has_all;
use crate::state::State;

pub(super) fn contacts(state: &State, search: &[String]) -> Vec<Contact> {
    let contacts = state.contacts.values();
    contacts
        .filter(|contact| has_all(&contact.search_text(), search))
        .cloned()
        .collect()
}

pub(super) fn deals(state: &State, search: &[String]) -> Vec<Deal> {
    let deals = state.deals.values();
    deals
        .filter(|deal| has_all(&deal.details.name.folded(), search))
        .cloned()
        .collect()
}
