//! What becomes of each task: created, maybe given to another one, completed, now and then corrected or opened again.

mod acts;

use domain::{
    Actor, Due, Subject, Task, TaskId,
    task::NewTask,
    text::{Notes, TaskTitle},
};
use jiff::{SignedDuration, Span, Timestamp, civil::Date};

use super::{
    account::refused, calendar::Calendar, catalogue::Offer, records::Subjects, scribe::Scribe, team::Team,
};
use crate::{
    chance::Chance,
    markers::{RARE_EVERY, SINGULAR_EVERY},
    text::Writer,
};

/// So many of a hundred tasks are completed.
const COMPLETED: u64 = 85;
/// So many of a hundred completions have notes.
const NOTED: u64 = 33;
/// Of ten thousand tasks: given to another one, corrected, opened again.
const REASSIGNED: u64 = 150;
const CORRECTED: u64 = 200;
const REOPENED: u64 = 100;
/// Open tasks are of the last so many days of business.
const OPEN_DAYS: u64 = 40;

/// What stories are made of.
pub(super) struct Stories<'a> {
    pub(super) calendar: &'a Calendar,
    /// The first writes titles and most of the notes.
    pub(super) writers: &'a [Writer; 2],
    pub(super) team: &'a Team,
    pub(super) offers: &'a [Offer],
    pub(super) subjects: &'a Subjects,
    /// An admin.
    pub(super) actor: Actor,
}

/// A task in the middle of its story.
struct Story<'a> {
    task: Task,
    offer: &'a Offer,
    subject_name: &'a str,
}

impl<'a> Stories<'a> {
    /// Tells all tasks, in the order in which they were created but for the open ones, which come last.
    pub(super) fn tell(
        &self,
        scribe: &mut Scribe<'_>,
        chance: &mut Chance,
        tasks: u64,
    ) -> anyhow::Result<()> {
        let completed = tasks * COMPLETED / 100;
        for number in 0..completed {
            let day = self.calendar.spread(number, completed);
            let mut story = self.create(scribe, chance, (number, completed), day)?;
            let delay = usize::try_from(chance.zipf(16))?;
            let done_at = self.calendar.moment(day + delay, chance);
            let done_at = if done_at > story.task.created_at {
                done_at
            } else {
                self.after(story.task.created_at, 6, chance)
            };
            if chance.of_ten_thousand(REASSIGNED) {
                self.reassign(scribe, &mut story, done_at, chance)?;
            }
            let texts = self.markers(number, story.task.created_at, chance);
            self.complete(scribe, &mut story, done_at, texts, chance)?;
            self.go_on(scribe, &mut story, done_at, chance)?;
            scribe.rows().task(&story.task)?;
            scribe.next(true)?;
        }
        for _ in completed..tasks {
            let recent = usize::try_from(chance.below(OPEN_DAYS))?;
            let day = self.calendar.length().saturating_sub(1 + recent);
            let mut story = self.create(scribe, chance, (completed.saturating_sub(1), completed), day)?;
            if chance.of_ten_thousand(REOPENED) {
                let done_at = self.after(story.task.created_at, 24, chance);
                self.complete(scribe, &mut story, done_at, None, chance)?;
                self.reopen(scribe, &mut story, done_at, chance)?;
            }
            scribe.rows().task(&story.task)?;
            scribe.next(true)?;
        }
        Ok(())
    }

    fn create(
        &self,
        scribe: &mut Scribe<'_>,
        chance: &mut Chance,
        (part, all): (u64, u64),
        day: usize,
    ) -> anyhow::Result<Story<'a>> {
        let created_at = self.calendar.moment(day, chance);
        let date = self.calendar.day(day).date;
        let [writer, _] = self.writers;
        let offer = self
            .offers
            .get(chance.zipf_index(self.offers.len()))
            .ok_or_else(|| refused("no type"))?;
        let known = self
            .subjects
            .known_at(part, all, chance)
            .ok_or_else(|| refused("no subject"))?;
        let (subject, subject_name): &(Subject, String) = known;
        let owner = self.team.someone(chance);
        let new = NewTask {
            id: TaskId::new(scribe.ids.at(created_at)),
            title: TaskTitle::parse(&writer.title(chance, date)).map_err(refused)?,
            description: None,
            task_type: offer.task_type,
            subject: *subject,
            owner,
            due: self.due(date, chance),
            created_by: owner,
        };
        let (task, event) = Task::create(new, &self.calendar.zone, created_at);
        scribe.record(event, created_at, owner, Some(subject_name))?;
        Ok(Story {
            task,
            offer,
            subject_name,
        })
    }

    /// Mostly a day or a moment within two weeks.
    fn due(&self, date: Date, chance: &mut Chance) -> Option<Due> {
        let days = i32::try_from(chance.below(15)).unwrap_or_default();
        let day = date.checked_add(Span::new().days(days)).ok()?;
        match chance.below(100) {
            0..60 => Some(Due::On(day)),
            60..85 => {
                let hours = i64::try_from(8 + chance.below(10)).unwrap_or_default();
                let moment = self.calendar.zone.start_of(day)? + SignedDuration::from_hours(hours);
                Some(Due::At(moment))
            }
            _ => None,
        }
    }

    fn notes(&self, at: Timestamp, chance: &mut Chance) -> anyhow::Result<Option<Notes>> {
        let [own, other] = self.writers;
        let writer = if chance.percent(80) { own } else { other };
        let day = self.calendar.zone.date_of(at);
        Notes::parse(&writer.notes(chance, day)).map_err(refused)
    }

    /// Notes with words to search for, where it is the turn of this task.
    fn markers(&self, number: u64, at: Timestamp, chance: &mut Chance) -> Option<String> {
        let [writer, _] = self.writers;
        let lexicon = writer.language.lexicon();
        let pattern = match (number % SINGULAR_EVERY, number % RARE_EVERY) {
            (20, _) => lexicon.singular,
            (_, 30) => lexicon.rare,
            _ => return None,
        };
        Some(writer.sentence(pattern, chance, self.calendar.zone.date_of(at)))
    }

    /// A moment within so many hours, before now.
    fn after(&self, from: Timestamp, hours: i64, chance: &mut Chance) -> Timestamp {
        self.calendar
            .within(from, SignedDuration::from_hours(hours), chance)
    }
}
