//! What people do with a task: the methods of the domain, as the use cases call them, and what is told of each.

use domain::{
    CompletionId, Patch, UserId,
    task::TaskChanges,
    text::{Notes, Reason},
};
use jiff::Timestamp;

use super::{super::account::refused, CORRECTED, NOTED, REOPENED, Stories, Story};
use crate::{chance::Chance, load::scribe::Scribe};

impl Stories<'_> {
    pub(super) fn reassign(
        &self,
        scribe: &mut Scribe<'_>,
        story: &mut Story<'_>,
        until: Timestamp,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let (before, after) = (story.task.owner, self.team.someone(chance));
        let from = story.task.created_at;
        let at = self.calendar.within(from, until.duration_since(from), chance);
        let given = TaskChanges {
            owner: Patch::Set(after),
            ..TaskChanges::default()
        };
        let changed = story
            .task
            .update(given, &self.calendar.zone, at)
            .map_err(refused)?;
        let Some(event) = changed else { return Ok(()) };
        let name = |id: &UserId| self.team.name(*id);
        let event = event.changed_if("owner", before.as_ref(), after.as_ref(), name);
        scribe.record(event, at, before, Some(story.subject_name))
    }

    /// `texts` are notes that it must have.
    pub(super) fn complete(
        &self,
        scribe: &mut Scribe<'_>,
        story: &mut Story<'_>,
        at: Timestamp,
        texts: Option<String>,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let by = if chance.percent(92) {
            story.task.owner
        } else {
            self.team.someone(chance)
        };
        let by = by.unwrap_or(self.actor.user);
        let notes = match texts {
            Some(texts) => Notes::parse(&texts).map_err(refused)?,
            None if chance.percent(NOTED) => self.notes(at, chance)?,
            None => None,
        };
        let offered = story.offer.rule.on_offer();
        let outcome = offered
            .get(chance.zipf_index(offered.len()))
            .map(|outcome| outcome.id);
        let id = CompletionId::new(scribe.ids.at(at));
        let completed = story.task.complete(&story.offer.rule, outcome, notes, id, by, at);
        let (_, event) = completed.map_err(refused)?;
        scribe.record(event, at, Some(by), Some(story.subject_name))
    }

    /// Most stories end with the completion.
    pub(super) fn go_on(
        &self,
        scribe: &mut Scribe<'_>,
        story: &mut Story<'_>,
        done_at: Timestamp,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        if chance.of_ten_thousand(CORRECTED) {
            self.correct(scribe, story, done_at, chance)?;
        } else if chance.of_ten_thousand(REOPENED) {
            let opened_at = self.reopen(scribe, story, done_at, chance)?;
            let again = self.after(opened_at, 48, chance);
            self.complete(scribe, story, again, None, chance)?;
        }
        Ok(())
    }

    pub(super) fn correct(
        &self,
        scribe: &mut Scribe<'_>,
        story: &mut Story<'_>,
        done_at: Timestamp,
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let at = self.after(done_at, 48, chance);
        let Some(before) = story.task.completion().cloned() else {
            return Ok(());
        };
        let offered = story.offer.rule.on_offer();
        let outcome = offered.get(chance.index(offered.len())).map(|outcome| outcome.id);
        let notes = Patch::Set(self.notes(at, chance)?);
        let id = CompletionId::new(scribe.ids.at(at));
        let corrected = story
            .task
            .correct(&self.actor, &story.offer.rule, outcome, notes, id, at);
        let Some(corrected) = corrected.map_err(refused)? else {
            return Ok(());
        };
        scribe
            .rows()
            .superseded(&story.task, &before, story.task.updated_at)?;
        let at = story.task.updated_at;
        scribe.record(
            corrected.event,
            at,
            Some(self.actor.user),
            Some(story.subject_name),
        )
    }

    pub(super) fn reopen(
        &self,
        scribe: &mut Scribe<'_>,
        story: &mut Story<'_>,
        done_at: Timestamp,
        chance: &mut Chance,
    ) -> anyhow::Result<Timestamp> {
        let at = self.after(done_at, 24, chance);
        let Some(before) = story.task.completion().cloned() else {
            return Ok(at);
        };
        let [writer, _] = self.writers;
        let reason = Reason::parse(chance.pick(writer.language.lexicon().reasons)).map_err(refused)?;
        let task_type = story.task.task_type;
        let reopened = story
            .task
            .reopen(&self.actor, task_type, reason, &self.calendar.zone, at);
        let (_, event) = reopened.map_err(refused)?;
        scribe
            .rows()
            .superseded(&story.task, &before, story.task.updated_at)?;
        scribe.record(
            event,
            story.task.updated_at,
            Some(self.actor.user),
            Some(story.subject_name),
        )?;
        Ok(at)
    }
}
