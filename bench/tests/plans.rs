//! Which indexes PostgreSQL can read by for what must be fast: the scans of its plans, as the server's role, for any values,
//! and without reading tables from their beginning where that can be helped. A lost index, or a condition that it no
//! longer serves, is a changed snapshot (`INSTA_UPDATE=always` writes them).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::{fmt::Write as _, sync::Mutex};

use adapter_postgres::{PgPool, PgStore, PoolOptions};
use application::{
    page::PageRequest,
    ports::{Feed as _, Reading, Reads as _},
    queries::{
        activities::{ActivityFilter, ActivityOrder},
        task_overview::Dimension,
        tasks::{TaskFilter, TaskOrder, TaskOrderField, TaskStatus, TimeSpan},
    },
};
use bench::{
    load::{Plan, finish, load_as_of},
    markers,
};
use domain::{AccountId, ActivityKind, ContactId, SearchTerms, Subject, TimeZone, UserId};
use indicatif::ProgressBar;
use jiff::Timestamp;
use testkit::postgres::fresh_database;
use tokio_postgres::{Client, NoTls};

/// So few that statistics are taken of all rows, and plans are the same each time.
const TASKS: u64 = 3_000;
const NOW: &str = "2026-10-01T12:00:00Z";

/// Beginnings of the names of tables that grow with what is done.
const BIG: [&str; 5] = ["activity", "completions", "tasks", "history_", "report_"];

static SENT: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn listen(statement: &str) {
    SENT.lock().unwrap().push(statement.to_owned());
}

struct Site {
    store: PgStore,
    client: Client,
    account: AccountId,
    admin: UserId,
}

impl Site {
    async fn new() -> Self {
        let url = fresh_database().await;
        let plan = Plan {
            tasks: TASKS,
            accounts: 2,
            seed: 1,
        };
        let loaded = load_as_of(&url, &plan, NOW.parse().unwrap(), &ProgressBar::hidden()).await;
        let loaded = loaded.unwrap();
        finish(&url, &loaded).await.unwrap();
        let client = connect(&url).await;
        client.batch_execute("vacuum analyze").await.unwrap();
        let account = loaded[0].id;
        let options = PoolOptions {
            size: 1,
            listener: Some(listen),
            ..PoolOptions::new(url)
        };
        let pool = PgPool::open(options).await.unwrap();
        let role = format!(
            "set role task_outcomes_server; set app.account_id = '{}'; set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_bitmapscan = off",
            account.uuid()
        );
        client.batch_execute(&role).await.unwrap();
        Self {
            store: PgStore::new(pool),
            client,
            account,
            admin: loaded[0].admin,
        }
    }

    /// The plans of all statements that answer a question, in their order.
    async fn plans(&self, ask: impl AsyncFnOnce(&dyn Reading)) -> String {
        let asking = async || {
            let reading = self.store.open(self.account);
            ask(&*reading).await;
            reading.close().await;
        };
        self.plans_of(asking).await
    }

    /// The plans of all statements that some work sends.
    async fn plans_of(&self, work: impl AsyncFnOnce()) -> String {
        SENT.lock().unwrap().clear();
        work().await;
        let sent = std::mem::take(&mut *SENT.lock().unwrap());
        let mut plans = String::new();
        for statement in sent.iter().filter(|sent| {
            sent.trim_start_matches(|letter: char| letter == '(' || letter.is_whitespace())
                .to_lowercase()
                .starts_with("select")
        }) {
            writeln!(plans, "{statement}\n{}", self.plan(statement).await).unwrap();
        }
        plans
    }

    async fn plan(&self, statement: &str) -> String {
        let prepare = format!("prepare asked as {statement}");
        self.client.batch_execute(&prepare).await.unwrap();
        let number = "select cardinality(parameter_types) from pg_prepared_statements where name = 'asked'";
        let number: i32 = self.client.query_one(number, &[]).await.unwrap().get(0);
        let nulls = vec!["null"; usize::try_from(number).unwrap()].join(", ");
        let explain = match number {
            0 => "explain (costs off) execute asked".to_owned(),
            _ => format!("explain (costs off) execute asked ({nulls})"),
        };
        let rows = self.client.query(&explain, &[]).await.unwrap();
        self.client.batch_execute("deallocate asked").await.unwrap();
        let lines: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        scans(&lines)
    }
}

