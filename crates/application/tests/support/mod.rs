//! An account at work, over memory: what the tests of the use cases start from.

#![allow(dead_code, reason = "not every test file needs all of it")]

use std::sync::Arc;

use adapter_memory::MemoryStore;
use application::{
    Commands, Queries, Session,
    commands::{
        Authority, CompleteTask, CompleteTaskError, CompletionFields, ContactFields, CreateAccount,
        CreateContact, CreateDeal, CreateOutcome, CreateTask, CreateUser, DealFields, DisableTaskOutcomes,
        EnableTaskOutcomes, SaveTaskTypeOutcomes, TaskFields,
    },
    confirmation::ConfirmationKey,
    page::PageRequest,
    queries::activities::{ActivityFilter, ActivityOrder},
};
use domain::{
    AccountId, Activity, Actor, Contact, Deal, Faults, OutcomeId, Patch, Role, Sentiment, Subject, Task,
    TaskId, TaskOutcome, TaskSettings, TaskType, TaskTypeId, settings::RequestedAssignment,
};
use testkit::{FixedClock, SequentialIds, builders::fresh_id};

/// Monday morning in Berlin.
pub(crate) const NOW: &str = "2026-02-02T08:00:00Z";

/// Anna, an admin, Bert, a member, the four default types, Clara, a deal.
pub(crate) struct World {
    pub(crate) store: MemoryStore,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) commands: Commands,
    pub(crate) queries: Queries,
    pub(crate) anna: Actor,
    pub(crate) bert: Actor,
    pub(crate) clara: Contact,
    pub(crate) deal: Deal,
    /// Call, E-mail, Lunch, Meeting.
    pub(crate) types: Vec<TaskType>,
}

impl World {
    /// With Task Outcomes off.
    pub(crate) async fn new() -> Self {
        let store = MemoryStore::new();
        let clock = Arc::new(FixedClock::at(NOW));
        let commands = Commands::new(
            Arc::new(store.clone()),
            clock.clone(),
            Arc::new(SequentialIds::new()),
        );
        let queries = Queries::new(Arc::new(store.clone()), clock.clone());
        let account = add_account(&commands).await;
        let anna = add_user(&commands, account, "Anna", Role::Admin).await;
        let bert = add_user(&commands, account, "Bert", Role::Member).await;
        let contact = ContactFields {
            name: "Clara Süß".to_owned(),
            ..ContactFields::default()
        };
        let clara = commands
            .create_contact(
                &anna,
                CreateContact {
                    idempotency_key: None,
                    fields: contact,
                },
            )
            .await
            .unwrap();
        let deal = DealFields {
            name: "Förderband".to_owned(),
            ..DealFields::default()
        };
        let deal = commands
            .create_deal(
                &anna,
                CreateDeal {
                    idempotency_key: None,
                    fields: deal,
                },
            )
            .await
            .unwrap();
        let catalogue = queries.session(anna).catalogue().await.unwrap();
        let types = catalogue.active_task_types().into_iter().cloned().collect();
        Self {
            store,
            clock,
            commands,
            queries,
            anna,
            bert,
            clara,
            deal,
            types,
        }
    }

    /// With Task Outcomes in force: every type offers the two outcomes, which are positive and negative.
    pub(crate) async fn at_work() -> (Self, [TaskOutcome; 2]) {
        let world = Self::new().await;
        world.enable(None).await;
        let outcomes = [
            world.outcome("Sold", Sentiment::Positive).await,
            world.outcome("Refused", Sentiment::Negative).await,
        ];
        let ids: Vec<OutcomeId> = outcomes.iter().map(|outcome| outcome.id).collect();
        world.save(world.every_type(&ids)).await;
        (world, outcomes)
    }

    pub(crate) fn session(&self) -> Session {
        self.queries.session(self.anna)
    }

    pub(crate) async fn settings(&self) -> TaskSettings {
        self.session().settings().await.unwrap()
    }

    /// The same list for every type.
    pub(crate) fn every_type(&self, outcomes: &[OutcomeId]) -> Vec<RequestedAssignment> {
        self.types
            .iter()
            .map(|task_type| list(task_type.id, outcomes))
            .collect()
    }

    pub(crate) async fn enable(&self, assignments: Option<Vec<RequestedAssignment>>) -> TaskSettings {
        let cmd = EnableTaskOutcomes {
            starter_set: None,
            assignments,
            expected_version: None,
        };
        self.commands.enable_task_outcomes(&self.anna, cmd).await.unwrap()
    }

