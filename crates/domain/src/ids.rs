//! Identities: one type per kind of object, so that one is never taken for another.

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Names the object with this UUID; whether it exists is another question.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID, for adapters.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }
    )*};
}

ids! {
    /// An account: one company, the tenant.
    AccountId,
    /// One entry of the history.
    ActivityId,
    /// A key with which a program signs in.
    ApiTokenId,
    /// One act of completing a task.
    CompletionId,
    /// A contact.
    ContactId,
    /// A deal.
    DealId,
    /// A task outcome.
    OutcomeId,
    /// A task.
    TaskId,
    /// A task type.
    TaskTypeId,
    /// A user.
    UserId,
}

/// What a task relates to: exactly one contact or one deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A contact.
    Contact(ContactId),
    /// A deal.
    Deal(DealId),
}

impl Subject {
    /// Contact or deal.
    pub const fn kind(self) -> SubjectKind {
        match self {
            Self::Contact(_) => SubjectKind::Contact,
            Self::Deal(_) => SubjectKind::Deal,
        }
    }

    /// The id of the contact, if it is one.
    pub const fn contact(self) -> Option<ContactId> {
        match self {
            Self::Contact(id) => Some(id),
            Self::Deal(_) => None,
        }
    }

    /// The id of the deal, if it is one.
    pub const fn deal(self) -> Option<DealId> {
        match self {
            Self::Contact(_) => None,
            Self::Deal(id) => Some(id),
        }
    }
}

/// The kinds of things a task can relate to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// Contacts.
    Contact,
    /// Deals.
    Deal,
}

/// Any object of an account, as an error or a look-up by global id names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectId {
    /// The account itself.
    Account(AccountId),
    /// An entry of the history.
    Activity(ActivityId),
    /// An API token.
    ApiToken(ApiTokenId),
    /// A contact.
    Contact(ContactId),
    /// A deal.
    Deal(DealId),
    /// An outcome.
    Outcome(OutcomeId),
    /// The settings of the account, which have its id.
    Settings(AccountId),
    /// A task.
    Task(TaskId),
    /// A task type.
    TaskType(TaskTypeId),
    /// A user.
    User(UserId),
}

macro_rules! object_ids {
    ($($id:ident => $variant:ident),* $(,)?) => {$(
        impl From<$id> for ObjectId {
            fn from(id: $id) -> Self {
                Self::$variant(id)
            }
        }
    )*};
}

object_ids! {
    ActivityId => Activity, ApiTokenId => ApiToken, ContactId => Contact, DealId => Deal, OutcomeId => Outcome,
    TaskId => Task, TaskTypeId => TaskType, UserId => User,
}

impl From<Subject> for ObjectId {
    fn from(subject: Subject) -> Self {
        match subject {
            Subject::Contact(id) => Self::Contact(id),
            Subject::Deal(id) => Self::Deal(id),
        }
    }
}