/// Scans of tables that grow, each with the condition its index serves. How the few outcomes are joined may change.
fn scans(plan: &[String]) -> String {
    let (mut told, mut is_big) = (String::new(), false);
    for line in plan {
        let line = line.trim().trim_start_matches("->  ");
        if let Some((_, table)) = line
            .split_once(" Scan ")
            .and_then(|(_, scan)| scan.rsplit_once("on "))
        {
            is_big = BIG.iter().any(|big| table.starts_with(big));
        } else if !line.starts_with("Index Cond") {
            continue;
        }
        if is_big {
            writeln!(told, "   {}", without_numbers(line)).unwrap();
        }
    }
    told
}

/// Names of parameters and of repeated tables differ from version to version.
fn without_numbers(line: &str) -> String {
    let mut told = String::new();
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        told.push(letter);
        if letter == '$' || letter == '_' && letters.peek().is_some_and(char::is_ascii_digit) {
            while letters.next_if(char::is_ascii_digit).is_some() {}
        }
    }
    told
}

#[expect(
    clippy::disallowed_methods,
    reason = "the connection of a test, which ends with it"
)]
async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn searching(text: &str) -> ActivityFilter {
    ActivityFilter {
        search: SearchTerms::parse(text).unwrap(),
        ..ActivityFilter::default()
    }
}

async fn first_page(reading: &dyn Reading, filter: &ActivityFilter) {
    let page = PageRequest::first(50);
    reading
        .activities(filter, ActivityOrder::NewestFirst, &page)
        .await
        .unwrap();
}

fn years() -> TaskFilter {
    TaskFilter {
        completed_at: TimeSpan {
            from: Some(moment("2023-12-31T23:00:00Z")),
            until: Some(moment("2026-09-30T22:00:00Z")),
        },
        ..TaskFilter::default()
    }
}

async fn report_plans(site: &Site) {
    let berlin = TimeZone::parse("Europe/Berlin").unwrap();
    for dimension in [Dimension::Owner, Dimension::Outcome, Dimension::Month] {
        let plans = site.plans(async |reading| {
            let groups = reading.task_overview_groups(&years(), dimension, &berlin).await;
            assert!(!groups.unwrap().is_empty());
        });
        let name = format!("report_years_by_{dimension:?}").to_lowercase();
        insta::assert_snapshot!(name, plans.await);
    }
    let mut days = years();
    days.completed_at.from = Some(moment("2026-07-03T05:00:00Z"));
    days.owners = Some(vec![Some(site.admin)]);
    let plans = site.plans(async |reading| {
        reading.task_overview_totals(&days).await.unwrap();
    });
    insta::assert_snapshot!("report_of_days_of_one_owner", plans.await);
    let about = TaskFilter {
        subjects: Some(vec![Subject::Contact(ContactId::new(site.admin.uuid()))]),
        ..years()
    };
    let plans = site.plans(async |reading| {
        reading.task_overview_totals(&about).await.unwrap();
    });
    insta::assert_snapshot!("report_about_one_contact", plans.await);
    let plans = site.plans(async |reading| {
        let order = TaskOrder {
            field: TaskOrderField::CompletedAt,
            descending: true,
        };
        let behind = TaskFilter {
            statuses: Some(vec![TaskStatus::Completed]),
            ..years()
        };
        let tasks = reading.tasks(&behind, order, &PageRequest::first(50)).await;
        assert_eq!(tasks.unwrap().items.len(), 50);
    });
    insta::assert_snapshot!("tasks_behind_a_number", plans.await);
}

async fn search_plans(site: &Site) {
    let plans = site.plans(async |reading| first_page(reading, &searching(markers::COMMON)).await);
    insta::assert_snapshot!("search_of_a_word", plans.await);
    let plans = site.plans(async |reading| {
        for _ in 0..2 {
            first_page(reading, &searching(markers::FREQUENT)).await;
        }
    });
    insta::assert_snapshot!("search_of_a_frequent_word", plans.await);
    let narrowed = ActivityFilter {
        kinds: Some(vec![ActivityKind::TaskCompleted]),
        ..searching(&format!("{} {}", markers::COMMON, "e"))
    };
    let plans = site.plans(async |reading| {
        first_page(reading, &narrowed).await;
        reading.activity_count(&narrowed).await.unwrap();
    });
    insta::assert_snapshot!("search_of_two_words_with_a_filter", plans.await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_be_fast_goes_by_an_index() {
    let site = Site::new().await;
    report_plans(&site).await;
    search_plans(&site).await;
    let plans = site.plans_of(async || drop(site.store.follow(site.account).await.unwrap()));
    insta::assert_snapshot!("following", plans.await);
}
