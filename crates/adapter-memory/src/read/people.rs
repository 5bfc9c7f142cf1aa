//! Reads users and who a token signs in.

use domain::User;

use super::list::has_all;
use crate::state::State;

pub(super) fn user_of_token(state: &State, secret_hash: &[u8; 32]) -> Option<User> {
    let mut tokens = state.api_tokens.values();
    let token = tokens.find(|token| token.secret_hash == *secret_hash)?;
    let user = state.users.get(&token.user);
    user.filter(|user| user.is_active).cloned()
}

pub(super) fn users(state: &State, search: &[String]) -> Vec<User> {
    let users = state.users.values();
    users
        .filter(|user| has_all(&user.name.folded(), search))
        .cloned()
        .collect()
}
