//! Writes down rows and what is told about them, and hands them on in portions.

use adapter_postgres::bulk::Portion;
use domain::{AccountId, ActivityId, Event, NewActivity, UserId};
use jiff::Timestamp;

use super::ids::Ids;

/// How many things go into a portion: enough for COPY, little enough to wait in memory.
const PORTION: u32 = 4_000;

/// Takes a portion with the number of its tasks.
pub(super) type Taker<'a> = dyn FnMut(Portion, u64) -> anyhow::Result<()> + 'a;

/// Writes for one account.
pub(super) struct Scribe<'a> {
    pub(super) ids: Ids,
    account: AccountId,
    portion: Portion,
    things: u32,
    tasks: u64,
    take: &'a mut Taker<'a>,
}

impl<'a> Scribe<'a> {
    pub(super) fn new(account: AccountId, ids: Ids, take: &'a mut Taker<'a>) -> Self {
        Self {
            ids,
            account,
            portion: Portion::new(account),
            things: 0,
            tasks: 0,
            take,
        }
    }

    /// The rows to add to. What is added together belongs together: a portion is handed on between two calls only.
    pub(super) fn rows(&mut self) -> &mut Portion {
        &mut self.portion
    }

    /// Tells what happened, as a use case records it.
    pub(super) fn record(
        &mut self,
        event: Event,
        at: Timestamp,
        by: Option<UserId>,
        subject_name: Option<&str>,
    ) -> anyhow::Result<()> {
        let id = ActivityId::new(self.ids.at(at));
        Ok(self
            .portion
            .activity(&NewActivity::of(event, id, at, by, subject_name))?)
    }

    /// One more thing is written down, and maybe a task.
    pub(super) fn next(&mut self, is_task: bool) -> anyhow::Result<()> {
        self.tasks += u64::from(is_task);
        self.things += 1;
        if self.things < PORTION {
            Ok(())
        } else {
            self.hand_on()
        }
    }

    /// Hands on what there is.
    pub(super) fn hand_on(&mut self) -> anyhow::Result<()> {
        let portion = std::mem::replace(&mut self.portion, Portion::new(self.account));
        self.things = 0;
        (self.take)(portion, std::mem::take(&mut self.tasks))
    }
}
