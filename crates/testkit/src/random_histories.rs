//! Two stores with the same random history must find the same in it, whatever is looked for: how a store that indexes
//! beforehand is held against one that looks at every entry.

use application::{
    StoreError,
    page::PageRequest,
    queries::{
        activities::{ActivityFilter, ActivityOrder},
        tasks::TimeSpan,
    },
};
use domain::{
    AccountId, ActivityAction, ActivityId, ActivityKind, Contact, Event, NewActivity, SearchTerms, Sentiment,
    Subject, SubjectKind, TaskOutcome, UserId,
};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};

use crate::{
    builders::{a_contact, fresh_id, moment, notes},
    contract::{StoreUnderTest, town::Town},
};

/// Words are made of these, so that parts of words occur in many.
const SYLLABLES: [&str; 12] = [
    "ter", "min", "be", "sprech", "ung", "ä", "ß", "an", "na", "10.5", "x-y", "q",
];
const KINDS: [ActivityKind; 4] = [
    ActivityKind::TaskCompleted,
    ActivityKind::TaskCreated,
    ActivityKind::DealChanged,
    ActivityKind::TaskTypeChanged,
];

/// An account whose history grows in two stores at once.
pub struct RandomHistories {
    rng: Rng,
    towns: [Town; 2],
    contact: Contact,
    said: Vec<String>,
}

impl RandomHistories {
    /// Founds it in both.
    pub async fn found(seed: u64, stores: [&StoreUnderTest; 2]) -> Result<Self, StoreError> {
        let first = Town::found(stores[0]).await?;
        let twin = first.twin(stores[1]).await?;
        let contact = first.clara.clone();
        Ok(Self {
            rng: Rng::with_seed(seed),
            towns: [first, twin],
            contact,
            said: Vec::new(),
        })
    }

    /// The account.
    pub fn account(&self) -> AccountId {
        self.towns[0].account.id
    }

    /// Some entries are written at once, about anything and of any moment: long ago, or still to come.
    pub async fn live(&mut self) -> Result<(), StoreError> {
        let number = self.rng.usize(1..6);
        let at = self.moment();
        let entries: Vec<NewActivity> = (0..number).map(|_| self.entry(at)).collect();
        for town in &self.towns {
            town.change(async |unit| unit.record(&entries).await).await?;
        }
        Ok(())
    }

    /// The contact that entries were about is erased, and another one comes.
    pub async fn erase(&mut self) -> Result<(), StoreError> {
        let (gone, next) = (self.contact.id, a_contact("Dora Ößel"));
        for town in &self.towns {
            town.change(async |unit| {
                unit.contact(gone).await?;
                unit.open_tasks_about(gone).await?;
                unit.erase_contact(gone, moment("2026-08-01T00:00:00Z")).await?;
                unit.add_contact(&next).await
            })
            .await?;
        }
        self.contact = next;
        Ok(())
    }

    /// Asks both the same and compares what they find: some pages one after the other, and how many there are.
    ///
    /// # Panics
    ///
    /// When they differ.
    pub async fn ask(&mut self) -> Result<usize, StoreError> {
        let filter = self.filter();
        let order = if self.rng.bool() {
            ActivityOrder::NewestFirst
        } else {
            ActivityOrder::OldestFirst
        };
        let mut page = PageRequest {
            from_end: self.rng.bool(),
            ..PageRequest::first(self.rng.usize(1..9))
        };
        let [ours, theirs] = [self.towns[0].reading(), self.towns[1].reading()];
        let number = ours.activity_count(&filter).await?;
        assert_eq!(number, theirs.activity_count(&filter).await?, "{filter:?}");
        let mut found = 0;
        for _ in 0..3 {
            let told = ours.activities(&filter, order, &page).await?;
            let expected = theirs.activities(&filter, order, &page).await?;
            assert_eq!(told, expected, "{order:?} {page:?} of {filter:?}");
            found += told.items.len();
            if page.from_end {
                page.before = told.items.first().map(|entry| order.cursor(entry));
            } else {
                page.after = told.items.last().map(|entry| order.cursor(entry));
            }
            if told.items.is_empty() {
                break;
            }
        }
        ours.close().await;
        theirs.close().await;
        Ok(found)
    }

