//! Writes tasks and the acts of completing them.

use std::collections::{BTreeMap, BTreeSet};

use application::{
    StoreError,
    ports::{Contacts as _, Deals as _, Settings as _, TaskToComplete, Tasks},
};
use async_trait::async_trait;
use domain::{CompletionId, Due, Subject, Task, TaskId, TaskTypeId, Version};
use jiff::{Timestamp, civil::Date};

use super::{add, put};
use crate::{
    state::{CompletionRecord, broken},
    store::MemoryUnit,
};

#[async_trait]
impl Tasks for MemoryUnit {
    async fn task(&mut self, id: TaskId) -> Result<Option<Task>, StoreError> {
        let task = self.state.task(id);
        let task = self.noted(task)?;
        Ok(task.filter(|task| self.state.can_be_changed(task)))
    }

    async fn task_to_complete(&mut self, id: TaskId) -> Result<Option<TaskToComplete>, StoreError> {
        let Some(task) = self.task(id).await? else {
            return Ok(None);
        };
        let rule = self
            .completion_rules(&[task.task_type].into())
            .await?
            .remove(&task.task_type);
        let name = match task.subject {
            Subject::Contact(id) => self.contact_names(&[id]).await?.pop().map(|(_, name)| name),
            Subject::Deal(id) => self.deal_names(&[id]).await?.pop().map(|(_, name)| name),
        };
        let found = rule.zip(name).map(|(rule, subject_name)| TaskToComplete {
            task,
            rule,
            subject_name,
        });
        Ok(found)
    }

    async fn tasks(&mut self, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
        let named = ids.iter().copied().collect::<BTreeSet<_>>().into_iter();
        let tasks = named.filter_map(|id| self.state.task(id).transpose()).collect();
        let mut tasks: Vec<Task> = self.noted(tasks)?;
        tasks.retain(|task| self.state.can_be_changed(task));
        Ok(tasks)
    }

    async fn type_of_task(&mut self, id: TaskId) -> Result<Option<TaskTypeId>, StoreError> {
        let task = self.state.tasks.get(&id);
        Ok(task
            .filter(|task| self.state.can_be_changed(task))
            .map(|task| task.task_type))
    }

    async fn open_task_count(&mut self, task_type: TaskTypeId) -> Result<usize, StoreError> {
        Ok(self.open_tasks(task_type).await?.len())
    }

    async fn open_tasks(&mut self, task_type: TaskTypeId) -> Result<Vec<Task>, StoreError> {
        let tasks = self.state.tasks.values();
        let open = tasks.filter(|task| task.is_open() && task.task_type == task_type);
        Ok(open.cloned().collect())
    }

    async fn due_days_of_open_tasks(&mut self) -> Result<Vec<Date>, StoreError> {
        let open = self.state.tasks.values().filter(|task| task.is_open());
        let days: BTreeSet<Date> = open.filter_map(due_day).collect();
        Ok(days.into_iter().collect())
    }

    async fn put_overdue_from(&mut self, moments: &BTreeMap<Date, Timestamp>) -> Result<(), StoreError> {
        let tasks = self.state.tasks.values().filter(|task| task.is_open());
        let moved = tasks.filter_map(|task| Some((task.id, *moments.get(&due_day(task)?)?)));
        for (id, from) in moved.collect::<Vec<_>>() {
            if let Some(task) = self.state.tasks.get_mut(&id) {
                task.overdue_from = Some(from);
            }
        }
        Ok(())
    }

    async fn add_task(&mut self, task: &Task) -> Result<(), StoreError> {
        let added = add(&mut self.state.tasks, task.id, task.clone());
        self.noted(added)
    }

    async fn put_tasks(&mut self, tasks: &[Task]) -> Result<(), StoreError> {
        for task in tasks {
            let put = put(&mut self.state.tasks, &task.id, task.clone());
            self.noted(put)?;
        }
        Ok(())
    }

    async fn put_completed(&mut self, task: &Task, read: Version) -> Result<(), StoreError> {
        let settings = self.settings().await?.version();
        let stored = self.state.tasks.get(&task.id);
        let is_as_read =
            stored.is_some_and(|stored| (stored.version, stored.overdue_from) == (read, task.overdue_from));
        let went_by = task.completion().map(|completion| completion.settings_version);
        if !is_as_read || went_by != Some(settings) {
            return self.noted(Err(StoreError::Conflict));
        }
        self.add_completions(std::slice::from_ref(task)).await?;
        self.put_tasks(std::slice::from_ref(task)).await
    }

    async fn add_completions(&mut self, tasks: &[Task]) -> Result<(), StoreError> {
        for task in tasks {
            let added = self.add_completion(task);
            self.noted(added)?;
        }
        Ok(())
    }

    async fn supersede_completion(&mut self, id: CompletionId, at: Timestamp) -> Result<(), StoreError> {
        let record = self.state.completions.get_mut(&id);
        match record.filter(|record| record.superseded_at.is_none()) {
            Some(record) => {
                record.superseded_at = Some(at);
                self.state.current.remove(&record.task);
                Ok(())
            }
            None => self.noted(Err(broken("a current completion is missing"))),
        }
    }

    async fn delete_task(&mut self, task: &Task) -> Result<(), StoreError> {
        let gone = self.state.tasks.remove(&task.id);
        let gone = gone.ok_or_else(|| broken("a task to be deleted is missing"));
        self.noted(gone)?;
        self.state.deleted_tasks.insert(task.id, task.clone());
        Ok(())
    }
}

impl MemoryUnit {
    fn add_completion(&mut self, task: &Task) -> Result<(), StoreError> {
        let completion = task.completion();
        let completion = completion.ok_or_else(|| broken("an open task has no completion to be added"))?;
        if self.state.current_completion(task.id).is_some() {
            return Err(StoreError::Conflict);
        }
        let record = CompletionRecord {
            task: task.id,
            completion: completion.clone(),
            superseded_at: None,
        };
        add(&mut self.state.completions, completion.id, record)?;
        self.state.current.insert(task.id, completion.id);
        Ok(())
    }
}

/// The day a task is due on, if it is due on a day.
fn due_day(task: &Task) -> Option<Date> {
    match task.due {
        Some(Due::On(day)) => Some(day),
        Some(Due::At(_)) | None => None,
    }
}
