//! How each command is given to the use cases.

use std::collections::BTreeSet;

use application::commands::{
    ArchiveOutcome, ArchiveTaskType, CompleteTask, CompleteTasks, CompletionFields, CorrectCompletion,
    CreateOutcome, CreateTask, CreateTaskType, DeleteOutcome, DeleteTask, DeleteTaskType,
    DisableTaskOutcomes, EnableTaskOutcomes, MergeOutcome, ReassignTasks, ReopenTask, ReorderTaskTypes,
    SaveTaskTypeOutcomes, TaskFields, UnarchiveOutcome, UnarchiveTaskType, UpdateOutcome, UpdateTask,
    UpdateTaskType,
};
use domain::{
    Actor, AssignedOutcomes, OutcomeId, Patch, Sentiment, Subject, TaskOutcome, TaskTypeId,
    settings::RequestedAssignment, starter_set::StarterLanguage,
};
use jiff::civil::date;
use proptest::prelude::*;

use super::{Machine, done};
use crate::{
    command::{Command, NewState, NewTask, What},
    support::list,
};

/// Whether something was done.
type Done = Result<bool, TestCaseError>;

impl Machine {
    /// A sequence begins where there is something to do: in force, with outcomes and tasks.
    pub(super) async fn begin(&mut self) {
        let about = |task_type| NewTask {
            title: 1,
            task_type,
            is_about_deal: false,
            is_due: true,
            state: NewState::Open,
        };
        let outcome = |label| What::CreateOutcome(label, Sentiment::Positive, Vec::new());
        let first = [
            What::Enable,
            outcome(1),
            outcome(2),
            outcome(3),
            What::EnableWithEverything(0),
        ];
        let tasks = (0..3).map(|task_type| What::CreateTask(about(task_type)));
        for what in first.into_iter().chain(tasks) {
            let command = Command { is_admin: true, what };
            assert!(self.step(&command).await.is_ok(), "{command:?}");
        }
    }

    pub(super) async fn run(&mut self, command: &Command) -> Done {
        let actor = if command.is_admin {
            self.world.anna
        } else {
            self.world.bert
        };
        match &command.what {
            What::Enable => self.enable(&actor, None).await,
            What::EnableWithStarterSet => self.enable_with_starter_set(&actor).await,
            What::EnableWithEverything(first) => self.enable_with_everything(&actor, *first).await,
            What::Save(lists) => self.save(&actor, lists).await,
            What::Disable => self.disable(&actor).await,
            What::CreateOutcome(label, sentiment, types) => {
                self.create_outcome(&actor, *label, *sentiment, types).await
            }
            What::RenameOutcome(at, label) => self.rename_outcome(&actor, *at, *label).await,
            What::ArchiveOutcome(at, with) => self.archive_outcome(&actor, *at, *with).await,
            What::MergeOutcome(at, into) => self.merge_outcome(&actor, *at, *into).await,
            What::DeleteOutcome(at) => self.delete_outcome(&actor, *at).await,
            What::UnarchiveOutcome(at) => self.unarchive_outcome(&actor, *at).await,
            What::CreateType(name, outcomes) => self.create_type(&actor, *name, outcomes.as_deref()).await,
            What::RenameType(at, name) => self.rename_type(&actor, *at, *name).await,
            What::ArchiveType(at, to) => self.archive_type(&actor, *at, *to).await,
            What::UnarchiveType(at, outcomes) => self.unarchive_type(&actor, *at, outcomes.as_deref()).await,
            What::DeleteType(at) => self.delete_type(&actor, *at).await,
            What::ReorderTypes(by) => self.reorder_types(&actor, *by).await,
            What::CreateTask(new) => self.create_task(&actor, new).await,
            What::UpdateTask(at, title, of) => self.update_task(&actor, *at, *title, *of).await,
            What::Complete(tasks, outcome) => self.complete(&actor, tasks, *outcome).await,
            What::CompleteWithFollowUp(at, outcome, of) => self.follow_up(&actor, *at, *outcome, *of).await,
            What::Correct(at, outcome, notes) => self.correct(&actor, *at, *outcome, *notes).await,
            What::Reopen(at, of) => self.reopen(&actor, *at, *of).await,
            What::Reassign(tasks, nobody) => self.reassign(&actor, tasks, *nobody).await,
            What::Delete(at) => self.delete(&actor, *at).await,
        }
    }

