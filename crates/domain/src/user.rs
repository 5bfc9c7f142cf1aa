//! The people of an account's team.

use jiff::Timestamp;

use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    actor::Role,
    ids::UserId,
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

    /// Lets the person sign in, or no more; `None` when it is so already.
    pub fn set_active(&mut self, is_active: bool, now: Timestamp) -> Option<Event> {
        if self.is_active == is_active {
            return None;
        }
        self.is_active = is_active;
        self.version = self.version.next();
        self.updated_at = now;
        let event = Event::new(
            ActivityKind::UserChanged,
            ActivityAction::Updated,
            self.name.as_str(),
        );
        let word = |active: bool| Some(active.to_string());
        Some(event.changed("is_active", word(!is_active), word(is_active)))
    }
}