    fn entry(&mut self, at: Timestamp) -> NewActivity {
        let kind = KINDS[self.rng.usize(..KINDS.len())];
        let text = self.text();
        let mut event = Event::new(kind, ActivityAction::Updated, &text);
        event.notes = match self.rng.u32(..100) {
            0 => notes(&format!("{} {text}", "langesw".repeat(50))),
            1..50 => notes(&self.text()),
            _ => None,
        };
        event.outcome = self.outcome().map(|outcome| outcome.recorded());
        event.task_type = self.rng.bool().then_some(self.towns[0].meeting.id);
        event.subject = match self.rng.u32(..4) {
            0 | 1 => Some(Subject::Contact(self.contact.id)),
            2 => Some(Subject::Deal(self.towns[0].deal.id)),
            _ => None,
        };
        let at = if self.rng.bool() { at } else { self.moment() };
        let actor = self.actor();
        NewActivity::of(event, ActivityId::new(fresh_id()), at, actor, None)
    }

    fn text(&mut self) -> String {
        let text: Vec<String> = (0..self.rng.usize(1..4)).map(|_| self.word()).collect();
        self.said.extend(text.iter().cloned());
        let mut text = text.join(" ");
        text.truncate(text.floor_char_boundary(190));
        text
    }

    /// Frequent ones are made of few syllables.
    fn word(&mut self) -> String {
        let number = self.rng.usize(1..5);
        (0..number)
            .map(|_| SYLLABLES[self.rng.usize(..SYLLABLES.len())])
            .collect()
    }

    /// Every tenth is still to come, every third of one of few moments, so that many share theirs.
    fn moment(&mut self) -> Timestamp {
        if self.rng.u32(..10) == 0 {
            return moment("2099-01-01T00:00:00Z") + SignedDuration::from_secs(self.rng.i64(0..100));
        }
        if self.rng.u32(..3) == 0 {
            return moment("2025-05-01T00:00:00Z") + SignedDuration::from_hours(self.rng.i64(0..5));
        }
        moment("2023-07-15T10:00:00Z") + SignedDuration::from_secs(self.rng.i64(0..90_000_000))
    }

    fn actor(&mut self) -> Option<UserId> {
        match self.rng.u32(..5) {
            0 => None,
            1 => Some(self.towns[0].bert.id),
            _ => Some(self.towns[0].anna.id),
        }
    }

    fn outcome(&mut self) -> Option<TaskOutcome> {
        let town = &self.towns[0];
        match self.rng.u32(..8) {
            0 => Some(town.refused.clone()),
            1 | 2 => Some(town.later.clone()),
            3 | 4 => Some(town.sold.clone()),
            _ => None,
        }
    }

    /// Parts of what was said, or of what was not.
    fn search(&mut self) -> Option<SearchTerms> {
        let mut parts = Vec::new();
        for _ in 0..self.rng.usize(1..3) {
            let word = if self.said.is_empty() || self.rng.u32(..6) == 0 {
                self.word()
            } else {
                self.said[self.rng.usize(..self.said.len())].clone()
            };
            let letters: Vec<char> = word.chars().collect();
            let from = self.rng.usize(..letters.len());
            let until = self.rng.usize(from..letters.len().min(from + 60)) + 1;
            parts.push(letters[from..until].iter().collect::<String>());
        }
        SearchTerms::parse(&parts.join(" ")).expect("a search")
    }

    fn filter(&mut self) -> ActivityFilter {
        let mut filter = ActivityFilter::default();
        if self.rng.u32(..5) > 0 {
            filter.search = self.search();
        }
        if self.rng.u32(..4) == 0 {
            let mut ends = [self.moment(), self.moment()];
            ends.sort_unstable();
            filter.occurred_at = TimeSpan {
                from: self.rng.bool().then_some(ends[0]),
                until: self.rng.bool().then_some(ends[1]),
            };
        }
        let mut rarely = || self.rng.u32(..5) == 0;
        let [kinds, actors, outcomes, sentiments] = [rarely(), rarely(), rarely(), rarely()];
        let [types, subjects, about] = [rarely(), rarely() && rarely(), rarely()];
        filter.kinds = kinds.then(|| vec![KINDS[self.rng.usize(..4)], KINDS[self.rng.usize(..4)]]);
        filter.actors = actors.then(|| self.actor().into_iter().collect());
        filter.outcomes = outcomes.then(|| self.outcome().into_iter().map(|outcome| outcome.id).collect());
        filter.sentiments = sentiments.then(|| vec![Sentiment::Positive, Sentiment::Negative]);
        filter.task_types = types.then(|| vec![self.towns[0].meeting.id]);
        filter.subjects = subjects.then(|| vec![Subject::Contact(self.contact.id)]);
        filter.relates_to = about.then_some(SubjectKind::Deal);
        filter
    }
}
