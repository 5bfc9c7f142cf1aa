//! Plans the tasks of the German demo account: a year of work that was done, and what is to be done next.

use domain::Sentiment;
use jiff::{Timestamp, civil::Date};

use super::calendar::{Calendar, later, plus, workday_after, workday_before};
use super::dues::{coming_due, due};
use super::kinds::Kind;
use super::outcomes::{DETAILS, OUTCOMES, REASONS};
use super::planned::{PlannedCompletion, PlannedDue, PlannedSubject, PlannedTask, Reopening};
use super::random::Random;
use super::records::{PlannedContact, PlannedDeal};
use super::team::{FOUNDED, TEAM, someone};
use super::words::{About, text};

/// Tasks that are open.
pub(super) const OPEN: u64 = 120;
/// The day outcomes were put to work: what was completed before has none.
const IN_FORCE: i64 = 21;

const COMPLETED_TASK: u64 = 3;
const OPEN_TASK: u64 = 4;

/// What tasks are planned around.
pub(super) struct Planner<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) contacts: &'a [PlannedContact],
    pub(super) deals: &'a [PlannedDeal],
}

/// The moment outcomes were put to work.
pub(super) fn in_force(calendar: &Calendar) -> Timestamp {
    calendar.moment(workday_after(calendar.day(IN_FORCE)), 8, 15, None)
}

