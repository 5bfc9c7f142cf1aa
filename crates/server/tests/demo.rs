//! The demo data, loaded into memory: all of it is there, and it is the same however it was loaded.

use std::sync::Arc;

use adapter_memory::MemoryStore;
use application::{
    confirmation::ConfirmationKey,
    page::PageRequest,
    ports::{Clock, Reads},
    queries::{
        activities::{ActivityFilter, ActivityOrder},
        catalogue::{OutcomeFilter, OutcomeOrder, OutcomeOrderField},
        tasks::{TaskFilter, TaskOrder, TaskOrderField, TaskStatus},
    },
};
use domain::{Activity, Contact, Deal, Task, TaskOutcome, TaskType, User};
use server::{
    clock::SystemClock,
    demo::{self, Destination, Guest, State},
};

/// Enough to have some of everything.
const TASKS: u64 = 250;

async fn loaded(streams: usize) -> anyhow::Result<Arc<dyn Reads>> {
    let store = Arc::new(MemoryStore::new());
    let to = Destination {
        store: Arc::<MemoryStore>::clone(&store),
        reads: Arc::<MemoryStore>::clone(&store),
        streams,
        tasks: TASKS,
    };
    let keys = [ConfirmationKey::new([1; 64]), ConfirmationKey::new([2; 64])];
    demo::load(&to, "2026-11-23".parse()?, keys).await?;
    Ok(store)
}

#[derive(Debug, PartialEq)]
struct Everything {
    users: Vec<User>,
    task_types: Vec<TaskType>,
    outcomes: Vec<TaskOutcome>,
    contacts: Vec<Contact>,
    deals: Vec<Deal>,
    open: Vec<Task>,
    completed: Vec<Task>,
    history: Vec<Activity>,
}

async fn everything(reads: &Arc<dyn Reads>, guest: Guest) -> anyhow::Result<Everything> {
    let reading = reads.open(guest.account());
    let all = PageRequest::first(100_000);
    let by_creation = TaskOrder {
        field: TaskOrderField::CreatedAt,
        descending: false,
    };
    let by_label = OutcomeOrder {
        field: OutcomeOrderField::Label,
        descending: false,
    };
    let with = |status| TaskFilter {
        statuses: Some(vec![status]),
        ..TaskFilter::default()
    };
    let of_all = ActivityFilter::default();
    Ok(Everything {
        users: reading.users(&[], &all).await?.items,
        task_types: reading.task_types(true, &all).await?.items,
        outcomes: reading
            .outcomes(&OutcomeFilter::default(), by_label, &all)
            .await?
            .items,
        contacts: reading.contacts(&[], &all).await?.items,
        deals: reading.deals(&[], &all).await?.items,
        open: reading
            .tasks(&with(TaskStatus::Open), by_creation, &all)
            .await?
            .items,
        completed: reading
            .tasks(&with(TaskStatus::Completed), by_creation, &all)
            .await?
            .items,
        history: reading
            .activities(&of_all, ActivityOrder::OldestFirst, &all)
            .await?
            .items,
    })
}

#[tokio::test]
async fn the_german_account_has_all_it_needs() -> anyhow::Result<()> {
    let reads = loaded(8).await?;
    let all = everything(&reads, Guest::Admin).await?;
    let names: Vec<&str> = all
        .task_types
        .iter()
        .map(|task_type| task_type.name.as_str())
        .collect();
    assert_eq!(names, ["Anruf", "E-Mail", "Mittagessen", "Besprechung", "Demo"]);
    let counts = [
        all.users.len(),
        all.outcomes.len(),
        all.contacts.len(),
        all.deals.len(),
        all.open.len(),
    ];
    assert_eq!(counts, [8, 16, 150, 80, 120]);
    assert_eq!(u64::try_from(all.completed.len())?, TASKS);
    assert_eq!(all.users.iter().filter(|user| !user.is_active).count(), 1);
    let reading = reads.open(Guest::Admin.account());
    assert!(reading.settings().await?.is_in_force());
    Ok(())
}

#[tokio::test]
async fn the_english_account_has_never_switched_the_feature_on() -> anyhow::Result<()> {
    let reads = loaded(8).await?;
    let all = everything(&reads, Guest::OtherAdmin).await?;
    let names: Vec<&str> = all
        .task_types
        .iter()
        .map(|task_type| task_type.name.as_str())
        .collect();
    assert_eq!(names, TaskType::DEFAULTS);
    let counts = [
        all.users.len(),
        all.contacts.len(),
        all.deals.len(),
        all.open.len(),
        all.outcomes.len(),
    ];
    assert_eq!(counts, [4, 12, 6, 18, 0]);
    let reading = reads.open(Guest::OtherAdmin.account());
    assert!(!reading.settings().await?.is_in_force());
    Ok(())
}

#[tokio::test]
async fn two_loads_are_equal_whoever_writes_what() -> anyhow::Result<()> {
    let (one, many) = (loaded(1).await?, loaded(5).await?);
    for guest in [Guest::Admin, Guest::OtherAdmin] {
        assert!(everything(&one, guest).await? == everything(&many, guest).await?);
    }
    Ok(())
}

#[tokio::test]
async fn a_load_is_complete_at_its_very_end_only() -> anyhow::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let empty: Arc<dyn Reads> = Arc::new(MemoryStore::new());
    assert_eq!(demo::state(&empty, &clock).await?, State::Missing);
    let store = Arc::new(MemoryStore::new());
    let to = Destination {
        store: Arc::<MemoryStore>::clone(&store),
        reads: Arc::new(MemoryStore::new()),
        streams: 1,
        tasks: 1,
    };
    let keys = [ConfirmationKey::new([1; 64]), ConfirmationKey::new([2; 64])];
    // What it wrote cannot be read back: the load breaks off.
    assert!(demo::load(&to, "2026-11-23".parse()?, keys).await.is_err());
    let begun: Arc<dyn Reads> = store;
    assert_eq!(demo::state(&begun, &clock).await?, State::Partial);
    assert_eq!(demo::state(&loaded(8).await?, &clock).await?, State::Complete);
    Ok(())
}
