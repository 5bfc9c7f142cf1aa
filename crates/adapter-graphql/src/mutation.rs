//! The entry points for writing, one object per subject.

use async_graphql::MergedObject;

use crate::{
    account::mutation::AccountMutation,
    api_token::mutation::ApiTokenMutation,
    completion::mutation::CompletionMutation,
    contact::mutation::ContactMutation,
    deal::mutation::DealMutation,
    outcome::{mutation::OutcomeMutation, removal::OutcomeRemoval},
    settings::mutation::SettingsMutation,
    task::mutation::TaskMutation,
    task_type::{arrangement::TaskTypeArrangement, mutation::TaskTypeMutation},
    user::mutation::UserMutation,
};

/// Entry points for writing. Fields are nullable so that a later failure in the same request never hides an earlier success.
/// Expected failures come back in `userErrors` of the payload.
#[derive(Default, MergedObject)]
pub struct Mutation(
    AccountMutation,
    ApiTokenMutation,
    CompletionMutation,
    ContactMutation,
    DealMutation,
    OutcomeMutation,
    OutcomeRemoval,
    SettingsMutation,
    TaskMutation,
    TaskTypeArrangement,
    TaskTypeMutation,
    UserMutation,
);
