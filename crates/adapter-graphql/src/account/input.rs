//! Inputs of mutations of the account.

use application::commands::UpdateAccount;
use async_graphql::{InputObject, MaybeUndefined};
use domain::fault::Checks;

use crate::payload::required;

/// Input of `accountUpdate`.
#[derive(Debug, InputObject)]
pub struct AccountUpdateInput {
    /// New name; leave out to keep.
    name: MaybeUndefined<String>,
    /// New IANA time zone; leave out to keep. Reports are cut anew.
    time_zone: MaybeUndefined<String>,
}

impl AccountUpdateInput {
    pub(super) fn parse(self, nulls: &mut Checks) -> UpdateAccount {
        UpdateAccount {
            name: required(self.name, "name", nulls),
            time_zone: required(self.time_zone, "time_zone", nulls),
        }
    }
}
