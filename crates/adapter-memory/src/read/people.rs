//! Reads users and who a token signs in.

use application::ports::SignedIn;
use domain::{ApiToken, User, UserId};
use jiff::Timestamp;

use super::list::has_all;
use crate::state::State;

pub(super) fn signed_in(state: &State, secret_hash: &[u8; 32], now: Timestamp) -> Option<SignedIn> {
    let mut records = state.api_tokens.values();
    let token = &records.find(|record| record.secret_hash == *secret_hash)?.token;
    let user = state.users.get(&token.user);
    let user = user.filter(|user| user.is_active && token.works_at(now))?;
    Some(SignedIn {
        user: user.clone(),
        token: token.clone(),
    })
}

pub(super) fn api_tokens(state: &State, of: Option<UserId>) -> Vec<ApiToken> {
    let tokens = state.api_tokens.values().map(|record| &record.token);
    tokens
        .filter(|token| of.is_none_or(|user| token.user == user))
        .cloned()
        .collect()
}

pub(super) fn users(state: &State, search: &[String]) -> Vec<User> {
    let users = state.users.values();
    users
        .filter(|user| has_all(&user.name.folded(), search))
        .cloned()
        .collect()
}