    async fn enable(&mut self, actor: &Actor, assignments: Option<Vec<RequestedAssignment>>) -> Done {
        let cmd = EnableTaskOutcomes {
            starter_set: None,
            assignments,
            expected_version: None,
        };
        Ok(done(self.world.commands.enable_task_outcomes(actor, cmd).await)?.is_some())
    }

    /// Brings outcomes of its own.
    async fn enable_with_starter_set(&mut self, actor: &Actor) -> Done {
        let cmd = EnableTaskOutcomes {
            assignments: None,
            starter_set: Some(StarterLanguage::English),
            expected_version: None,
        };
        let enabled = done(self.world.commands.enable_task_outcomes(actor, cmd).await)?;
        let offered = enabled
            .iter()
            .flat_map(|settings| settings.assignments().values());
        for id in offered.flat_map(AssignedOutcomes::as_slice) {
            if !self.outcomes.contains(id) {
                self.outcomes.push(*id);
            }
        }
        Ok(enabled.is_some())
    }

    /// Every active type gets the active ones of three outcomes.
    async fn enable_with_everything(&mut self, actor: &Actor, first: usize) -> Done {
        let catalogue = self.world.session().catalogue().await.unwrap();
        let offered = (first..first + 3).map(|at| self.outcome(at));
        let offered: BTreeSet<OutcomeId> = offered
            .filter(|id| catalogue.outcome(*id).is_some_and(TaskOutcome::is_active))
            .collect();
        let offered: Vec<OutcomeId> = offered.into_iter().collect();
        let active = catalogue.active_task_types().into_iter();
        let lists: Vec<_> = active.map(|one| list(one.id, &offered)).collect();
        if self.world.settings().await.is_in_force() {
            return self.save_lists(actor, lists).await;
        }
        self.enable(actor, Some(lists)).await
    }

    async fn save(&mut self, actor: &Actor, lists: &[(usize, Vec<usize>)]) -> Done {
        let lists = lists.iter();
        let assignments = lists.map(|(of, outcomes)| list(self.task_type(*of), &self.all_outcomes(outcomes)));
        let assignments = assignments.collect();
        self.save_lists(actor, assignments).await
    }

    async fn save_lists(&mut self, actor: &Actor, assignments: Vec<RequestedAssignment>) -> Done {
        let cmd = SaveTaskTypeOutcomes {
            assignments,
            expected_version: None,
            idempotency_key: None,
        };
        Ok(done(self.world.commands.save_task_type_outcomes(actor, cmd).await)?.is_some())
    }

    async fn disable(&mut self, actor: &Actor) -> Done {
        let session = self.world.session();
        let impact = session
            .disable_impact(self.world.anna.admin().unwrap())
            .await
            .unwrap();
        let cmd = DisableTaskOutcomes {
            confirmation_token: impact.map(|impact| impact.confirmation_token),
        };
        Ok(done(self.world.commands.disable_task_outcomes(actor, cmd).await)?.is_some())
    }

    async fn create_outcome(
        &mut self,
        actor: &Actor,
        label: u8,
        sentiment: Sentiment,
        types: &[usize],
    ) -> Done {
        let cmd = CreateOutcome {
            description: None,
            label: format!("Outcome {label}"),
            sentiment,
            task_types: types.iter().map(|at| self.task_type(*at)).collect(),
            idempotency_key: None,
        };
        let made = done(self.world.commands.create_outcome(actor, cmd).await)?;
        self.outcomes.extend(made.as_ref().map(|made| made.id));
        Ok(made.is_some())
    }

    async fn rename_outcome(&mut self, actor: &Actor, at: usize, label: u8) -> Done {
        let cmd = UpdateOutcome {
            description: Patch::Keep,
            outcome: self.outcome(at),
            label: Patch::Set(format!("OUTCOME {label}")),
            sentiment: Patch::Keep,
            expected_version: None,
        };
        Ok(done(self.world.commands.update_outcome(actor, cmd).await)?.is_some())
    }

    async fn archive_outcome(&mut self, actor: &Actor, at: usize, with: Option<usize>) -> Done {
        let cmd = ArchiveOutcome {
            outcome: self.outcome(at),
            replace_with: with.map(|at| self.outcome(at)),
            expected_version: None,
        };
        Ok(done(self.world.commands.archive_outcome(actor, cmd).await)?.is_some())
    }

