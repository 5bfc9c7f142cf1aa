//! How PostgreSQL reads for what must be fast: the shapes of its plans, as the server's role, for any values. A lost index
//! is a changed snapshot (`INSTA_UPDATE=always` writes them).

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
    ports::{Reading, Reads},
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
use domain::{AccountId, ActivityKind, SearchTerms, TimeZone, UserId};
use indicatif::ProgressBar;
use jiff::Timestamp;
use testkit::postgres::fresh_database;
use tokio_postgres::{Client, NoTls};

/// So few that statistics are taken of all rows, and plans are the same each time.
const TASKS: u64 = 12_000;
const NOW: &str = "2026-10-01T12:00:00Z";

static SENT: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn listen(statement: &str) {
    SENT.lock().unwrap().push(statement.to_owned());
}

struct Site {
    store: PgStore,
    client: Client,
    account: AccountId,
    admin: UserId,
    /// Snapshots are of this version: others write plans otherwise.
    is_postgresql_15: bool,
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
            "set role task_outcomes_server; set app.account_id = '{}'; set plan_cache_mode = force_generic_plan",
            account.uuid()
        );
        client.batch_execute(&role).await.unwrap();
        let version = "select current_setting('server_version_num')::integer / 10000 = 15";
        let is_postgresql_15 = client.query_one(version, &[]).await.unwrap().get(0);
        Self {
            is_postgresql_15,
            store: PgStore::new(pool),
            client,
            account,
            admin: loaded[0].admin,
        }
    }

    /// The plans of all statements that answer a question, in their order.
    async fn plans(&self, ask: impl AsyncFnOnce(&dyn Reading)) -> String {
        SENT.lock().unwrap().clear();
        let reading = self.store.open(self.account);
        ask(&*reading).await;
        reading.close().await;
        let sent = std::mem::take(&mut *SENT.lock().unwrap());
        let mut plans = String::new();
        for statement in sent
            .iter()
            .filter(|sent| sent.to_lowercase().starts_with("select"))
        {
            writeln!(plans, "{statement}\n{}", self.plan(statement).await).unwrap();
        }
        plans
    }

    /// Holds plans against their snapshot; on another version, at least no big table is read from its beginning.
    fn hold(&self, name: &str, plans: &str) {
        for table in [
            "activity",
            "completions",
            "tasks",
            "history_postings",
            "report_sums",
        ] {
            assert!(!plans.contains(&format!("Seq Scan on {table}")), "{plans}");
        }
        if self.is_postgresql_15 {
            insta::assert_snapshot!(name, plans);
        }
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
        let lines = rows.iter().map(|row| row.get::<_, String>(0));
        lines.fold(String::new(), |plan, line| plan + "    " + &line + "\n")
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn what_must_be_fast_goes_by_an_index() {
    let site = Site::new().await;
    let berlin = TimeZone::parse("Europe/Berlin").unwrap();
    let years = TaskFilter {
        completed_at: TimeSpan {
            from: Some(moment("2023-12-31T23:00:00Z")),
            until: Some(moment("2026-09-30T22:00:00Z")),
        },
        ..TaskFilter::default()
    };
    for dimension in [Dimension::Owner, Dimension::Outcome, Dimension::Month] {
        let plans = site.plans(async |reading| {
            drop(
                reading
                    .task_overview_groups(&years, dimension, &berlin)
                    .await
                    .unwrap(),
            );
        });
        site.hold(
            &format!("report_years_by_{dimension:?}").to_lowercase(),
            &plans.await,
        );
    }
    let days = TaskFilter {
        completed_at: TimeSpan {
            from: Some(moment("2026-07-03T05:00:00Z")),
            until: Some(moment("2026-09-28T05:00:00Z")),
        },
        owners: Some(vec![Some(site.admin)]),
        ..TaskFilter::default()
    };
    let plans = site.plans(async |reading| {
        reading.task_overview_totals(&days).await.unwrap();
    });
    site.hold("report_of_days_of_one_owner", &plans.await);
    let plans = site.plans(async |reading| {
        let order = TaskOrder {
            field: TaskOrderField::CompletedAt,
            descending: true,
        };
        let behind = TaskFilter {
            statuses: Some(vec![TaskStatus::Completed]),
            ..years.clone()
        };
        drop(
            reading
                .tasks(&behind, order, &PageRequest::first(50))
                .await
                .unwrap(),
        );
    });
    site.hold("tasks_behind_a_number", &plans.await);
    let plans = site.plans(async |reading| first_page(reading, &searching(markers::RARE)).await);
    site.hold("search_of_a_rare_word", &plans.await);
    let together = format!("{} {}", markers::SELDOM_TOGETHER[0], markers::SELDOM_TOGETHER[1]);
    let narrowed = ActivityFilter {
        kinds: Some(vec![ActivityKind::TaskReopened]),
        ..searching(&together)
    };
    let plans = site.plans(async |reading| {
        first_page(reading, &narrowed).await;
        reading.activity_count(&narrowed).await.unwrap();
    });
    site.hold("search_of_two_words_with_a_filter", &plans.await);
}
