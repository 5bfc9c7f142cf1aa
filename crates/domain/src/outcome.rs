//! Task outcomes: what a person can answer when completing a task.

use jiff::Timestamp;

use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    actor::Admin,
    ids::OutcomeId,
    patch::Patch,
    sentiment::Sentiment,
    task::RecordedOutcome,
    text::Label,
    version::Version,
};

/// A possible result of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskOutcome {
    /// Its id.
    pub id: OutcomeId,
    /// What the team reads; its key is unique in the account, archived ones included.
    pub label: Label,
    /// How reports judge it.
    pub sentiment: Sentiment,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Version of the record.
    pub version: Version,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl TaskOutcome {
    /// How many an account can have that are not archived.
    pub const MAXIMUM_ACTIVE: usize = 500;
    /// How many an account can have in all.
    pub const MAXIMUM: usize = 2_000;

    /// A new outcome.
    pub fn create(
        _: Admin<'_>,
        id: OutcomeId,
        label: Label,
        sentiment: Sentiment,
        now: Timestamp,
    ) -> (Self, Event) {
        let outcome = Self {
            id,
            label,
            sentiment,
            archived_at: None,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        let event = outcome.event(ActivityAction::Created);
        (outcome, event)
    }

    /// Changes label and sentiment; `None` when nothing differs.
    pub fn update(
        &mut self,
        _: Admin<'_>,
        label: Patch<Label>,
        sentiment: Patch<Sentiment>,
        now: Timestamp,
    ) -> Option<Event> {
        let before = self.clone();
        self.label = label.or(before.label.clone());
        self.sentiment = sentiment.or(before.sentiment);
        if *self == before {
            return None;
        }
        self.touch(now);
        let event = self
            .event(ActivityAction::Updated)
            .changed_if("label", Some(&before.label), Some(&self.label), |label| {
                label.as_str().to_owned()
            })
            .changed_if("sentiment", Some(&before.sentiment), Some(&self.sentiment), |s| {
                s.word().to_owned()
            });
        Some(event)
    }

    /// Withdraws it; `None` when it is archived already. The settings drop it from all task types first.
    pub fn archive(&mut self, _: Admin<'_>, now: Timestamp) -> Option<Event> {
        if self.archived_at.is_some() {
            return None;
        }
        self.archived_at = Some(now);
        self.touch(now);
        Some(self.event(ActivityAction::Archived))
    }

    /// Brings it back, assigned nowhere; `None` when it is not archived.
    pub fn unarchive(&mut self, _: Admin<'_>, now: Timestamp) -> Option<Event> {
        self.archived_at.take()?;
        self.touch(now);
        Some(self.event(ActivityAction::Unarchived))
    }

    /// Whether it can be offered.
    pub fn is_active(&self) -> bool {
        self.archived_at.is_none()
    }

    /// What a completion keeps of it.
    pub fn recorded(&self) -> RecordedOutcome {
        RecordedOutcome {
            id: self.id,
            label: self.label.clone(),
            sentiment: self.sentiment,
        }
    }

    fn touch(&mut self, now: Timestamp) {
        self.version = self.version.next();
        self.updated_at = now;
    }

    fn event(&self, action: ActivityAction) -> Event {
        let mut event = Event::new(ActivityKind::TaskOutcomeChanged, action, self.label.as_str());
        event.outcome = Some(self.recorded());
        event
    }
}
