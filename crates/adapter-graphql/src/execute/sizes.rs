//! A field's future is as big as that of the biggest field of its type, and lies on the heap for each field of each object
//! of an answer: what a page costs depends on these sizes (ADR 17).

use async_graphql::{ContainerType, Context};

use crate::{
    activity::types::Activity, contact::types::Contact, deal::types::Deal, outcome::types::TaskOutcome,
    task::types::Task, task_type::types::TaskType, user::types::User,
};

/// Bytes of what a function gives, which is not called.
fn size<'a, T: 'a, F>(_: impl FnOnce(&'a T, &'a Context<'a>) -> F) -> usize {
    size_of::<F>()
}

#[test]
fn fields_of_what_pages_are_full_of_are_small() {
    let sizes = [
        size(|task: &Task, ctx| task.resolve_field(ctx)),
        size(|entry: &Activity, ctx| entry.resolve_field(ctx)),
        size(|contact: &Contact, ctx| contact.resolve_field(ctx)),
        size(|deal: &Deal, ctx| deal.resolve_field(ctx)),
        size(|user: &User, ctx| user.resolve_field(ctx)),
        size(|task_type: &TaskType, ctx| task_type.resolve_field(ctx)),
        size(|outcome: &TaskOutcome, ctx| outcome.resolve_field(ctx)),
    ];
    assert!(sizes.iter().all(|size| *size <= 560), "{sizes:?} bytes");
}
