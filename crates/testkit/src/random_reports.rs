//! Two stores with the same random past must tell the same report, whatever is asked: how a store that counts
//! beforehand is held against one that counts plainly.

use application::{
    StoreError,
    ports::Reading,
    queries::{
        task_overview::{Dimension, Group},
        tasks::{Basis, TaskFilter, TimeSpan},
    },
};
use domain::{
    AccountId, Sentiment, Subject, SubjectKind, Task, TaskOutcome, TaskState, TimeZone, User, UserId,
};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};

use crate::{
    builders::{a_task, complete, fresh_id, moment},
    contract::{StoreUnderTest, town::Town},
};

/// Zones whose days differ; the second has the same ones as the first.
const ZONES: [&str; 5] = [
    "Europe/Berlin",
    "Europe/Paris",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Pacific/Apia",
];

/// An account whose past grows in two stores at once.
pub struct RandomReports {
    rng: Rng,
    towns: [Town; 2],
    outcomes: Vec<TaskOutcome>,
    completed: Vec<Task>,
}

impl RandomReports {
    /// Founds it in both.
    pub async fn found(seed: u64, stores: [&StoreUnderTest; 2]) -> Result<Self, StoreError> {
        let first = Town::found(stores[0]).await?;
        let twin = first.twin(stores[1]).await?;
        let outcomes = vec![first.sold.clone(), first.later.clone(), first.refused.clone()];
        Ok(Self {
            rng: Rng::with_seed(seed),
            towns: [first, twin],
            outcomes,
            completed: Vec::new(),
        })
    }

    /// The account.
    pub fn account(&self) -> AccountId {
        self.towns[0].account.id
    }

    /// Something happens: mostly a task is completed, at any moment of three years; sometimes one is reopened or
    /// corrected, an outcome means something else or is merged, or the account moves to another time zone.
    pub async fn live(&mut self) -> Result<(), StoreError> {
        match self.rng.u32(..20) {
            0..12 => self.complete_one().await,
            12..15 => self.reopen_one().await,
            15..18 => self.correct_one().await,
            18 => self.change_outcome().await,
            _ => self.move_away().await,
        }
    }

    /// Asks both the same and compares what they tell.
    ///
    /// # Panics
    ///
    /// When they differ.
    pub async fn ask(&mut self) -> Result<(), StoreError> {
        let filter = self.filter();
        let zone = TimeZone::parse(ZONES[self.rng.usize(..ZONES.len())]).expect("a zone");
        let by = Dimension::ALL[self.rng.usize(..Dimension::ALL.len())];
        let and = Dimension::ALL[self.rng.usize(..Dimension::ALL.len())];
        let [ours, theirs] = [self.towns[0].reading(), self.towns[1].reading()];
        let told = told(&*ours, &filter, (by, and), &zone).await?;
        let expected = self::told(&*theirs, &filter, (by, and), &zone).await?;
        assert_eq!(
            told,
            expected,
            "{by:?} and {and:?} in {} of {filter:?}",
            zone.name()
        );
        ours.close().await;
        theirs.close().await;
        Ok(())
    }

    async fn complete_one(&mut self) -> Result<(), StoreError> {
        let mut task = if self.rng.bool() {
            self.towns[0].a_call("call")
        } else {
            self.towns[0].a_meeting("meeting")
        };
        if self.rng.u32(..5) == 0 {
            // a meeting with the contact: the same type about the other kind
            let clara = Subject::Contact(self.towns[0].clara.id);
            task = a_task("visit", &self.towns[0].meeting, clara);
        }
        task.created_at = moment("2020-01-01T00:00:00Z");
        task.owner = self.someone();
        let at = self.moment();
        if self.rng.bool() {
            let due = at + SignedDuration::from_hours(self.rng.i64(-30..30));
            (task.due, task.overdue_from) = (Some(domain::Due::At(due)), Some(due));
        }
        let outcome = self.an_outcome();
        let by = self.a_user();
        for town in &self.towns {
            town.add_tasks(std::slice::from_ref(&task)).await?;
        }
        complete(&mut task, outcome.as_ref(), &by, at);
        self.store_completion(&task).await?;
        self.completed.push(task);
        Ok(())
    }

    async fn store_completion(&self, task: &Task) -> Result<(), StoreError> {
        for town in &self.towns {
            town.change(async |unit| {
                unit.add_completions(std::slice::from_ref(task)).await?;
                unit.put_tasks(std::slice::from_ref(task)).await
            })
            .await?;
        }
        Ok(())
    }

    async fn reopen_one(&mut self) -> Result<(), StoreError> {
        if self.completed.is_empty() {
            return Ok(());
        }
        let mut task = self.completed.swap_remove(self.rng.usize(..self.completed.len()));
        let completion = task.completion().expect("a completed task").id;
        task.state = TaskState::Open;
        for town in &self.towns {
            town.change(async |unit| {
                unit.supersede_completion(completion, moment("2026-08-01T00:00:00Z"))
                    .await?;
                unit.put_tasks(std::slice::from_ref(&task)).await
            })
            .await?;
        }
        Ok(())
    }

