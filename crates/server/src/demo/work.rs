//! Writes the contacts, deals and tasks that were planned for the German demo account, several at a time.

use std::sync::Arc;

use application::{
    commands::{
        CompleteTask, CompletionFields, ContactFields, CreateContact, CreateDeal, CreateTask, DealFields,
        DealPatch, MoneyFields, ReopenTask, TaskFields, UpdateDeal,
    },
    ports::Store,
};
use domain::{ContactId, DealId, DealStatus, Patch, Subject, TaskId};

use super::nordwind::{Written, at};
use super::planned::{PlannedCompletion, PlannedDue, PlannedSubject, PlannedTask};
use super::records::{Closing, PlannedContact, PlannedDeal};
use super::scribe::{Scribe, done, in_streams};

const CONTACT: u64 = 20;
const DEAL: u64 = 21;
const CLOSING: u64 = 22;
const TASK: u64 = 23;
const COMPLETION: u64 = 24;
const REOPENING: u64 = 25;

/// Where to write, and with how many streams.
#[derive(Clone)]
pub(super) struct Press {
    pub(super) store: Arc<dyn Store>,
    pub(super) streams: usize,
}

impl Press {
    pub(super) async fn contacts(
        &self,
        written: &Arc<Written>,
        contacts: &[PlannedContact],
    ) -> anyhow::Result<Vec<ContactId>> {
        let (jobs, written) = ((0_u64..).zip(contacts.to_vec()), Arc::clone(written));
        let write = move |scribe, (number, planned)| contact(scribe, Arc::clone(&written), number, planned);
        in_streams(&self.store, self.streams, jobs, write).await
    }

    pub(super) async fn deals(
        &self,
        written: &Arc<Written>,
        deals: &[PlannedDeal],
    ) -> anyhow::Result<Vec<DealId>> {
        let (jobs, written) = ((0_u64..).zip(deals.to_vec()), Arc::clone(written));
        let write = move |scribe, (number, planned)| deal(scribe, Arc::clone(&written), number, planned);
        in_streams(&self.store, self.streams, jobs, write).await
    }

    /// Numbers name the steps, so no two tasks of an account have the same one.
    pub(super) async fn tasks(
        &self,
        written: &Arc<Written>,
        tasks: Vec<(u64, PlannedTask)>,
    ) -> anyhow::Result<()> {
        let written = Arc::clone(written);
        let write = move |scribe, (number, planned)| task(scribe, Arc::clone(&written), number, planned);
        in_streams(&self.store, self.streams, tasks, write)
            .await
            .map(drop)
    }
}

async fn contact(
    scribe: Scribe,
    written: Arc<Written>,
    number: u64,
    planned: PlannedContact,
) -> anyhow::Result<ContactId> {
    let actor = written.actor(planned.owner)?;
    let new = CreateContact {
        idempotency_key: None,
        fields: ContactFields {
            name: planned.name,
            email: Some(planned.email),
            phone: Some(planned.phone),
            company: Some(planned.company.to_owned()),
            owner: Some(actor.user),
            external_id: Some(planned.external_id),
        },
    };
    let commands = scribe.at(planned.created_at, &[CONTACT, number]);
    Ok(done(commands.create_contact(&actor, new).await, "create a contact")?.id)
}

async fn deal(
    scribe: Scribe,
    written: Arc<Written>,
    number: u64,
    planned: PlannedDeal,
) -> anyhow::Result<DealId> {
    let actor = written.actor(planned.owner)?;
    let new = CreateDeal {
        idempotency_key: None,
        fields: DealFields {
            name: planned.name,
            contact: Some(at(&written.contacts, planned.contact)?),
            value: Some(MoneyFields {
                amount: planned.amount,
                currency: "EUR".to_owned(),
            }),
            stage: Some(planned.stage.to_owned()),
            status: DealStatus::Open,
            owner: Some(actor.user),
            external_id: None,
        },
    };
    let commands = scribe.at(planned.created_at, &[DEAL, number]);
    let deal = done(commands.create_deal(&actor, new).await, "create a deal")?.id;
    if let Some(Closing { at, is_won }) = planned.closing {
        let changes = DealPatch {
            status: Patch::Set(if is_won { DealStatus::Won } else { DealStatus::Lost }),
            stage: Patch::Set(Some("Abschluss".to_owned())),
            ..DealPatch::default()
        };
        let closing = UpdateDeal {
            deal,
            changes,
            expected_version: None,
        };
        let closed = scribe
            .at(at, &[CLOSING, number])
            .update_deal(&actor, closing)
            .await;
        done(closed, "close a deal")?;
    }
    Ok(deal)
}

async fn task(
    scribe: Scribe,
    written: Arc<Written>,
    number: u64,
    planned: PlannedTask,
) -> anyhow::Result<()> {
    let creator = written.actor(planned.creator)?;
    let subject = match planned.subject {
        PlannedSubject::Contact(place) => Subject::Contact(at(&written.contacts, place)?),
        PlannedSubject::Deal(place) => Subject::Deal(at(&written.deals, place)?),
    };
    let (due_on, due_at) = match planned.due {
        PlannedDue::Never => (None, None),
        PlannedDue::On(day) => (Some(day), None),
        PlannedDue::At(moment) => (None, Some(moment)),
    };
    let new = CreateTask {
        fields: TaskFields {
            title: planned.title,
            description: planned.description,
            task_type: written.task_type(planned.kind)?,
            owner: Patch::Set(planned.owner.map(|owner| written.user(owner)).transpose()?),
            due_on,
            due_at,
        },
        idempotency_key: None,
        completion: None,
        subject,
    };
    let commands = scribe.at(planned.created_at, &[TASK, number]);
    let task = done(commands.create_task(&creator, new).await, "create a task")?.id;
    for (try_number, completion) in (0_u64..).zip(planned.completions) {
        complete(&scribe, &written, task, &[number, try_number], completion).await?;
    }
    Ok(())
}

async fn complete(
    scribe: &Scribe,
    written: &Written,
    task: TaskId,
    step: &[u64; 2],
    planned: PlannedCompletion,
) -> anyhow::Result<()> {
    let (actor, [number, try_number]) = (written.actor(planned.by)?, *step);
    let completing = CompleteTask {
        how: CompletionFields {
            outcome: planned.outcome.map(|place| written.outcome(place)).transpose()?,
            notes: planned.notes,
        },
        idempotency_key: None,
        follow_up: None,
        task,
        expected_version: None,
    };
    let commands = scribe.at(planned.at, &[COMPLETION, number, try_number]);
    done(
        commands.complete_task(&actor, completing).await,
        "complete a task",
    )?;
    if let Some(reopening) = planned.reopening {
        let reopen = ReopenTask {
            task,
            reason: Some(reopening.reason.to_owned()),
            task_type: None,
            expected_version: None,
        };
        let commands = scribe.at(reopening.at, &[REOPENING, number, try_number]);
        done(commands.reopen_task(&actor, reopen).await, "reopen a task")?;
    }
    Ok(())
}
