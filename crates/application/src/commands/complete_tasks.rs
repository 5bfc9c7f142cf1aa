//! Completing several tasks in one step.

use std::collections::BTreeMap;

use domain::{
    Actor, CompletionRule, Event, InputPath, ObjectId, Task, TaskId, TaskTypeId, fault::Checks, text::Notes,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Commands,
    several_tasks::named_tasks,
    task_fields::{CompletionFields, CompletionRefusal, NotCompleted},
};
use crate::{
    StoreError, Unit,
    errors::use_case_error,
    idempotency::{Recalled, repeatable},
};

/// Complete up to 100 tasks with the same outcome and notes, all or nothing.
#[derive(Debug, Clone, Hash)]
pub struct CompleteTasks {
    /// Which tasks.
    pub tasks: Vec<TaskId>,
    /// How they were done.
    pub how: CompletionFields,
    /// Key under which it can be sent again without being done twice.
    pub idempotency_key: Option<String>,
}

use_case_error! {
    /// Why none of the tasks was completed.
    pub enum CompleteTasksError: FeatureDisabled, Input {
        /// These cannot be completed this way: their places in the input, in order, and why.
        Refused(Vec<(usize, CompletionRefusal)>),
    }
}

repeatable! { CompleteTasks => Vec<Task>, "complete_tasks"; }

impl Commands {
    /// Completes tasks, which come back in the order of the input. Everyone of the account may.
    pub async fn complete_tasks(
        &self,
        actor: &Actor,
        cmd: CompleteTasks,
    ) -> Result<Vec<Task>, CompleteTasksError> {
        self.once(actor, &cmd, async |unit| {
            let mut checks = Checks::new();
            let mut tasks = named_tasks(unit, &cmd.tasks, &mut checks).await?;
            let types = tasks.iter().map(|task| task.task_type).collect();
            let rules = unit.completion_rules(&types).await?;
            if rules.values().any(|rule| rule.admits(cmd.how.outcome).is_err()) {
                return Err(CompleteTasksError::FeatureDisabled);
            }
            let base = InputPath::default();
            let notes = cmd.how.check(unit, rules.values(), &base, &mut checks).await?;
            checks.finish()?;
            let events = self.complete_all(&mut tasks, &rules, &cmd, notes.as_ref(), actor)?;
            unit.add_completions(&tasks).await?;
            unit.put_tasks(&tasks).await?;
            for (at, events) in by_moment(&tasks, events) {
                self.record(unit, Some(actor.user), at, events).await?;
            }
            Ok(tasks)
        })
        .await
    }

    fn complete_all(
        &self,
        tasks: &mut [Task],
        rules: &BTreeMap<TaskTypeId, CompletionRule>,
        cmd: &CompleteTasks,
        notes: Option<&Notes>,
        actor: &Actor,
    ) -> Result<Vec<Event>, CompleteTasksError> {
        let now = self.clock.now();
        let (mut events, mut refusals) = (Vec::with_capacity(tasks.len()), Vec::new());
        for (index, task) in tasks.iter_mut().enumerate() {
            let rule = rules.get(&task.task_type);
            let rule = rule.ok_or_else(|| StoreError::broken("a task type without a rule of completing"))?;
            match self.complete(task, rule, cmd.how.outcome, notes.cloned(), actor, now) {
                Ok(event) => events.push(event),
                Err(NotCompleted::FeatureDisabled) => return Err(CompleteTasksError::FeatureDisabled),
                Err(NotCompleted::Refused(refusal)) => refusals.push((index, refusal)),
            }
        }
        if refusals.is_empty() {
            Ok(events)
        } else {
            Err(CompleteTasksError::Refused(refusals))
        }
    }
}

/// The events by the moment of their completion: nearly always one, unless a task claims to be created later.
fn by_moment(tasks: &[Task], events: Vec<Event>) -> BTreeMap<Timestamp, Vec<Event>> {
    let mut moments: BTreeMap<Timestamp, Vec<Event>> = BTreeMap::new();
    for (task, event) in tasks.iter().zip(events) {
        moments.entry(task.updated_at).or_default().push(event);
    }
    moments
}

impl Recalled for Vec<Task> {
    fn ids(&self) -> Vec<Uuid> {
        self.iter().map(|task| task.id.uuid()).collect()
    }

    async fn recall(unit: &mut Unit, ids: &[Uuid]) -> Result<Result<Self, ObjectId>, StoreError> {
        let ids: Vec<TaskId> = ids.iter().copied().map(TaskId::new).collect();
        let found = unit.tasks(&ids).await?;
        let in_order = ids.iter().map(|id| {
            let task = found.iter().find(|task| task.id == *id);
            task.cloned().ok_or(ObjectId::Task(*id))
        });
        Ok(in_order.collect())
    }
}