    pub(crate) async fn save(&self, assignments: Vec<RequestedAssignment>) -> TaskSettings {
        let cmd = SaveTaskTypeOutcomes {
            idempotency_key: None,
            assignments,
            expected_version: None,
        };
        self.commands
            .save_task_type_outcomes(&self.anna, cmd)
            .await
            .unwrap()
    }

    pub(crate) async fn outcome(&self, label: &str, sentiment: Sentiment) -> TaskOutcome {
        self.commands
            .create_outcome(&self.anna, an_outcome(label, sentiment))
            .await
            .unwrap()
    }

    /// Switches off with a fresh confirmation.
    pub(crate) async fn disable(&self) {
        let impact = self
            .session()
            .disable_impact(self.anna.admin().unwrap())
            .await
            .unwrap();
        let cmd = DisableTaskOutcomes {
            confirmation_token: impact.map(|impact| impact.confirmation_token),
        };
        self.commands
            .disable_task_outcomes(&self.anna, cmd)
            .await
            .unwrap();
    }

    /// A call with Clara, Bert's.
    pub(crate) async fn call(&self, title: &str) -> Task {
        self.commands
            .create_task(&self.bert, self.a_call(title))
            .await
            .unwrap()
    }

    pub(crate) fn a_call(&self, title: &str) -> CreateTask {
        CreateTask {
            fields: TaskFields {
                title: title.to_owned(),
                description: None,
                task_type: self.types[0].id,
                owner: Patch::Keep,
                due_on: None,
                due_at: None,
            },
            idempotency_key: None,
            completion: None,
            subject: Subject::Contact(self.clara.id),
        }
    }

    pub(crate) async fn complete(
        &self,
        task: TaskId,
        outcome: Option<&TaskOutcome>,
    ) -> Result<Task, CompleteTaskError> {
        let completed = self
            .commands
            .complete_task(&self.bert, completing(task, outcome))
            .await;
        completed.map(|completed| completed.task)
    }

    /// The whole history, newest first.
    pub(crate) async fn history(&self) -> Vec<Activity> {
        let (filter, order) = (ActivityFilter::default(), ActivityOrder::NewestFirst);
        let page = self
            .session()
            .activities(&filter, order, &PageRequest::first(100))
            .await;
        page.unwrap().items
    }
}

pub(crate) fn completing(task: TaskId, outcome: Option<&TaskOutcome>) -> CompleteTask {
    CompleteTask {
        how: CompletionFields {
            outcome: outcome.map(|outcome| outcome.id),
            notes: None,
        },
        idempotency_key: None,
        follow_up: None,
        task,
        expected_version: None,
    }
}

pub(crate) fn an_outcome(label: &str, sentiment: Sentiment) -> CreateOutcome {
    CreateOutcome {
        description: None,
        idempotency_key: None,
        label: label.to_owned(),
        sentiment,
        task_types: Vec::new(),
    }
}

pub(crate) fn list(task_type: TaskTypeId, outcomes: &[OutcomeId]) -> RequestedAssignment {
    RequestedAssignment {
        task_type,
        outcomes: outcomes.to_vec(),
    }
}

/// Paths with dots, and what is wrong there.
pub(crate) fn told(faults: &Faults) -> Vec<(String, domain::Fault)> {
    let path = |path: &domain::InputPath| path.segments().collect::<Vec<_>>().join(".");
    faults
        .iter()
        .map(|fault| (path(&fault.path), fault.fault.clone()))
        .collect()
}

/// Another account with the default types.
pub(crate) async fn add_account(commands: &Commands) -> AccountId {
    let cmd = CreateAccount {
        id: AccountId::new(fresh_id()),
        name: "Nordwind".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        confirmation_key: ConfirmationKey::new([7; 64]),
    };
    commands.create_account(cmd).await.unwrap().id
}

pub(crate) async fn add_user(commands: &Commands, account: AccountId, name: &str, role: Role) -> Actor {
    let cmd = CreateUser {
        by: Authority::Operator(account),
        name: name.to_owned(),
        email: format!("{name}@nord.example"),
        role,
    };
    let user = commands.create_user(cmd).await.unwrap().id;
    Actor { account, user, role }
}
