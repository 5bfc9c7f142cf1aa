//! An account at work, made through the ports alone: what most behaviours start from.

use std::sync::Arc;

use application::{
    StoreError, Unit,
    confirmation::ConfirmationKey,
    ports::{Reading, Reads},
};
use domain::{
    Account, AssignedOutcomes, Assignments, Completion, Contact, Deal, OutcomeId, Role, Sentiment,
    SettingsState, Subject, Task, TaskOutcome, TaskSettings, TaskType, User, Version,
};
use jiff::Timestamp;

use super::StoreUnderTest;
use crate::builders::{
    a_contact, a_deal, a_task, a_task_type, a_user, an_account, an_outcome, complete, the_beginning,
};

/// An account with two people, a contact, a deal, two task types and three outcomes, all offered for calls and the
/// first for meetings.
#[derive(Clone)]
pub struct Town {
    under_test: StoreUnderTest,
    /// The account.
    pub account: Account,
    /// Anna, an admin.
    pub anna: User,
    /// Bert, a member.
    pub bert: User,
    /// Clara, a contact.
    pub clara: Contact,
    /// A deal with her.
    pub deal: Deal,
    /// The first type.
    pub call: TaskType,
    /// The second type.
    pub meeting: TaskType,
    /// A positive outcome.
    pub sold: TaskOutcome,
    /// A neutral outcome.
    pub later: TaskOutcome,
    /// A negative outcome.
    pub refused: TaskOutcome,
}

impl Town {
    /// Founds it, with Task Outcomes in force.
    pub async fn found(under_test: &StoreUnderTest) -> Result<Self, StoreError> {
        let mut anna = a_user("Anna Ähre");
        anna.role = Role::Admin;
        let clara = a_contact("Clara Süß");
        let mut deal = a_deal("Förderband");
        deal.details.contact = Some(clara.id);
        let town = Self {
            under_test: under_test.clone(),
            account: an_account(),
            anna,
            bert: a_user("Bert Olsen"),
            clara,
            deal,
            call: a_task_type("Call", 0),
            meeting: a_task_type("Meeting", 1),
            sold: an_outcome("Sold", Sentiment::Positive),
            later: an_outcome("Later", Sentiment::Neutral),
            refused: an_outcome("Refused", Sentiment::Negative),
        };
        town.store_all().await?;
        Ok(town)
    }

    /// The same one founded in another store.
    pub async fn twin(&self, under_test: &StoreUnderTest) -> Result<Self, StoreError> {
        let twin = Self {
            under_test: under_test.clone(),
            ..self.clone()
        };
        twin.store_all().await?;
        Ok(twin)
    }

    async fn store_all(&self) -> Result<(), StoreError> {
        let mut unit = self.begin().await?;
        unit.add_account(&self.account, &ConfirmationKey::new([7; 64]))
            .await?;
        for user in [&self.anna, &self.bert] {
            unit.add_user(user).await?;
        }
        unit.add_contact(&self.clara).await?;
        unit.add_deal(&self.deal).await?;
        for task_type in [&self.call, &self.meeting] {
            unit.add_task_type(task_type).await?;
        }
        for outcome in [&self.sold, &self.later, &self.refused] {
            unit.add_outcome(outcome).await?;
        }
        unit.put_settings(&self.in_force(Version::FIRST)).await?;
        unit.commit().await
    }

    /// The settings it is founded with.
    pub fn in_force(&self, version: Version) -> TaskSettings {
        let (sold, later, refused) = (self.sold.id, self.later.id, self.refused.id);
        let assignments = Assignments::from([
            (self.call.id, assigned(&[refused, sold, later])),
            (self.meeting.id, assigned(&[sold])),
        ]);
        let state = SettingsState::Enabled {
            assignments,
            since: the_beginning(),
            by: self.anna.id,
        };
        TaskSettings::restore(state, version)
    }

    /// Opens a unit.
    pub async fn begin(&self) -> Result<Unit, StoreError> {
        self.under_test.store.begin(self.account.id).await
    }

    /// The read side.
    pub fn reads(&self) -> &dyn Reads {
        &*self.under_test.reads
    }

    /// Opens a reading.
    pub fn reading(&self) -> Arc<dyn Reading> {
        self.under_test.reads.open(self.account.id)
    }

    /// Does something in a unit of its own.
    pub async fn change(
        &self,
        work: impl AsyncFnOnce(&mut Unit) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut unit = self.begin().await?;
        work(&mut unit).await?;
        unit.commit().await
    }

    /// A call for the contact, not stored yet.
    pub fn a_call(&self, title: &str) -> Task {
        a_task(title, &self.call, Subject::Contact(self.clara.id))
    }

    /// A meeting for the deal, not stored yet.
    pub fn a_meeting(&self, title: &str) -> Task {
        a_task(title, &self.meeting, Subject::Deal(self.deal.id))
    }

    /// Stores open tasks.
    pub async fn add_tasks(&self, tasks: &[Task]) -> Result<(), StoreError> {
        self.change(async |unit| {
            for task in tasks {
                unit.add_task(task).await?;
            }
            Ok(())
        })
        .await
    }

    /// Stores a task completed at a moment; gives its completion.
    pub async fn add_completed(
        &self,
        task: &mut Task,
        outcome: Option<&TaskOutcome>,
        by: &User,
        at: Timestamp,
    ) -> Result<Completion, StoreError> {
        self.add_tasks(std::slice::from_ref(task)).await?;
        self.complete(task, outcome, by, at).await
    }

    /// Completes a stored open task.
    pub async fn complete(
        &self,
        task: &mut Task,
        outcome: Option<&TaskOutcome>,
        by: &User,
        at: Timestamp,
    ) -> Result<Completion, StoreError> {
        let completion = complete(task, outcome, by, at);
        self.change(async |unit| {
            unit.add_completions(std::slice::from_ref(task)).await?;
            unit.put_tasks(std::slice::from_ref(task)).await
        })
        .await?;
        Ok(completion)
    }
}

/// A list that is as long as lists may be.
pub fn assigned(outcomes: &[OutcomeId]) -> AssignedOutcomes {
    AssignedOutcomes::restore(outcomes.to_vec()).expect("1 to 20 outcomes")
}

/// How a step ended that may have been put off: with what it told, or with what the commit tells.
pub(super) async fn at_the_latest(unit: Unit, step: Result<(), StoreError>) -> Result<(), StoreError> {
    match step {
        Ok(()) => unit.commit().await,
        Err(failure) => {
            unit.rollback().await;
            Err(failure)
        }
    }
}
