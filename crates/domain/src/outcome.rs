//! Task outcomes: what a person can answer when completing a task.

use jiff::Timestamp;

use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    actor::Admin,
    ids::OutcomeId,
    patch::Patch,
    sentiment::Sentiment,
    task::RecordedOutcome,
    text::{Label, OutcomeDescription},
    version::Version,
};

/// A possible result of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskOutcome {
    /// Its id.
    pub id: OutcomeId,
    /// What the team reads; its key is unique in the account, archived ones included.
    pub label: Label,
    /// When to choose it.
    pub description: Option<OutcomeDescription>,
    /// How reports judge it.
    pub sentiment: Sentiment,
    /// The one it was merged into, which is not merged itself; whoever is merged is archived too.
    pub merged_into: Option<OutcomeId>,
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
        description: Option<OutcomeDescription>,
        sentiment: Sentiment,
        now: Timestamp,
    ) -> (Self, Event) {
        let outcome = Self {
            id,
            label,
            description,
            sentiment,
            merged_into: None,
            archived_at: None,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
        };
        let event = outcome.event(ActivityAction::Created);
        (outcome, event)
    }

    /// Changes label, description and sentiment; `None` when nothing differs.
    pub fn update(&mut self, _: Admin<'_>, changes: OutcomeChanges, now: Timestamp) -> Option<Event> {
        let before = self.clone();
        self.label = changes.label.or(before.label.clone());
        self.description = changes.description.or(before.description.clone());
        self.sentiment = changes.sentiment.or(before.sentiment);
        if *self == before {
            return None;
        }
        self.touch(now);
        let event = self
            .event(ActivityAction::Updated)
            .changed_if("label", Some(&before.label), Some(&self.label), |label| {
                label.as_str().to_owned()
            })
            .changed_if(
                "description",
                before.description.as_ref(),
                self.description.as_ref(),
                |text| text.as_str().to_owned(),
            )
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

    /// Brings it back, assigned nowhere; `None` when it is not archived. A merged one stays merged.
    pub fn unarchive(&mut self, _: Admin<'_>, now: Timestamp) -> Result<Option<Event>, Merged> {
        if self.merged_into.is_some() {
            return Err(Merged);
        }
        if self.archived_at.take().is_none() {
            return Ok(None);
        }
        self.touch(now);
        Ok(Some(self.event(ActivityAction::Unarchived)))
    }

    /// Gives it up for another one, which is active: from now on its completed tasks count for that one.
    pub fn merge(&mut self, _: Admin<'_>, into: &Self, now: Timestamp) -> Result<Event, Merged> {
        if self.merged_into.is_some() {
            return Err(Merged);
        }
        self.archived_at.get_or_insert(now);
        Ok(self.point_to(into, None, now))
    }

    /// Follows the one it was merged into, which is merged into another one now.
    pub fn follow(&mut self, _: Admin<'_>, from: &Self, into: &Self, now: Timestamp) -> Event {
        self.point_to(into, Some(from.label.as_str().to_owned()), now)
    }

    fn point_to(&mut self, into: &Self, before: Option<String>, now: Timestamp) -> Event {
        self.merged_into = Some(into.id);
        self.touch(now);
        let after = Some(into.label.as_str().to_owned());
        self.event(ActivityAction::Merged)
            .changed("merged_into", before, after)
    }

    /// What is told when it is deleted. That nothing refers to it, the use case has made sure of before.
    pub fn deleted(&self, _: Admin<'_>) -> Event {
        self.event(ActivityAction::Deleted)
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

/// What is to be changed about an outcome; what is kept stays.
#[derive(Debug, Clone, Default)]
pub struct OutcomeChanges {
    /// What the team reads.
    pub label: Patch<Label>,
    /// When to choose it.
    pub description: Patch<Option<OutcomeDescription>>,
    /// How reports judge it.
    pub sentiment: Patch<Sentiment>,
}

/// The outcome was merged into another one, which cannot be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged;
