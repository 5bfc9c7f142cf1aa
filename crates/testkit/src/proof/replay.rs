//! I11: the history, told again from its beginning, ends in what the tasks are now, one entry for each version.

use std::collections::BTreeMap;

use application::{
    StoreError,
    ports::Reading,
    queries::{
        activities::{ActivityFilter, ActivityOrder},
        tasks::{TaskFilter, TaskStatus},
    },
};
use domain::{
    Activity, ActivityKind, Event, RecordedOutcome, Task, TaskId, TaskTypeId, UserId, activity::Change,
    text::Notes,
};
use jiff::Timestamp;

/// A task as the entries read so far tell it.
#[derive(Debug)]
struct Told {
    title: String,
    task_type: Option<TaskTypeId>,
    completion: Option<ToldCompletion>,
    is_deleted: bool,
    /// Values of the fields that were changed, by the name of the field.
    fields: BTreeMap<String, Option<String>>,
    entries: i32,
}

#[derive(Debug, Clone, PartialEq)]
struct ToldCompletion {
    outcome: Option<RecordedOutcome>,
    notes: Option<Notes>,
    at: Timestamp,
    by: Option<UserId>,
}

#[derive(Default)]
struct History {
    tasks: BTreeMap<TaskId, Told>,
    contradictions: Vec<String>,
}

pub(super) async fn contradictions(reading: &dyn Reading) -> Result<Vec<String>, StoreError> {
    let (all, order) = (ActivityFilter::default(), ActivityOrder::OldestFirst);
    let entries = super::whole(
        async |page| reading.activities(&all, order, &page).await,
        |entry| order.cursor(entry),
    );
    let mut history = History::default();
    for entry in &entries.await? {
        history.tell(entry);
    }
    history.compare(reading).await?;
    Ok(history.contradictions)
}

impl History {
    fn tell(&mut self, entry: &Activity) {
        let Some(id) = entry.event.task else { return };
        if entry.event.kind == ActivityKind::TaskCreated {
            let told = Told::created(&entry.event);
            if self.tasks.insert(id, told).is_some() {
                self.contradict(id, entry, "was created twice");
            }
            return;
        }
        let fault = match self.tasks.get_mut(&id) {
            None => Some("was changed before it was created".to_owned()),
            Some(told) => told.apply(entry).err(),
        };
        if let Some(fault) = fault {
            self.contradict(id, entry, &fault);
        }
    }

    fn contradict(&mut self, id: TaskId, entry: &Activity, fault: &str) {
        self.contradictions.push(format!(
            "I11: {id:?} {fault}: {:?} at {}",
            entry.event.kind, entry.occurred_at
        ));
    }

    async fn compare(&mut self, reading: &dyn Reading) -> Result<(), StoreError> {
        let told: Vec<TaskId> = self.tasks.keys().copied().collect();
        let mut found = BTreeMap::new();
        for ids in told.chunks(100) {
            let tasks = reading.tasks_by_id(ids).await?;
            found.extend(tasks.into_iter().map(|task| (task.id, task)));
        }
        let differences = self
            .tasks
            .iter()
            .flat_map(|(id, told)| told.differences(*id, found.get(id)));
        let differences: Vec<_> = differences.collect();
        self.contradictions.extend(differences);
        let everything = TaskFilter {
            statuses: Some(vec![TaskStatus::Open, TaskStatus::Completed]),
            ..TaskFilter::default()
        };
        let (present, known) = (reading.task_count(&everything).await?, found.len());
        if present != u64::try_from(known).unwrap() {
            self.contradictions.push(format!(
                "I11: there are {present} tasks, and the history knows {known}"
            ));
        }
        Ok(())
    }
}

impl Told {
    fn created(event: &Event) -> Self {
        let mut told = Self {
            title: event.title.clone(),
            task_type: event.task_type,
            completion: None,
            is_deleted: false,
            fields: BTreeMap::new(),
            entries: 1,
        };
        told.fields.insert("title".to_owned(), Some(event.title.clone()));
        told
    }

    fn apply(&mut self, entry: &Activity) -> Result<(), String> {
        if self.is_deleted {
            return Err("was changed after it was deleted".to_owned());
        }
        self.entries += 1;
        let event = &entry.event;
        self.title.clone_from(&event.title);
        self.task_type = event.task_type;
        for change in &event.changes {
            self.change(change)?;
        }
        self.step(entry)
    }

    /// What an entry says was before is what the entries before it left. Types go by their ids: their names may have
    /// changed in between.
    fn change(&mut self, change: &Change) -> Result<(), String> {
        if change.field == "type" {
            return Ok(());
        }
        let known = self.fields.insert(change.field.clone(), change.after.clone());
        match known {
            Some(known) if known != change.before => Err(format!(
                "has in `{}` {:?} before it changed, and not {known:?}",
                change.field, change.before
            )),
            Some(_) | None => Ok(()),
        }
    }

    fn step(&mut self, entry: &Activity) -> Result<(), String> {
        let event = &entry.event;
        match (event.kind, self.completion.take()) {
            (ActivityKind::TaskUpdated, None) | (ActivityKind::TaskReopened, Some(_)) => {}
            (ActivityKind::TaskCompleted, None) => {
                self.completion = Some(ToldCompletion {
                    outcome: event.outcome.clone(),
                    notes: event.notes.clone(),
                    at: entry.occurred_at,
                    by: entry.actor,
                });
                let label = event.outcome.as_ref().map(|one| one.label.as_str().to_owned());
                self.fields.insert("outcome".to_owned(), label);
                // What a completion before it noted went with its reopening.
                let notes = event.notes.as_ref().map(|notes| notes.as_str().to_owned());
                self.fields.insert("notes".to_owned(), notes);
            }
            (ActivityKind::TaskCompletionCorrected, Some(before)) => {
                self.completion = Some(ToldCompletion {
                    outcome: event.outcome.clone(),
                    notes: event.notes.clone(),
                    ..before
                });
            }
            (ActivityKind::TaskDeleted, _) => self.is_deleted = true,
            (kind, completion) => {
                let state = if completion.is_some() { "completed" } else { "open" };
                return Err(format!("was {state} before {kind:?}"));
            }
        }
        Ok(())
    }

    fn differences(&self, id: TaskId, found: Option<&Task>) -> Vec<String> {
        let Some(task) = found else {
            let gone =
                (!self.is_deleted).then(|| format!("I11: {id:?} is gone, and the history does not say so"));
            return gone.into_iter().collect();
        };
        let completion = task.completion().map(|completion| ToldCompletion {
            outcome: completion.outcome.clone(),
            notes: completion.notes.clone(),
            at: completion.completed_at,
            by: Some(completion.completed_by),
        });
        let text = |field: &str| self.fields.get(field);
        let description = task.description.as_ref().map(|text| text.as_str().to_owned());
        let due = task.due.map(domain::Due::text);
        // The entry of an erasure names the contact, and none of its tasks.
        let erasure = i32::from(task.title.as_str().is_empty());
        let holds = [
            ("title", task.title.as_str() == self.title),
            ("type", Some(task.task_type) == self.task_type),
            ("completion", completion == self.completion),
            ("deletion", !self.is_deleted),
            (
                "description",
                text("description").is_none_or(|told| *told == description),
            ),
            ("due", text("due").is_none_or(|told| *told == due)),
            (
                "number of entries",
                task.version.number() == self.entries + erasure,
            ),
        ];
        let wrong = holds.into_iter().filter(|(_, holds)| !holds);
        wrong
            .map(|(what, _)| {
                format!("I11: the {what} of {id:?} is not what the history tells: {task:?}, {self:?}")
            })
            .collect()
    }
}
