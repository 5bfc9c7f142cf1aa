//! Changing the account.

use application::commands::UpdateAccountError;
use async_graphql::{Context, Object};
use domain::fault::Checks;

use super::{input::AccountUpdateInput, types::Account};
use crate::{
    context::{RequestScope, run, scope},
    errors::ApiError,
    payload::payload,
    user_errors::{ForbiddenError, InvalidInputError, faults_without_ids, forbidden, user_errors},
};

user_errors! {
    /// What can go wrong in `accountUpdate`.
    AccountUpdateUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError);
}

payload! {
    /// Payload of `accountUpdate`.
    AccountUpdatePayload of AccountUpdateUserError {
        /// The changed account; null when there are user errors.
        account: Account,
    }
}

/// Mutations of the account.
#[derive(Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Change name or time zone of the account. Admins only.
    async fn account_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: AccountUpdateInput,
    ) -> Option<Result<AccountUpdatePayload, ApiError>> {
        let scope = scope(ctx);
        if let Err(role) = scope.actor().admin() {
            return Some(Ok(AccountUpdatePayload::refused(forbidden(
                scope.language(),
                role,
            ))));
        }
        let mut nulls = Checks::new();
        let cmd = input.parse(&mut nulls);
        if let Err(all) = nulls.finish() {
            return Some(Ok(AccountUpdatePayload::refused(faults_without_ids(scope, &all))));
        }
        Some(match run!(scope, update_account(scope.actor(), cmd)) {
            Ok(account) => Ok(AccountUpdatePayload::done(Account(account))),
            Err(error) => update_errors(scope, error).map(AccountUpdatePayload::refused),
        })
    }
}

fn update_errors(
    scope: &RequestScope,
    error: UpdateAccountError,
) -> Result<Vec<AccountUpdateUserError>, ApiError> {
    Ok(match error {
        UpdateAccountError::Forbidden(role) => forbidden(scope.language(), role),
        UpdateAccountError::Input(all) => faults_without_ids(scope, &all),
        UpdateAccountError::Store(error) => return Err(error.into()),
    })
}
