//! An account at work, made by the use cases: Task Outcomes in force for two types with two outcomes each.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use adapter_postgres::{PgPool, PgStore, PoolOptions};
use application::{
    Commands, Queries,
    commands::{
        Authority, CompleteTask, CompletionFields, ContactFields, CreateAccount, CreateContact, CreateDeal,
        CreateOutcome, CreateTask, CreateUser, DealFields, EnableTaskOutcomes, SaveTaskTypeOutcomes,
        TaskFields,
    },
    confirmation::ConfirmationKey,
    ports::{Clock, Ids},
};
use domain::{
    AccountId, Actor, Contact, Deal, Patch, Role, Sentiment, Subject, Task, TaskOutcome, TaskType,
    settings::RequestedAssignment,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::migrated_database;

/// One minute later at each look.
pub(crate) struct Ticking(AtomicI64);

impl Ticking {
    /// Another one, for another process.
    pub(crate) const fn from_now() -> Self {
        Self(AtomicI64::new(1_000))
    }
}

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        let minute = self.0.fetch_add(1, Ordering::Relaxed);
        "2026-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minute)
    }
}

/// One after the other, from a start of their own.
pub(crate) struct Counting(AtomicU64);

impl Ids for Counting {
    fn next(&self) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        // The random end, which pauses are taken from, differs from id to id.
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(number))
    }
}