    /// The moment stays, as in every correction.
    async fn correct_one(&mut self) -> Result<(), StoreError> {
        if self.completed.is_empty() {
            return Ok(());
        }
        let place = self.rng.usize(..self.completed.len());
        let outcome = self.an_outcome();
        let mut corrected = self.completed[place]
            .completion()
            .expect("a completed task")
            .clone();
        let before = corrected.id;
        corrected.id = domain::CompletionId::new(fresh_id());
        corrected.outcome = outcome.as_ref().map(crate::builders::as_recorded);
        self.completed[place].state = TaskState::Completed(corrected);
        for town in &self.towns {
            town.change(async |unit| {
                unit.supersede_completion(before, moment("2026-08-01T00:00:00Z"))
                    .await
            })
            .await?;
        }
        self.store_completion(&self.completed[place]).await
    }

    async fn change_outcome(&mut self) -> Result<(), StoreError> {
        let [place, other] = [self.rng.usize(..3), self.rng.usize(..3)];
        let [first, second] = [self.outcomes[place].clone(), self.outcomes[other].clone()];
        let mut outcome = first;
        if place != other && self.rng.bool() && second.merged_into.is_none() && self.is_nothing_merged() {
            outcome.merged_into = Some(second.id);
            outcome.archived_at = Some(moment("2026-08-01T00:00:00Z"));
        } else {
            outcome.sentiment = [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive][other];
        }
        for town in &self.towns {
            town.change(async |unit| unit.put_outcome(&outcome).await).await?;
        }
        self.outcomes[place] = outcome;
        Ok(())
    }

    fn is_nothing_merged(&self) -> bool {
        self.outcomes.iter().all(|outcome| outcome.merged_into.is_none())
    }

    async fn move_away(&mut self) -> Result<(), StoreError> {
        let mut account = self.towns[0].account.clone();
        account.time_zone = TimeZone::parse(ZONES[self.rng.usize(..ZONES.len())]).expect("a zone");
        for town in &self.towns {
            town.change(async |unit| unit.put_account(&account).await).await?;
        }
        Ok(())
    }

    /// Any moment of three years; every other one within two days of a turn of the year, a change of clocks, or a day in the
    /// middle of a month.
    fn moment(&mut self) -> Timestamp {
        let turns = [
            "2023-12-31T23:00:00Z",
            "2024-03-31T01:00:00Z",
            "2025-10-26T01:00:00Z",
            "2026-01-01T08:00:00Z",
            "2026-06-19T00:00:00Z",
        ];
        if self.rng.bool() {
            let turn = moment(turns[self.rng.usize(..turns.len())]);
            return turn + SignedDuration::from_mins(self.rng.i64(-2880..2880));
        }
        moment("2023-07-15T10:00:00Z") + SignedDuration::from_mins(self.rng.i64(0..1_550_000))
    }

    fn someone(&mut self) -> Option<UserId> {
        (self.rng.u32(..6) > 0).then(|| self.a_user().id)
    }

    fn a_user(&mut self) -> User {
        let town = &self.towns[0];
        if self.rng.bool() {
            town.anna.clone()
        } else {
            town.bert.clone()
        }
    }

    fn an_outcome(&mut self) -> Option<TaskOutcome> {
        (self.rng.u32(..6) > 0).then(|| self.outcomes[self.rng.usize(..3)].clone())
    }

    fn filter(&mut self) -> TaskFilter {
        let mut filter = TaskFilter::default();
        if self.rng.bool() {
            let mut ends = [self.moment(), self.moment()];
            ends.sort_unstable();
            filter.completed_at = TimeSpan {
                from: self.rng.bool().then_some(ends[0]),
                until: self.rng.bool().then_some(ends[1]),
            };
        }
        let mut rarely = || self.rng.u32(..4) == 0;
        let [owners, by, types, outcomes, sentiments] = [rarely(), rarely(), rarely(), rarely(), rarely()];
        let [without, kind, recorded, subjects] = [rarely(), rarely(), rarely(), rarely() && rarely()];
        filter.owners = owners.then(|| vec![self.someone(), self.someone()]);
        filter.completed_by = by.then(|| vec![self.a_user().id]);
        filter.task_types = types.then(|| vec![self.towns[0].meeting.id]);
        filter.outcomes = outcomes.then(|| self.an_outcome().into_iter().map(|outcome| outcome.id).collect());
        filter.sentiments = sentiments.then(|| vec![Sentiment::Positive, Sentiment::Neutral]);
        filter.without_outcome = without.then(|| self.rng.bool());
        filter.relates_to = kind.then_some(SubjectKind::Deal);
        filter.subjects = subjects.then(|| vec![Subject::Contact(self.towns[0].clara.id)]);
        filter.basis = if recorded {
            Basis::AsRecorded
        } else {
            Basis::Current
        };
        filter
    }
}

type Told = (
    application::queries::task_overview::Totals,
    Vec<String>,
    Vec<String>,
);

async fn told(
    reading: &dyn Reading,
    filter: &TaskFilter,
    (by, and): (Dimension, Dimension),
    zone: &TimeZone,
) -> Result<Told, StoreError> {
    let row = |group: &Group| format!("{:?} {:?}", group.key, group.totals);
    let totals = reading.task_overview_totals(filter).await?;
    let groups = reading.task_overview_groups(filter, by, zone).await?;
    let pairs = reading.task_overview_pairs(filter, (by, and), zone).await?;
    let mut groups: Vec<_> = groups.iter().map(row).collect();
    let mut pairs: Vec<_> = pairs
        .iter()
        .map(|(key, group)| format!("{key:?} {}", row(group)))
        .collect();
    groups.sort_unstable();
    pairs.sort_unstable();
    Ok((totals, groups, pairs))
}
