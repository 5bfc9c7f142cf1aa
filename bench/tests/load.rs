//! What is loaded is what a server would have written, and as much of it as was asked for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::BTreeMap;

use adapter_postgres::{
    PgPool, PoolOptions,
    bulk::{Loader, Portion},
    check::check,
};
use application::confirmation::ConfirmationKey;
use bench::{
    load::{Loaded, Plan, finish, load, load_as_of},
    markers,
};
use domain::{
    Account, AccountId, Role, TimeZone, User, UserId,
    search::fold,
    text::{AccountName, Email, PersonName},
};
use indicatif::ProgressBar;
use testkit::postgres::fresh_database;
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

const TASKS: u64 = 3_000;

fn plan() -> Plan {
    Plan {
        tasks: TASKS,
        accounts: 4,
        seed: 1,
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

async fn number(client: &Client, query: &str) -> i64 {
    client.query_one(query, &[]).await.unwrap().get(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_loaded_is_whole_and_as_much_as_was_planned() {
    let url = fresh_database().await;
    let loaded = load(&url, &plan(), &ProgressBar::hidden()).await.unwrap();
    let found = check(&url).await.unwrap();
    assert!(found.is_empty(), "{found:#?}");
    let client = connect(&url).await;
    for Loaded { id, tasks, admin, .. } in &loaded {
        let count = format!("select count(*) from tasks where account_id = '{}'", id.uuid());
        assert_eq!(number(&client, &count).await, i64::try_from(*tasks).unwrap());
        let admins = format!(
            "select count(*) from users where id = '{}' and role = 1 and active",
            admin.uuid()
        );
        assert_eq!(number(&client, &admins).await, 1);
    }
    assert_eq!((loaded.len(), loaded[0].tasks), (4, TASKS / 2));
    let completed = number(
        &client,
        "select count(*) from tasks where completed_at is not null",
    )
    .await;
    assert!((2_500..=2_560).contains(&completed), "{completed} completed");
    let entries = number(&client, "select count(*) from activity where task_id is not null").await;
    assert!((5_400..6_000).contains(&entries), "{entries} entries");
    assert!(
        number(
            &client,
            "select count(*) from completions where superseded_at is not null"
        )
        .await
            > 0
    );
    assert!(
        number(&client, "select count(*) from report_blocks").await > 0,
        "counted beforehand"
    );
    assert_eq!(number(&client, "select count(*) from report_changes").await, 0);
    let late = "select count(*) from activity where occurred_at > now()";
    assert_eq!(number(&client, late).await, 0, "nothing is of the future");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_to_search_for_come_at_their_rates() {
    let url = fresh_database().await;
    load_as_of(
        &url,
        &plan(),
        Loader::open(&url).await.unwrap().now().await.unwrap(),
        &ProgressBar::hidden(),
    )
    .await
    .unwrap();
    let client = connect(&url).await;
    let about_tasks = "select count(*) from activity where task_id is not null";
    let entries = number(&client, about_tasks).await;
    let ten_thousandths = async |words: &[&str]| {
        let conditions = words
            .iter()
            .map(|word| format!("search_text like '%{}%'", fold(word)));
        let conditions: Vec<String> = conditions.collect();
        let query = format!("{about_tasks} and {}", conditions.join(" and "));
        number(&client, &query).await * 10_000 / entries
    };
    let frequent = ten_thousandths(&[markers::FREQUENT]).await;
    assert!((1_500..2_050).contains(&frequent), "{frequent}");
    let common = ten_thousandths(&[markers::COMMON]).await;
    assert!((230..510).contains(&common), "{common}");
    for one in markers::SELDOM_TOGETHER {
        let rate = ten_thousandths(&[one]).await;
        assert!((600..1_060).contains(&rate), "{one} {rate}");
    }
    assert!(ten_thousandths(&markers::SELDOM_TOGETHER).await < 20);
    let of = async |word: &str| {
        let query = format!(
            "select count(distinct account_id) from activity where search_text like '%{}%'",
            fold(word)
        );
        number(&client, &query).await
    };
    assert_eq!(of(markers::RARE).await, 4, "in every account");
    assert_eq!(of(markers::SINGULAR).await, 4);
    assert_eq!(of(markers::NONE).await, 0);
}

/// Everything but the ids, one row after the other.
async fn told(url: &str) -> Vec<String> {
    let query = "select concat_ws('|', a.name, a.time_zone, e.occurred_at, e.kind, e.action, e.title, e.notes, e.reason,
            e.changes, e.search_text, e.recorded_label, e.recorded_sentiment, u.name, t.due_on, t.due_at, t.version,
            t.completed_at, c.name, d.name, d.value_amount)
        from activity e join accounts a using (account_id)
        left join users u on (u.account_id, u.id) = (e.account_id, e.actor_id)
        left join tasks t on (t.account_id, t.id) = (e.account_id, e.task_id)
        left join contacts c on (c.account_id, c.id) = (e.account_id, e.contact_id)
        left join deals d on (d.account_id, d.id) = (e.account_id, e.deal_id) order by 1";
    let rows = connect(url).await.query(query, &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// What is there of each kind: rows and columns that are given.
async fn columns(url: &str) -> BTreeMap<String, String> {
    let client = connect(url).await;
    let mut found = BTreeMap::new();
    for table in [
        "accounts",
        "users",
        "task_types",
        "outcomes",
        "assignments",
        "contacts",
        "deals",
        "tasks",
        "completions",
    ] {
        let given = format!(
            "select string_agg(key || ' ' || number, ', ' order by key) from (
                select key, count(*) as number from {table} t cross join lateral jsonb_each(to_jsonb(t))
                where value <> 'null' group by key) counted"
        );
        let row = client.query_one(&given, &[]).await.unwrap();
        found.insert(table.to_owned(), row.get(0));
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn one_seed_gives_the_same_rows_also_for_a_login_that_is_no_superuser() {
    let (first, second, other) = (
        fresh_database().await,
        fresh_database().await,
        fresh_database().await,
    );
    let now = Loader::open(&first).await.unwrap().now().await.unwrap();
    let small = Plan { tasks: 400, ..plan() };
    load_as_of(&first, &small, now, &ProgressBar::hidden())
        .await
        .unwrap();
    let login = login(&second).await;
    let accounts = load_as_of(&login, &small, now, &ProgressBar::hidden())
        .await
        .unwrap();
    assert_eq!(told(&first).await, told(&second).await);
    assert_eq!(columns(&first).await, columns(&second).await);
    finish(&login, &accounts).await.unwrap();
    let found = check(&login).await.unwrap();
    assert!(found.is_empty(), "{found:#?}");
    load_as_of(&other, &Plan { seed: 2, ..small }, now, &ProgressBar::hidden())
        .await
        .unwrap();
    assert_ne!(told(&first).await, told(&other).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_stays_beside_what_is_loaded_again() {
    let url = fresh_database().await;
    let small = Plan {
        tasks: 100,
        accounts: 2,
        seed: 1,
    };
    let first = load(&url, &small, &ProgressBar::hidden()).await.unwrap();
    let again = load(&url, &small, &ProgressBar::hidden()).await.unwrap();
    assert!(
        first
            .iter()
            .all(|one| again.iter().all(|other| one.id != other.id))
    );
    let client = connect(&url).await;
    assert_eq!(number(&client, "select count(*) from tasks").await, 200);
    assert!(check(&url).await.unwrap().is_empty());
    let options = PoolOptions::new(&url);
    assert!(PgPool::open(options).await.is_ok(), "it can be served");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_off_leaves_nothing() {
    let url = fresh_database().await;
    let (client, admin_id) = (connect(&url).await, UserId::new(Uuid::from_u128(1)));
    let mut loader = Loader::open(&url).await.unwrap();
    let now = loader.now().await.unwrap();
    let account = Account {
        id: AccountId::new(Uuid::from_u128(2)),
        name: AccountName::parse("Half").unwrap(),
        time_zone: TimeZone::parse("Europe/Berlin").unwrap(),
        created_at: now,
    };
    loader
        .begin(&account, &ConfirmationKey::new([1; 64]))
        .await
        .unwrap();
    let (name, email) = (
        PersonName::parse("Anna").unwrap(),
        Email::parse("anna@half.example").unwrap(),
    );
    let mut portion = Portion::new(account.id);
    portion
        .user(&User::create(admin_id, name, email, Role::Admin, now).0)
        .unwrap();
    let twice = User::create(
        admin_id,
        PersonName::parse("Bert").unwrap(),
        Email::parse("bert@half.example").unwrap(),
        Role::Member,
        now,
    );
    portion.user(&twice.0).unwrap();
    let refused = loader.load(portion).await.unwrap_err();
    assert_eq!(refused.to_string(), "PostgreSQL refuses rows (SQLSTATE 23505)");
    drop(loader);
    assert_eq!(number(&client, "select count(*) from accounts").await, 0);
}

/// The address of a login that may take the owner's role and the server's, and nothing else.
async fn login(url: &str) -> String {
    let client = connect(url).await;
    let name = format!("loader_{}", std::process::id());
    let sql = format!(
        "create role {name} login password '{name}'; grant task_outcomes_owner, task_outcomes_server to {name}"
    );
    client.batch_execute(&sql).await.unwrap();
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}user={name}&password={name}")
}