impl Planner<'_> {
    /// So many completed tasks.
    pub(super) fn completed(&self, count: u64) -> Vec<PlannedTask> {
        (0..count).map(|number| self.completed_task(number)).collect()
    }

    /// The open tasks.
    pub(super) fn open(&self) -> Vec<PlannedTask> {
        (0..OPEN).map(|number| self.open_task(number)).collect()
    }

    fn completed_task(&self, number: u64) -> PlannedTask {
        let mut random = Random::of(&[COMPLETED_TASK, number]);
        let kind = some_kind(&mut random);
        let day = self.calendar.busy_day(&mut random);
        let at = match kind {
            Kind::Lunch => self
                .calendar
                .moment(day, 13, random.within(0, 59), Some(&mut random)),
            Kind::Call | Kind::Mail | Kind::Meeting | Kind::Demo => {
                self.calendar.busy_moment(day, &mut random)
            }
        };
        let created_at = self.creation(day, at, &mut random);
        let (from, to) = (self.day_number(created_at), self.calendar.number(day));
        let subject = self.subject(created_at, at, &mut random);
        let owner = self.owner(subject, from, to, &mut random);
        let by = if random.percent(94) {
            owner
        } else {
            someone(&mut random, from, to)
        };
        let due = due(self.calendar, created_at, at, &mut random);
        let mut task = self.task(kind, subject, created_at, &mut random);
        task.owner = Some(owner);
        task.creator = if random.percent(70) {
            owner
        } else {
            someone(&mut random, from, to)
        };
        task.due = due;
        task.completions
            .extend(self.first_try(&task, by, day, &mut random));
        task.completions.push(self.completion(&task, at, by, &mut random));
        task
    }

    fn open_task(&self, number: u64) -> PlannedTask {
        let mut random = Random::of(&[OPEN_TASK, number]);
        let calendar = self.calendar;
        let today = calendar.number(calendar.today());
        let created_at = calendar.busy_moment(
            workday_before(calendar.day(today - random.within(1, 25))),
            &mut random,
        );
        let from = self.day_number(created_at);
        let subject = self.subject(
            created_at,
            calendar.moment(calendar.today(), 0, 0, None),
            &mut random,
        );
        let mut task = self.task(some_kind(&mut random), subject, created_at, &mut random);
        let owner = self.owner(subject, from, today, &mut random);
        task.owner = (!random.percent(7)).then_some(owner);
        task.creator = someone(&mut random, from, today);
        task.due = coming_due(calendar, calendar.date_of(created_at), &mut random);
        task
    }

    /// A task without people, times and completions yet.
    fn task(
        &self,
        kind: Kind,
        subject: PlannedSubject,
        created_at: Timestamp,
        random: &mut Random,
    ) -> PlannedTask {
        let about = self.about(subject);
        let described = random.percent(15);
        PlannedTask {
            title: text(kind.titles(), &about, random),
            description: described.then(|| text(kind.descriptions(), &about, random)),
            kind,
            subject,
            creator: 0,
            owner: None,
            due: PlannedDue::Never,
            created_at,
            completions: Vec::new(),
        }
    }

    fn completion(
        &self,
        task: &PlannedTask,
        at: Timestamp,
        by: usize,
        random: &mut Random,
    ) -> PlannedCompletion {
        let luck = TEAM.get(by).map_or(0, |person| person.luck);
        let outcome = some_outcome(task.kind, luck, random);
        let noted = random
            .percent(33)
            .then(|| self.notes(task.subject, outcome, random));
        PlannedCompletion {
            at,
            by,
            outcome: (in_force(self.calendar) <= at).then_some(outcome),
            notes: noted,
            reopening: None,
        }
    }

    fn notes(&self, subject: PlannedSubject, outcome: usize, random: &mut Random) -> String {
        let about = self.about(subject);
        let mut notes = text(
            OUTCOMES.get(outcome).map_or(&[], |outcome| outcome.notes),
            &about,
            random,
        );
        if random.percent(40) {
            let separator = random.pick(&[" ", "\n"]);
            notes = format!("{notes}{separator}{}", text(DETAILS, &about, random));
        }
        notes
    }

    /// Some tasks that took days were completed too early, and reopened on the same day.
    fn first_try(
        &self,
        task: &PlannedTask,
        by: usize,
        day: Date,
        random: &mut Random,
    ) -> Option<PlannedCompletion> {
        let early = workday_after(plus(self.calendar.date_of(task.created_at), 1));
        let can = early < day && in_force(self.calendar) < task.created_at;
        if !can || !random.percent(4) {
            return None;
        }
        let at = self.calendar.moment(
            early,
            random.within(9, 12),
            random.within(0, 59),
            Some(&mut *random),
        );
        let reopened_at = later(at, random.within(5, 240));
        let mut completion = self.completion(task, at, by, random);
        completion.reopening = Some(Reopening {
            at: reopened_at,
            reason: random.pick(REASONS),
        });
        Some(completion)
    }

    fn creation(&self, day: Date, completed_at: Timestamp, random: &mut Random) -> Timestamp {
        let lead = match random.weighted([18, 36, 28, 18].into_iter()) {
            0 => return later(completed_at, -random.within(5, 240)),
            1 => random.within(1, 3),
            2 => random.within(4, 10),
            _ => random.within(11, 28),
        };
        self.calendar
            .busy_moment(workday_before(plus(day, -lead)), random)
    }

    /// A contact, or a deal that was going on from one moment to the other.
    fn subject(&self, from: Timestamp, to: Timestamp, random: &mut Random) -> PlannedSubject {
        let is_going_on = |deal: &PlannedDeal| {
            deal.created_at <= from && deal.closing.as_ref().is_none_or(|closing| to <= closing.at)
        };
        let deals = self
            .deals
            .iter()
            .enumerate()
            .filter(|(_, deal)| is_going_on(deal));
        let deals: Vec<usize> = deals.map(|(place, _)| place).collect();
        if random.percent(45) && !deals.is_empty() {
            return PlannedSubject::Deal(random.pick(&deals));
        }
        let known = self
            .contacts
            .partition_point(|contact| contact.created_at <= from);
        PlannedSubject::Contact(random.index(known).min(random.index(known)))
    }

    fn about(&self, subject: PlannedSubject) -> About<'_> {
        let contact = match subject {
            PlannedSubject::Contact(contact) => Some(contact),
            PlannedSubject::Deal(deal) => self.deals.get(deal).map(|deal| deal.contact),
        };
        let contact = contact.and_then(|contact| self.contacts.get(contact));
        About {
            contact: contact.map_or("", |contact| &contact.name),
            company: contact.map_or("", |contact| contact.company),
        }
    }

    /// Most often who looks after the contact or deal, if they are there.
    fn owner(&self, subject: PlannedSubject, from: i64, to: i64, random: &mut Random) -> usize {
        let usual = match subject {
            PlannedSubject::Contact(contact) => self.contacts.get(contact).map(|contact| contact.owner),
            PlannedSubject::Deal(deal) => self.deals.get(deal).map(|deal| deal.owner),
        };
        let usual = usual.filter(|owner| TEAM.get(*owner).is_some_and(|person| person.is_there(from, to)));
        let other = someone(random, from, to);
        usual.filter(|_| random.percent(55)).unwrap_or(other)
    }

    fn day_number(&self, at: Timestamp) -> i64 {
        self.calendar.number(self.calendar.date_of(at)).max(FOUNDED)
    }
}

fn some_kind(random: &mut Random) -> Kind {
    let place = random.weighted(Kind::ALL.iter().map(|kind| kind.weight()));
    Kind::ALL.get(place).copied().unwrap_or(Kind::Call)
}

fn some_outcome(kind: Kind, luck: i64, random: &mut Random) -> usize {
    let factor = |sentiment| match sentiment {
        Sentiment::Positive => u64::try_from(100 + luck).unwrap_or(100),
        Sentiment::Neutral | Sentiment::Negative => 100,
    };
    random.weighted(
        OUTCOMES
            .iter()
            .map(|outcome| outcome.weight(kind) * factor(outcome.sentiment)),
    )
}

#[cfg(test)]
mod tests;