    async fn merge_outcome(&mut self, actor: &Actor, at: usize, into: usize) -> Done {
        let cmd = MergeOutcome {
            outcome: self.outcome(at),
            into: self.outcome(into),
            expected_version: None,
        };
        Ok(done(self.world.commands.merge_outcome(actor, cmd).await)?.is_some())
    }

    async fn delete_outcome(&mut self, actor: &Actor, at: usize) -> Done {
        let cmd = DeleteOutcome {
            outcome: self.outcome(at),
            expected_version: None,
        };
        Ok(done(self.world.commands.delete_outcome(actor, cmd).await)?.is_some())
    }

    async fn unarchive_outcome(&mut self, actor: &Actor, at: usize) -> Done {
        let cmd = UnarchiveOutcome {
            outcome: self.outcome(at),
            expected_version: None,
        };
        Ok(done(self.world.commands.unarchive_outcome(actor, cmd).await)?.is_some())
    }

    async fn create_type(&mut self, actor: &Actor, name: u8, outcomes: Option<&[usize]>) -> Done {
        let cmd = CreateTaskType {
            name: format!("Type {name}"),
            outcomes: outcomes.map(|outcomes| self.all_outcomes(outcomes)),
            idempotency_key: None,
        };
        let made = done(self.world.commands.create_task_type(actor, cmd).await)?;
        self.types.extend(made.as_ref().map(|made| made.id));
        Ok(made.is_some())
    }

    async fn rename_type(&mut self, actor: &Actor, at: usize, name: u8) -> Done {
        let cmd = UpdateTaskType {
            task_type: self.task_type(at),
            name: Patch::Set(format!("TYPE {name}")),
            expected_version: None,
        };
        Ok(done(self.world.commands.update_task_type(actor, cmd).await)?.is_some())
    }

    async fn archive_type(&mut self, actor: &Actor, at: usize, to: Option<usize>) -> Done {
        let cmd = ArchiveTaskType {
            task_type: self.task_type(at),
            move_open_tasks_to: to.map(|at| self.task_type(at)),
            expected_version: None,
        };
        Ok(done(self.world.commands.archive_task_type(actor, cmd).await)?.is_some())
    }
}

/// What else is done with task types.
impl Machine {
    async fn unarchive_type(&mut self, actor: &Actor, at: usize, outcomes: Option<&[usize]>) -> Done {
        let cmd = UnarchiveTaskType {
            task_type: self.task_type(at),
            outcomes: outcomes.map(|outcomes| self.all_outcomes(outcomes)),
            expected_version: None,
        };
        Ok(done(self.world.commands.unarchive_task_type(actor, cmd).await)?.is_some())
    }

    async fn delete_type(&mut self, actor: &Actor, at: usize) -> Done {
        let cmd = DeleteTaskType {
            task_type: self.task_type(at),
            expected_version: None,
        };
        Ok(done(self.world.commands.delete_task_type(actor, cmd).await)?.is_some())
    }

    async fn reorder_types(&mut self, actor: &Actor, by: usize) -> Done {
        let catalogue = self.world.session().catalogue().await.unwrap();
        let active = catalogue.active_task_types().into_iter();
        let mut task_types: Vec<TaskTypeId> = active.map(|one| one.id).collect();
        let by = by % task_types.len();
        task_types.rotate_left(by);
        let cmd = ReorderTaskTypes {
            task_types,
            expected_version: None,
        };
        Ok(done(self.world.commands.reorder_task_types(actor, cmd).await)?.is_some())
    }
}

/// What is done with tasks.
impl Machine {
    async fn create_task(&mut self, actor: &Actor, new: &NewTask) -> Done {
        let subject = if new.is_about_deal {
            Subject::Deal(self.world.deal.id)
        } else {
            Subject::Contact(self.world.clara.id)
        };
        let completion = match new.state {
            NewState::Open => None,
            NewState::DoneWithout => Some(self.how(None)),
            NewState::Done(outcome) => Some(self.how(Some(outcome))),
        };
        let mut fields = fields(new.title, self.task_type(new.task_type));
        fields.due_on = new.is_due.then(|| date(2026, 2, 2));
        let cmd = CreateTask {
            fields,
            subject,
            completion,
            idempotency_key: None,
        };
        let made = done(self.world.commands.create_task(actor, cmd).await)?;
        self.tasks.extend(made.as_ref().map(|made| made.id));
        Ok(made.is_some())
    }

