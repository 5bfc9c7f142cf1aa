//! What tasks and entries of the history relate to: a contact or a deal.

use async_graphql::{Context, Enum, Union};
use domain::Subject;

use crate::{contact::types::Contact, deal::types::Deal, errors::ApiError, loaders};

/// What a task relates to.
#[derive(Debug, Clone, Union)]
pub enum TaskSubject {
    Contact(Contact),
    Deal(Deal),
}

/// Kinds of things a task can relate to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum TaskSubjectKind {
    /// A contact.
    Contact,
    /// A deal.
    Deal,
}

impl From<TaskSubjectKind> for domain::SubjectKind {
    fn from(kind: TaskSubjectKind) -> Self {
        match kind {
            TaskSubjectKind::Contact => Self::Contact,
            TaskSubjectKind::Deal => Self::Deal,
        }
    }
}

impl From<domain::SubjectKind> for TaskSubjectKind {
    fn from(kind: domain::SubjectKind) -> Self {
        match kind {
            domain::SubjectKind::Contact => Self::Contact,
            domain::SubjectKind::Deal => Self::Deal,
        }
    }
}

/// The contact or deal, if it exists.
pub(crate) async fn load(ctx: &Context<'_>, subject: Subject) -> Result<Option<TaskSubject>, ApiError> {
    Ok(match subject {
        Subject::Contact(id) => loaders::contact(ctx, id).await?.map(TaskSubject::Contact),
        Subject::Deal(id) => loaders::deal(ctx, id).await?.map(TaskSubject::Deal),
    })
}
