//! The people of an account's team.

use jiff::Timestamp;

use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    actor::Role,
    ids::UserId,
    patch::Patch,
    text::{Email, PersonName},
    version::Version,
};

/// A person of the account's team.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Display name.
    pub name: PersonName,
    /// Address, unique in the account.
    pub email: Email,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in; inactive users stay in reports.
    pub is_active: bool,
    /// Version of the record.
    pub version: Version,
    /// When they were added.
    pub created_at: Timestamp,
    /// When the record was last changed.
    pub updated_at: Timestamp,
}

impl User {
    /// Adds a person to the team, active.
    pub fn create(id: UserId, name: PersonName, email: Email, role: Role, now: Timestamp) -> (Self, Event) {
        let event = Event::new(ActivityKind::UserChanged, ActivityAction::Created, name.as_str());
        let user = Self {
            id,
            name,
            email,
            role,
            is_active: true,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        (user, event)
    }

    /// Changes name, role and whether they may sign in; `None` when nothing differs. That an active admin remains, the
    /// use case makes sure of, which knows them all.
    pub fn update(&mut self, changes: UserChanges, now: Timestamp) -> Option<Event> {
        let before = self.clone();
        self.name = changes.name.or(before.name.clone());
        self.role = changes.role.or(before.role);
        self.is_active = changes.is_active.or(before.is_active);
        if *self == before {
            return None;
        }
        self.version = self.version.next();
        self.updated_at = now;
        let text = |name: &PersonName| name.as_str().to_owned();
        let event = Event::new(
            ActivityKind::UserChanged,
            ActivityAction::Updated,
            self.name.as_str(),
        )
        .changed_if("name", Some(&before.name), Some(&self.name), text)
        .changed_if("role", Some(&before.role), Some(&self.role), |role| {
            role.word().to_owned()
        })
        .changed_if(
            "is_active",
            Some(&before.is_active),
            Some(&self.is_active),
            bool::to_string,
        );
        Some(event)
    }

    /// Whether they can manage the account.
    pub fn is_active_admin(&self) -> bool {
        self.is_active && self.role == Role::Admin
    }
}

/// What changes of a user.
#[derive(Debug, Clone, Default)]
pub struct UserChanges {
    /// Display name.
    pub name: Patch<PersonName>,
    /// What they may do.
    pub role: Patch<Role>,
    /// Whether they may sign in.
    pub is_active: Patch<bool>,
}
