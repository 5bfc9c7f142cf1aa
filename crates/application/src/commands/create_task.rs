//! Creating a task.

use domain::{
    Actor, Due, InputPath, Patch, Subject, Task, TaskId, TaskTypeId, UserId,
    fault::{Checks, Fault},
    task::NewTask,
    text::{Description, TaskTitle},
};
use jiff::{Timestamp, civil::Date};

use super::{
    Commands,
    known::{check_owner, subject_names, time_zone},
};
use crate::{StoreError, Unit, errors::use_case_error};

/// Create a task for a contact or a deal.
#[derive(Debug, Clone)]
pub struct CreateTask {
    /// What is to be done, in a few words.
    pub title: String,
    /// What is to be done, in more words.
    pub description: Option<String>,
    /// What the task relates to.
    pub subject: Subject,
    /// Kind of the task.
    pub task_type: TaskTypeId,
    /// Who has to do it; the actor when kept.
    pub owner: Patch<Option<UserId>>,
    /// The day it is due; not together with `due_at`.
    pub due_on: Option<Date>,
    /// The moment it is due; not together with `due_on`.
    pub due_at: Option<Timestamp>,
}

use_case_error! {
    /// Why a task was not created.
    pub enum CreateTaskError: Input {}
}

impl Commands {
    /// Creates an open task. Everyone of the account may.
    pub async fn create_task(&self, actor: &Actor, cmd: CreateTask) -> Result<Task, CreateTaskError> {
        self.in_unit(actor.account, async |unit| {
            let owner = cmd.owner.clone().or(Some(actor.user));
            let mut checks = Checks::new();
            let title = checks.take(InputPath::field("title"), TaskTitle::parse(&cmd.title));
            let description = cmd.description.as_deref().map(Description::parse);
            let description = checks.take_opt(InputPath::field("description"), description);
            let due = checks.take(
                due_path(cmd.due_on, cmd.due_at),
                Due::parse(cmd.due_on, cmd.due_at),
            );
            check_task_type(unit, cmd.task_type, &mut checks).await?;
            check_subject(unit, cmd.subject, &mut checks).await?;
            check_owner(unit, owner, &mut checks).await?;
            let (title, due) = checks.finish_with(title.zip(due))?;
            let new = NewTask {
                id: TaskId::new(self.ids.next()),
                title,
                description: description.flatten(),
                task_type: cmd.task_type,
                subject: cmd.subject,
                owner,
                due,
                created_by: Some(actor.user),
            };
            let zone = time_zone(unit).await?;
            let now = self.clock.now();
            let (task, event) = Task::create(new, &zone, now);
            unit.add_task(&task).await?;
            self.record(unit, Some(actor.user), now, [event]).await?;
            Ok(task)
        })
        .await
    }
}

/// Where a fault of the due time stands: at the day, if only that was given.
pub(super) fn due_path(due_on: Option<Date>, due_at: Option<Timestamp>) -> InputPath {
    InputPath::field(if due_on.is_some() && due_at.is_none() {
        "due_on"
    } else {
        "due_at"
    })
}

/// Notes a fault unless tasks can be open in the type, which then stays so.
pub(super) async fn check_task_type(
    unit: &mut Unit,
    id: TaskTypeId,
    checks: &mut Checks,
) -> Result<Option<domain::TaskType>, StoreError> {
    let found = unit.task_type_to_open_in(id).await?;
    let path = InputPath::field("task_type_id");
    match &found {
        None => checks.fault(path, Fault::NotFound(id.into())),
        Some(task_type) if !task_type.is_active() => checks.fault(path, Fault::Archived),
        Some(_) => (),
    }
    Ok(found)
}

async fn check_subject(unit: &mut Unit, subject: Subject, checks: &mut Checks) -> Result<(), StoreError> {
    if subject_names(unit, std::iter::once(subject)).await?.is_empty() {
        let path = InputPath::field("subject");
        let path = match subject {
            Subject::Contact(_) => path.then("contact_id"),
            Subject::Deal(_) => path.then("deal_id"),
        };
        checks.fault(path, Fault::NotFound(subject.into()));
    }
    Ok(())
}