    async fn update_task(&mut self, actor: &Actor, at: usize, title: u8, of: Option<usize>) -> Done {
        let cmd = UpdateTask {
            task: self.task(at),
            title: Patch::Set(format!("Task {title}")),
            description: Patch::Set(title.is_multiple_of(2).then(|| format!("More of {title}"))),
            task_type: of.map_or(Patch::Keep, |at| Patch::Set(self.task_type(at))),
            owner: Patch::Keep,
            due_on: Patch::Set(title.is_multiple_of(3).then(|| date(2026, 2, 3))),
            due_at: Patch::Keep,
            expected_version: None,
        };
        Ok(done(self.world.commands.update_task(actor, cmd).await)?.is_some())
    }

    /// One by itself, several together.
    async fn complete(&mut self, actor: &Actor, tasks: &[usize], outcome: Option<usize>) -> Done {
        let how = self.how(outcome);
        if let [task] = tasks {
            let cmd = CompleteTask {
                task: self.task(*task),
                how,
                follow_up: None,
                expected_version: None,
                idempotency_key: None,
            };
            return Ok(done(self.world.commands.complete_task(actor, cmd).await)?.is_some());
        }
        let cmd = CompleteTasks {
            tasks: self.all_tasks(tasks),
            how,
            idempotency_key: None,
        };
        Ok(done(self.world.commands.complete_tasks(actor, cmd).await)?.is_some())
    }

    async fn follow_up(&mut self, actor: &Actor, at: usize, outcome: Option<usize>, of: usize) -> Done {
        let cmd = CompleteTask {
            task: self.task(at),
            how: self.how(outcome),
            follow_up: Some(fields(0, self.task_type(of))),
            expected_version: None,
            idempotency_key: None,
        };
        let completed = done(self.world.commands.complete_task(actor, cmd).await)?;
        let made = completed
            .as_ref()
            .and_then(|completed| completed.follow_up.as_ref());
        self.tasks.extend(made.map(|made| made.id));
        Ok(completed.is_some())
    }

    async fn correct(&mut self, actor: &Actor, at: usize, outcome: Option<usize>, notes: Option<u8>) -> Done {
        let cmd = CorrectCompletion {
            task: self.task(at),
            outcome: outcome.map(|at| self.outcome(at)),
            notes: notes.map_or(Patch::Keep, |notes| Patch::Set(Some(format!("Note {notes}")))),
            expected_version: None,
        };
        Ok(done(self.world.commands.correct_completion(actor, cmd).await)?.is_some())
    }

    async fn reopen(&mut self, actor: &Actor, at: usize, of: Option<usize>) -> Done {
        let cmd = ReopenTask {
            task: self.task(at),
            reason: None,
            task_type: of.map(|at| self.task_type(at)),
            expected_version: None,
        };
        Ok(done(self.world.commands.reopen_task(actor, cmd).await)?.is_some())
    }

    async fn reassign(&mut self, actor: &Actor, tasks: &[usize], nobody: bool) -> Done {
        let cmd = ReassignTasks {
            tasks: self.all_tasks(tasks),
            owner: (!nobody).then_some(self.world.bert.user),
        };
        Ok(done(self.world.commands.reassign_tasks(actor, cmd).await)?.is_some())
    }

    async fn delete(&mut self, actor: &Actor, at: usize) -> Done {
        let cmd = DeleteTask {
            task: self.task(at),
            expected_version: None,
        };
        Ok(done(self.world.commands.delete_task(actor, cmd).await)?.is_some())
    }

    fn how(&self, outcome: Option<usize>) -> CompletionFields {
        CompletionFields {
            outcome: outcome.map(|at| -> OutcomeId { self.outcome(at) }),
            notes: outcome.map(|at| format!("As {at}")),
        }
    }
}

fn fields(title: u8, task_type: TaskTypeId) -> TaskFields {
    TaskFields {
        title: format!("Task {title}"),
        description: None,
        task_type,
        owner: Patch::Keep,
        due_on: None,
        due_at: None,
    }
}
