//! Task types: what kinds of work there are.

use jiff::Timestamp;

use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    actor::Admin,
    ids::TaskTypeId,
    text::TypeName,
    version::Version,
};

/// A kind of task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskType {
    /// Its id.
    pub id: TaskTypeId,
    /// Its name; its key is unique in the account, archived ones included.
    pub name: TypeName,
    /// Place in the display order, from 0; ties are broken by id.
    pub position: i32,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Version of the record.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl TaskType {
    /// How many an account can have that are not archived.
    pub const MAXIMUM_ACTIVE: usize = 100;
    /// How many an account can have in all.
    pub const MAXIMUM: usize = 400;
    /// What a new account starts with.
    pub const DEFAULTS: [&str; 4] = ["Call", "E-mail", "Lunch", "Meeting"];

    /// A new task type.
    ///
    /// Only an admin adds one, which the use case proves; a new account gets its [`TaskType::DEFAULTS`] from nobody.
    pub fn create(id: TaskTypeId, name: TypeName, position: i32, now: Timestamp) -> (Self, Event) {
        let task_type = Self {
            id,
            name,
            position,
            archived_at: None,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        let event = task_type.event(ActivityAction::Created);
        (task_type, event)
    }

    /// Gives it another name; `None` when it has it already.
    pub fn rename(&mut self, _: Admin<'_>, name: TypeName, now: Timestamp) -> Option<Event> {
        if self.name == name {
            return None;
        }
        let before = std::mem::replace(&mut self.name, name);
        self.touch(now);
        let text = |name: &TypeName| Some(name.as_str().to_owned());
        Some(
            self.event(ActivityAction::Updated)
                .changed("name", text(&before), text(&self.name)),
        )
    }

    /// Withdraws it; `None` when it is archived already. Its open tasks have moved before.
    pub fn archive(&mut self, _: Admin<'_>, now: Timestamp) -> Option<Event> {
        if self.archived_at.is_some() {
            return None;
        }
        self.archived_at = Some(now);
        self.touch(now);
        Some(self.event(ActivityAction::Archived))
    }

    /// Brings it back, at its old place; `None` when it is not archived.
    pub fn unarchive(&mut self, _: Admin<'_>, now: Timestamp) -> Option<Event> {
        self.archived_at.take()?;
        self.touch(now);
        Some(self.event(ActivityAction::Unarchived))
    }

    /// Gives it another place in the display order; `None` when it has it already.
    pub fn shift(&mut self, _: Admin<'_>, position: i32, now: Timestamp) -> Option<Event> {
        if self.position == position {
            return None;
        }
        let before = std::mem::replace(&mut self.position, position);
        self.touch(now);
        let (before, after) = (before.to_string(), position.to_string());
        Some(
            self.event(ActivityAction::Moved)
                .changed("position", Some(before), Some(after)),
        )
    }

    /// What is told when it is deleted. That no task ever had it, the use case has made sure of before.
    pub fn deleted(&self, _: Admin<'_>) -> Event {
        self.event(ActivityAction::Deleted)
    }

    /// Whether tasks of it can be open.
    pub fn is_active(&self) -> bool {
        self.archived_at.is_none()
    }

    fn touch(&mut self, now: Timestamp) {
        self.version = self.version.next();
        self.updated_at = now;
    }

    fn event(&self, action: ActivityAction) -> Event {
        let mut event = Event::new(ActivityKind::TaskTypeChanged, action, self.name.as_str());
        event.task_type = Some(self.id);
        event
    }
}
