//! Removes what tells who a person was.

use std::collections::BTreeSet;

use application::{StoreError, ports::Erasure};
use async_trait::async_trait;
use domain::{
    ActivityKind, ContactId, NewActivity, Subject, Task, TaskId, TaskState, TaskTypeId, text::TaskTitle,
};
use jiff::Timestamp;

use crate::{
    state::{CompletionRecord, State, broken},
    store::MemoryUnit,
};

#[async_trait]
impl Erasure for MemoryUnit {
    async fn open_tasks_about(
        &mut self,
        contact: ContactId,
    ) -> Result<Vec<(TaskId, TaskTypeId)>, StoreError> {
        let about = self.state.tasks.values();
        let open = about.filter(|task| task.is_open() && task.subject == Subject::Contact(contact));
        Ok(open.map(|task| (task.id, task.task_type)).collect())
    }

    async fn erase_contact(&mut self, contact: ContactId, at: Timestamp) -> Result<(), StoreError> {
        if self.state.contacts.remove(&contact).is_none() {
            return self.noted(Err(broken("a contact to be erased is missing")));
        }
        self.state.erased_contacts.insert(contact);
        erase_tasks(&mut self.state, contact, at);
        erase_history(&mut self.state, contact);
        Ok(())
    }
}

fn erase_tasks(state: &mut State, contact: ContactId, at: Timestamp) {
    let is_about = |task: &Task| task.subject == Subject::Contact(contact);
    let mut about = BTreeSet::new();
    let mut erase = |task: &mut Task| {
        about.insert(task.id);
        task.title = TaskTitle::restore(String::new());
        task.description = None;
        task.version = task.version.next();
        task.updated_at = at;
        if let TaskState::Completed(completion) = &mut task.state {
            completion.notes = None;
        }
    };
    state.tasks.change(is_about, &mut erase);
    state.deleted_tasks.change(is_about, &mut erase);
    let is_open = |task: &Task| task.is_open() && is_about(task);
    for task in state.tasks.values().filter(|task| is_open(task)) {
        state.deleted_tasks.insert(task.id, task.clone());
    }
    state.tasks.retain(|task| !is_open(task));
    let of_them = |record: &CompletionRecord| about.contains(&record.task);
    state
        .completions
        .change(of_them, |record| record.completion.notes = None);
}

fn erase_history(state: &mut State, contact: ContactId) {
    let subject = Some(Subject::Contact(contact));
    let events = state.activities.values().map(|entry| &entry.activity.event);
    let own = events.filter(|event| event.subject == subject && event.kind == ActivityKind::ContactChanged);
    let names: BTreeSet<String> = own.map(|event| event.title.clone()).collect();
    state
        .activities
        .change(|entry| entry.activity.event.subject == subject, blank);
    let of_deals = |entry: &NewActivity| entry.activity.event.kind == ActivityKind::DealChanged;
    state
        .activities
        .change(of_deals, |entry| forget_names(entry, &names));
}

fn blank(entry: &mut NewActivity) {
    let event = &mut entry.activity.event;
    event.title.clear();
    event.notes = None;
    event.reason = None;
    event.changes.clear();
    entry.search_text.clear();
}

fn forget_names(entry: &mut NewActivity, names: &BTreeSet<String>) {
    let changes = entry.activity.event.changes.iter_mut();
    for change in changes.filter(|change| change.field == "contact") {
        for value in [&mut change.before, &mut change.after] {
            value.take_if(|name| names.contains(name));
        }
    }
}
