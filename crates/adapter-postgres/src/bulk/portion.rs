//! Part of what an account has, as rows. Made wherever there is time for it, apart from the connection.

use application::confirmation::ConfirmationKey;
use diesel::{ExpressionMethods as _, insert_into};
use domain::{
    Account, AccountId, Completion, Contact, Deal, NewActivity, Task, TaskOutcome, TaskSettings, TaskType,
    User,
};
use jiff::Timestamp;

use super::{BulkError, sheet::Sheet};
use crate::{
    rows::{
        activity::NewActivityRow,
        at,
        catalogue::{OutcomeRow, TaskTypeRow},
        people::{NewAccountRow, UserRow},
        records::{FullContactRow, FullDealRow},
        settings::{SettingsRow, matrices},
        tasks::{CompletionRow, FullTaskRow},
    },
    schema::{
        accounts, activity, assignments, completions, contacts, deals, outcomes, remembered_assignments,
        task_settings, task_types, tasks, users,
    },
};

/// Rows of one account. Whatever they refer to is in the same portion or was loaded before.
#[derive(Debug)]
pub struct Portion {
    account: AccountId,
    accounts: Sheet,
    users: Sheet,
    task_types: Sheet,
    outcomes: Sheet,
    task_settings: Sheet,
    assignments: Sheet,
    remembered: Sheet,
    contacts: Sheet,
    deals: Sheet,
    tasks: Sheet,
    completions: Sheet,
    activity: Sheet,
}

impl Portion {
    /// Nothing yet.
    pub fn new(account: AccountId) -> Self {
        Self {
            account,
            accounts: Sheet::default(),
            users: Sheet::default(),
            task_types: Sheet::default(),
            outcomes: Sheet::default(),
            task_settings: Sheet::default(),
            assignments: Sheet::default(),
            remembered: Sheet::default(),
            contacts: Sheet::default(),
            deals: Sheet::default(),
            tasks: Sheet::default(),
            completions: Sheet::default(),
            activity: Sheet::default(),
        }
    }

    /// The account itself: in its first portion.
    pub(super) fn account(&mut self, account: &Account, key: &ConfirmationKey) -> Result<(), BulkError> {
        let row = NewAccountRow::of(account, key);
        self.accounts.add(&insert_into(accounts::table).values(row))
    }

    /// A person of the team.
    pub fn user(&mut self, user: &User) -> Result<(), BulkError> {
        let row = UserRow::of(self.account, user);
        self.users.add(&insert_into(users::table).values(row))
    }

    /// A task type.
    pub fn task_type(&mut self, task_type: &TaskType) -> Result<(), BulkError> {
        let row = TaskTypeRow::of(self.account, task_type);
        self.task_types.add(&insert_into(task_types::table).values(row))
    }

    /// An outcome. One that was merged comes after the one it was merged into.
    pub fn outcome(&mut self, outcome: &TaskOutcome) -> Result<(), BulkError> {
        let row = OutcomeRow::of(self.account, outcome);
        self.outcomes.add(&insert_into(outcomes::table).values(row))
    }

    /// The settings with their matrix: once for an account.
    pub fn settings(&mut self, settings: &TaskSettings) -> Result<(), BulkError> {
        let row = SettingsRow::of(self.account, settings);
        self.task_settings
            .add(&insert_into(task_settings::table).values(row))?;
        let (offered, remembered) = matrices(settings);
        for (task_type, outcomes) in offered {
            for (position, outcome) in (0_i16..).zip(outcomes.as_slice()) {
                self.assignments.add(&insert_into(assignments::table).values((
                    assignments::account_id.eq(self.account.uuid()),
                    assignments::task_type_id.eq(task_type.uuid()),
                    assignments::position.eq(position),
                    assignments::outcome_id.eq(outcome.uuid()),
                )))?;
            }
        }
        for (task_type, outcomes) in remembered {
            for (position, outcome) in (0_i16..).zip(outcomes.as_slice()) {
                self.remembered
                    .add(&insert_into(remembered_assignments::table).values((
                        remembered_assignments::account_id.eq(self.account.uuid()),
                        remembered_assignments::task_type_id.eq(task_type.uuid()),
                        remembered_assignments::position.eq(position),
                        remembered_assignments::outcome_id.eq(outcome.uuid()),
                    )))?;
            }
        }
        Ok(())
    }

    /// A contact.
    pub fn contact(&mut self, contact: &Contact) -> Result<(), BulkError> {
        let row = FullContactRow::of(self.account, contact);
        self.contacts.add(&insert_into(contacts::table).values(row))
    }

    /// A deal.
    pub fn deal(&mut self, deal: &Deal) -> Result<(), BulkError> {
        let row = FullDealRow::of(self.account, deal);
        self.deals.add(&insert_into(deals::table).values(row))
    }

    /// A task, with its current completion if it is completed.
    pub fn task(&mut self, task: &Task) -> Result<(), BulkError> {
        let row = FullTaskRow::of(self.account, task);
        self.tasks.add(&insert_into(tasks::table).values(row))?;
        match task.completion() {
            Some(completion) => self.completion(task, completion, None),
            None => Ok(()),
        }
    }

    /// A completion of the task that is no longer current since this moment.
    pub fn superseded(
        &mut self,
        task: &Task,
        completion: &Completion,
        since: Timestamp,
    ) -> Result<(), BulkError> {
        self.completion(task, completion, Some(since))
    }

    /// An entry of the history.
    pub fn activity(&mut self, entry: &NewActivity) -> Result<(), BulkError> {
        let row = NewActivityRow::of(self.account, entry);
        self.activity.add(&insert_into(activity::table).values(row))
    }

    fn completion(
        &mut self,
        task: &Task,
        completion: &Completion,
        superseded_at: Option<Timestamp>,
    ) -> Result<(), BulkError> {
        let row = CompletionRow::of(self.account, task, completion);
        let values = (row, completions::superseded_at.eq(superseded_at.map(at)));
        self.completions
            .add(&insert_into(completions::table).values(values))
    }

    /// Those that others refer to come first.
    pub(super) fn sheets(self) -> [Sheet; 12] {
        [
            self.accounts,
            self.users,
            self.task_types,
            self.outcomes,
            self.task_settings,
            self.assignments,
            self.remembered,
            self.contacts,
            self.deals,
            self.tasks,
            self.completions,
            self.activity,
        ]
    }
}
