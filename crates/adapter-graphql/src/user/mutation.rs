//! Adding and changing users.

use application::{
    StoreError,
    commands::{CreateUserError, UpdateUserError},
    queries::people::user_cursor,
};
use async_graphql::{Context, Object};
use domain::fault::Checks;

use super::{
    input::{UserCreateInput, UserUpdateInput},
    types::{User, UserEdge},
};
use crate::{
    context::{Language, RequestScope, run, scope},
    errors::ApiError,
    node::Node,
    page::ListOf,
    payload::payload,
    user_errors::{
        ForbiddenError, InvalidInputError, NotFoundError, StaleObjectError, TakenError, faults,
        faults_without_ids, forbidden, messages, stale, user_errors,
    },
};

user_errors! {
    /// What can go wrong in `userCreate`.
    UserCreateUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | Taken(TakenError);
    /// What can go wrong in `userUpdate`.
    UserUpdateUserError = Forbidden(ForbiddenError) | InvalidInput(InvalidInputError) | NotFound(NotFoundError)
        | Stale(StaleObjectError);
}

payload! {
    /// Payload of `userCreate`.
    UserCreatePayload of UserCreateUserError {
        /// The new user; null when there are user errors.
        user: User,
        /// The new user as an edge; null when there are user errors.
        user_edge: UserEdge,
    }
    /// Payload of `userUpdate`.
    UserUpdatePayload of UserUpdateUserError {
        /// The changed user; null when there are user errors.
        user: User,
    }
}

/// Mutations of users.
#[derive(Default)]
pub struct UserMutation;

#[Object]
impl UserMutation {
    /// Add a user to the account. Admins only.
    async fn user_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: UserCreateInput,
    ) -> Option<Result<UserCreatePayload, ApiError>> {
        let scope = scope(ctx);
        let cmd = input.parse(scope);
        Some(match run!(scope, create_user(cmd)) {
            Ok(user) => {
                let edge = UserEdge::new(user.clone().into(), &ListOf::account(ctx), &user_cursor(&user));
                Ok(UserCreatePayload::done(user.into(), edge))
            }
            Err(error) => create_errors(scope, error).map(UserCreatePayload::refused),
        })
    }

    /// Change name, role or activity of a user. The last active admin stays one. Admins only.
    async fn user_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input of the mutation.")] input: UserUpdateInput,
    ) -> Option<Result<UserUpdatePayload, ApiError>> {
        let scope = scope(ctx);
        if let Err(role) = scope.actor().admin() {
            return Some(Ok(UserUpdatePayload::refused(forbidden(scope.language(), role))));
        }
        let mut nulls = Checks::new();
        let cmd = input.parse(scope, &mut nulls);
        if let Err(all) = nulls.finish() {
            return Some(Ok(UserUpdatePayload::refused(faults(scope, &all))));
        }
        Some(match run!(scope, update_user(cmd)) {
            Ok(user) => Ok(UserUpdatePayload::done(user.into())),
            Err(error) => update_errors(scope, error).map(UserUpdatePayload::refused),
        })
    }
}

fn taken(language: Language, existing: domain::User) -> TakenError {
    let message = messages::taken(language, existing.email.as_str(), false);
    let path = vec!["input".to_owned(), "email".to_owned()];
    TakenError::new(message, Some(path), Node::User(existing.into()), false)
}

fn create_errors(scope: &RequestScope, error: CreateUserError) -> Result<Vec<UserCreateUserError>, ApiError> {
    let language = scope.language();
    Ok(match error {
        CreateUserError::Forbidden(role) => forbidden(language, role),
        CreateUserError::Input(all) => faults_without_ids(scope, &all),
        CreateUserError::Taken(existing) => vec![taken(language, *existing).into()],
        CreateUserError::NoAccount => {
            return Err(StoreError::broken("the account of a signed-in user is missing").into());
        }
        CreateUserError::Store(error) => return Err(error.into()),
    })
}

fn update_errors(scope: &RequestScope, error: UpdateUserError) -> Result<Vec<UserUpdateUserError>, ApiError> {
    let language = scope.language();
    Ok(match error {
        UpdateUserError::Forbidden(role) => forbidden(language, role),
        UpdateUserError::Stale(current) => stale(language, current),
        UpdateUserError::Input(all) => faults(scope, &all),
        UpdateUserError::Store(error) => return Err(error.into()),
    })
}
