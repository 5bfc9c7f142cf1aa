//! Contacts: people outside the team.

use jiff::Timestamp;

use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    actor::Admin,
    ids::{ContactId, Subject, TaskId, TaskTypeId, UserId},
    search,
    text::{Company, Email, ExternalId, PersonName, Phone},
    version::Version,
};

/// What is known about a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactDetails {
    /// Display name.
    pub name: PersonName,
    /// E-mail address.
    pub email: Option<Email>,
    /// Phone number.
    pub phone: Option<Phone>,
    /// Company they work for.
    pub company: Option<Company>,
    /// Who looks after them.
    pub owner: Option<UserId>,
    /// Id in the system the record comes from, unique in the account.
    pub external_id: Option<ExternalId>,
}

/// A person outside the team.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// What is known.
    pub details: ContactDetails,
    /// Version of the record.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Contact {
    /// A new contact.
    pub fn create(id: ContactId, details: ContactDetails, now: Timestamp) -> (Self, Event) {
        let contact = Self {
            id,
            details,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        let event = contact.event(ActivityAction::Created);
        (contact, event)
    }

    /// Replaces what is known; `None` when nothing differs. The owner's names are told by the use case.
    pub fn update(&mut self, details: ContactDetails, now: Timestamp) -> Option<Event> {
        if self.details == details {
            return None;
        }
        let before = std::mem::replace(&mut self.details, details);
        self.version = self.version.next();
        self.updated_at = now;
        let after = &self.details;
        let event = self
            .event(ActivityAction::Updated)
            .changed_if("name", Some(&before.name), Some(&after.name), |v| {
                v.as_str().to_owned()
            })
            .changed_if("email", before.email.as_ref(), after.email.as_ref(), |v| {
                v.as_str().to_owned()
            })
            .changed_if("phone", before.phone.as_ref(), after.phone.as_ref(), |v| {
                v.as_str().to_owned()
            })
            .changed_if("company", before.company.as_ref(), after.company.as_ref(), |v| {
                v.as_str().to_owned()
            })
            .changed_if(
                "external_id",
                before.external_id.as_ref(),
                after.external_id.as_ref(),
                |v| v.as_str().to_owned(),
            );
        Some(event)
    }

    /// What is told when all that tells who it is was removed: that it was, and that its open tasks went with it. None of
    /// it holds personal data.
    pub fn erase(&self, _: Admin<'_>, open_tasks: &[(TaskId, TaskTypeId)]) -> Vec<Event> {
        let subject = Subject::Contact(self.id);
        let erased = Event::new(ActivityKind::ContactErased, ActivityAction::Erased, "").about(subject);
        let deleted = open_tasks.iter().map(|(task, task_type)| Event {
            task: Some(*task),
            task_type: Some(*task_type),
            ..Event::new(ActivityKind::TaskDeleted, ActivityAction::Deleted, "").about(subject)
        });
        std::iter::once(erased).chain(deleted).collect()
    }

    /// What a picker searches in: name and e-mail address, folded.
    pub fn search_text(&self) -> String {
        let email = self.details.email.as_ref().map(Email::as_str);
        search::fold_all([Some(self.details.name.as_str()), email].into_iter().flatten())
    }

    fn event(&self, action: ActivityAction) -> Event {
        Event::new(ActivityKind::ContactChanged, action, self.details.name.as_str())
            .about(Subject::Contact(self.id))
    }
}
