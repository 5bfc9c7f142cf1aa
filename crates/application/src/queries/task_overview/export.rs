//! The tasks of a report with the names of what they refer to, in portions, for files.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Catalogue, Completion, ContactId, DealId, Subject, Task, UserId};

use super::TaskOverview;
use crate::{
    StoreError,
    page::{Cursor, PageRequest},
    queries::{Session, tasks::Basis},
};

/// How many tasks come at once: so many are in memory, however long the file gets.
pub const PORTION: u16 = 1_000;

/// One completed task and the names of what it refers to, as they are today.
#[derive(Debug, Clone)]
pub struct ExportedTask {
    /// The task.
    pub task: Task,
    /// How it was completed.
    pub completion: Completion,
    /// Name of the contact or deal; `None` for a contact that was erased.
    pub subject: Option<String>,
    /// Name of the task type.
    pub task_type: String,
    /// Name of the owner at the moment of completion.
    pub owner: Option<String>,
    /// Name of the completer.
    pub completed_by: String,
    /// Label of the outcome, as the report counts it.
    pub outcome: Option<String>,
    /// Sentiment of the outcome, as the report counts it.
    pub sentiment: Option<domain::Sentiment>,
}

/// Goes through the tasks of a report, newest first, all of one moment.
pub struct Export {
    session: Session,
    report: TaskOverview,
    catalogue: Catalogue,
    after: Option<Cursor>,
    is_done: bool,
}

impl Session {
    /// Begins to export the tasks of a report. The session belongs to the export, which gives back what it holds.
    pub async fn export_task_overview(self, report: TaskOverview) -> Result<Export, StoreError> {
        Ok(Export {
            catalogue: self.reading.catalogue().await?,
            session: self,
            report,
            after: None,
            is_done: false,
        })
    }
}

impl Export {
    /// The next tasks; none when there are no more.
    pub async fn next(&mut self) -> Result<Vec<ExportedTask>, StoreError> {
        if self.is_done {
            return Ok(Vec::new());
        }
        let request = PageRequest {
            after: self.after.take(),
            ..PageRequest::first(PORTION.into())
        };
        let order = TaskOverview::DRILL_DOWN;
        let page = self
            .session
            .reading
            .tasks(&self.report.filter, order, &request)
            .await?;
        self.is_done = !page.has_next_page;
        self.after = page.items.last().map(|task| order.cursor(task));
        let names = self.names(&page.items).await?;
        page.items
            .into_iter()
            .map(|task| self.told(task, &names))
            .collect()
    }

    /// Gives back what it holds.
    pub async fn close(&self) {
        self.session.close().await;
    }

    async fn names(&self, tasks: &[Task]) -> Result<Names, StoreError> {
        let reading = &self.session.reading;
        let people = tasks
            .iter()
            .filter_map(Task::completion)
            .flat_map(|completion| completion.owner.into_iter().chain([completion.completed_by]));
        let people: BTreeSet<UserId> = people.collect();
        let contacts: BTreeSet<ContactId> = tasks.iter().filter_map(|task| task.subject.contact()).collect();
        let deals: BTreeSet<DealId> = tasks.iter().filter_map(|task| task.subject.deal()).collect();
        let people = reading.users_by_id(&Vec::from_iter(people)).await?;
        let contacts = reading
            .contacts_by_id(&Vec::from_iter(contacts))
            .await?
            .into_iter();
        let contacts = contacts.map(|contact| {
            let name = contact.details.name.as_str().to_owned();
            (Subject::Contact(contact.id), name)
        });
        let deals = reading.deals_by_id(&Vec::from_iter(deals)).await?.into_iter();
        let deals = deals.map(|deal| (Subject::Deal(deal.id), deal.details.name.as_str().to_owned()));
        Ok(Names {
            people: people
                .into_iter()
                .map(|user| (user.id, user.name.as_str().to_owned()))
                .collect(),
            subjects: contacts.chain(deals).collect(),
        })
    }

    fn told(&self, task: Task, names: &Names) -> Result<ExportedTask, StoreError> {
        let completion = task.completion().cloned();
        let completion = completion.ok_or_else(|| StoreError::broken("an open task in the report"))?;
        let recorded = completion
            .outcome
            .as_ref()
            .and_then(|recorded| self.catalogue.outcome(recorded.id));
        let current = recorded.map(|recorded| {
            let target = recorded.merged_into.and_then(|id| self.catalogue.outcome(id));
            target.unwrap_or(recorded)
        });
        let counted = match self.report.filter.basis {
            Basis::Current => current.map(|outcome| (&outcome.label, outcome.sentiment)),
            Basis::AsRecorded => completion.outcome.as_ref().map(|one| (&one.label, one.sentiment)),
        };
        let task_type = self.catalogue.task_type(completion.task_type);
        let person = |id: UserId| names.people.get(&id).cloned().unwrap_or_default();
        Ok(ExportedTask {
            subject: names.subjects.get(&task.subject).cloned(),
            task_type: task_type
                .map(|found| found.name.as_str().to_owned())
                .unwrap_or_default(),
            owner: completion.owner.map(person),
            completed_by: person(completion.completed_by),
            outcome: counted.map(|(label, _)| label.as_str().to_owned()),
            sentiment: counted.map(|(_, sentiment)| sentiment),
            task,
            completion,
        })
    }
}

/// Names of people, contacts and deals; who was erased has none.
struct Names {
    people: BTreeMap<UserId, String>,
    subjects: BTreeMap<Subject, String>,
}