pub(crate) struct World {
    pub(crate) url: String,
    pub(crate) pool: PgPool,
    pub(crate) store: Arc<PgStore>,
    pub(crate) commands: Commands,
    pub(crate) queries: Queries,
    pub(crate) ids: Arc<Counting>,
    pub(crate) admin: Actor,
    pub(crate) types: Vec<TaskType>,
    pub(crate) outcomes: Vec<TaskOutcome>,
    pub(crate) contact: Contact,
    pub(crate) deal: Deal,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// The same, with other options of the pool.
    pub(crate) async fn with(change: impl FnOnce(&mut PoolOptions)) -> Self {
        let url = migrated_database().await;
        let mut options = PoolOptions::new(url.as_str());
        change(&mut options);
        let pool = PgPool::open(options).await.unwrap();
        let store = Arc::new(PgStore::new(pool.clone()));
        let ids = Arc::new(Counting(AtomicU64::new(1)));
        let clock = Arc::new(Ticking(AtomicI64::new(0)));
        let commands = Commands::new(store.clone(), clock.clone(), ids.clone());
        let queries = Queries::new(store.clone(), clock);
        let admin = account(&commands, AccountId::new(ids.next())).await;
        let contact = commands
            .create_contact(
                &admin,
                CreateContact {
                    idempotency_key: None,
                    fields: a_contact(),
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
                &admin,
                CreateDeal {
                    idempotency_key: None,
                    fields: deal,
                },
            )
            .await
            .unwrap();
        let session = queries.session(admin);
        let catalogue = session.catalogue().await.unwrap();
        session.close().await;
        let types: Vec<TaskType> = catalogue.active_task_types().into_iter().cloned().collect();
        let outcomes = put_to_work(&commands, &admin, &types).await;
        Self {
            url,
            pool,
            store,
            commands,
            queries,
            ids,
            admin,
            types,
            outcomes,
            contact,
            deal,
        }
    }

    pub(crate) async fn task(&self, title: &str, subject: Subject) -> Task {
        let cmd = CreateTask {
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
            subject,
        };
        self.commands.create_task(&self.admin, cmd).await.unwrap()
    }

    /// From now on all types offer these.
    pub(crate) async fn offer(&self, outcomes: &[TaskOutcome]) {
        offer(&self.commands, &self.admin, &self.types, outcomes).await;
    }

    pub(crate) async fn contact_task(&self, title: &str) -> Task {
        self.task(title, Subject::Contact(self.contact.id)).await
    }

    pub(crate) async fn complete(&self, task: &Task, outcome: &TaskOutcome, notes: Option<&str>) -> Task {
        let cmd = CompleteTask {
            how: CompletionFields {
                outcome: Some(outcome.id),
                notes: notes.map(str::to_owned),
            },
            idempotency_key: None,
            follow_up: None,
            task: task.id,
            expected_version: None,
        };
        self.commands.complete_task(&self.admin, cmd).await.unwrap().task
    }
}

/// Another account, with an admin.
pub(crate) async fn account(commands: &Commands, id: AccountId) -> Actor {
    let cmd = CreateAccount {
        id,
        name: "Nordwind".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        confirmation_key: ConfirmationKey::new([7; 64]),
    };
    commands.create_account(cmd).await.unwrap();
    let cmd = CreateUser {
        by: Authority::Operator(id),
        name: "Anna Ähre".to_owned(),
        email: "anna@nord.example".to_owned(),
        role: Role::Admin,
    };
    let user = commands.create_user(cmd).await.unwrap();
    Actor {
        account: id,
        user: user.id,
        role: Role::Admin,
    }
}

fn a_contact() -> ContactFields {
    ContactFields {
        name: "Berta Straße".to_owned(),
        email: Some("berta@sued.example".to_owned()),
        phone: Some("+49 30 1".to_owned()),
        company: Some("Süd GmbH".to_owned()),
        owner: None,
        external_id: Some("crm-1".to_owned()),
    }
}

async fn put_to_work(commands: &Commands, admin: &Actor, types: &[TaskType]) -> Vec<TaskOutcome> {
    commands
        .enable_task_outcomes(admin, EnableTaskOutcomes::default())
        .await
        .unwrap();
    let mut outcomes = Vec::new();
    for (label, sentiment) in [
        ("Termin", Sentiment::Positive),
        ("Nicht erreicht", Sentiment::Negative),
    ] {
        let cmd = CreateOutcome {
            description: None,
            idempotency_key: None,
            label: label.to_owned(),
            sentiment,
            task_types: Vec::new(),
        };
        outcomes.push(commands.create_outcome(admin, cmd).await.unwrap());
    }
    offer(commands, admin, types, &outcomes).await;
    outcomes
}

async fn offer(commands: &Commands, admin: &Actor, types: &[TaskType], outcomes: &[TaskOutcome]) {
    let outcomes: Vec<_> = outcomes.iter().map(|outcome| outcome.id).collect();
    let of_type = |task_type: &TaskType| RequestedAssignment {
        task_type: task_type.id,
        outcomes: outcomes.clone(),
    };
    let cmd = SaveTaskTypeOutcomes {
        idempotency_key: None,
        assignments: types.iter().map(of_type).collect(),
        expected_version: None,
    };
    commands.save_task_type_outcomes(admin, cmd).await.unwrap();
}

/// Five tasks without a due time among others with equal and different ones; every third is completed.
pub(crate) async fn several_tasks(world: &World) -> Vec<Task> {
    let mut tasks = Vec::new();
    for number in 0..15_i8 {
        let subject = if number % 2 == 0 {
            Subject::Contact(world.contact.id)
        } else {
            Subject::Deal(world.deal.id)
        };
        let cmd = CreateTask {
            fields: TaskFields {
                title: format!("Aufgabe {number}"),
                description: None,
                task_type: world.types[usize::from(number.unsigned_abs()) % world.types.len()].id,
                owner: if number % 4 == 0 {
                    Patch::Set(None)
                } else {
                    Patch::Keep
                },
                due_on: (number % 3 != 0).then(|| jiff::civil::date(2026, 3, 1 + number % 3)),
                due_at: None,
            },
            idempotency_key: None,
            completion: None,
            subject,
        };
        let task = world.commands.create_task(&world.admin, cmd).await.unwrap();
        let outcome = &world.outcomes[usize::from(number.unsigned_abs()) % 2];
        tasks.push(if number % 3 == 2 {
            world.complete(&task, outcome, None).await
        } else {
            task
        });
    }
    tasks
}
