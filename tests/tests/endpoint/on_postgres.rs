//! What the endpoint does while PostgreSQL is slow, gone or broken.

use std::time::Duration;

use acceptance::{
    AppOptions, Patience, Team, TestServer, Value, json,
    operator::{comes_true, operator},
};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::error_codes::codes;
use crate::wire::{connect, head};

/// Whoever reads a task sleeps.
const SLOW: &str = "create policy slow on tasks as restrictive for select to task_outcomes_server
    using (pg_sleep(10)::text is not null)";

const SLEEPING: &str =
    "select count(*) from pg_stat_activity where datname = current_database() and state = 'active'
    and application_name = 'task-outcomes' and wait_event = 'PgSleep'";

async fn sleeping(operator: &tokio_postgres::Client) -> i64 {
    operator.query_one(SLEEPING, &[]).await.unwrap().get(0)
}

fn in_use(team: &Team) -> u32 {
    let (open, idle) = team.server.pool().usage();
    open - idle
}

/// A connection on which the member has asked and waits.
async fn asked(team: &Team, body: &Value) -> TcpStream {
    let body = body.to_string();
    let mut stream = connect(team.member()).await;
    let head = head(team.member(), &format!("content-length: {}\r\n", body.len()));
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_whose_client_has_left_is_given_up_with_its_statement() {
    let team = Team::in_force().await;
    team.task("Call", "Ring Clara").await;
    let operator = operator(&team).await;
    operator.batch_execute(SLOW).await.unwrap();
    let stream = asked(&team, &json!({ "query": "{ tasks { nodes { id } } }" })).await;
    comes_true("nothing is read", async || sleeping(&operator).await == 1).await;
    drop(stream);
    comes_true("it is still read for nobody", async || {
        sleeping(&operator).await == 0
    })
    .await;
    comes_true("a connection is still held", async || in_use(&team) == 0).await;
    operator.batch_execute("drop policy slow on tasks").await.unwrap();
    let data = team.member().query("{ tasks { totalCount } }", json!({})).await;
    assert_eq!(data["tasks"]["totalCount"], 1, "the connections work");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mutation_whose_client_has_left_goes_on_to_its_end() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    let outcome = team.outcome_id("No answer").await;
    let operator = operator(&team).await;
    operator
        .batch_execute("begin; lock table tasks in exclusive mode")
        .await
        .unwrap();
    let body = json!({
        "query": "mutation C($input: TaskCompleteInput!) { taskComplete(input: $input) { task { id } } }",
        "variables": { "input": { "id": task, "outcomeId": outcome } },
    });
    let stream = asked(&team, &body).await;
    let waits = "select count(*) from pg_stat_activity where datname = current_database()
        and application_name = 'task-outcomes' and wait_event_type = 'Lock'";
    comes_true("nothing is done", async || {
        operator.query_one(waits, &[]).await.unwrap().get::<_, i64>(0) == 1
    })
    .await;
    drop(stream);
    tokio::time::sleep(Duration::from_millis(50)).await;
    operator.batch_execute("commit").await.unwrap();
    comes_true("what was asked for is not done", async || {
        let query = "query T($id: ID!) { node(id: $id) { ... on Task { status } } }";
        team.admin().query(query, json!({ "id": task })).await["node"]["status"] == "COMPLETED"
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_takes_too_long_is_given_up_with_its_statement() {
    let options = AppOptions {
        patience: Patience {
            query: Duration::from_millis(500),
            ..Patience::default()
        },
        ..AppOptions::default()
    };
    let team = Team::on(TestServer::start_with(options).await).await;
    team.task("Call", "Ring Clara").await;
    let operator = operator(&team).await;
    operator.batch_execute(SLOW).await.unwrap();
    let answer = team.member().send("{ tasks { nodes { id } } }", json!({})).await;
    assert_eq!((answer.status, answer.code()), (504, "TIMEOUT"));
    assert_eq!(answer.body.get("data"), None);
    comes_true("it is still read", async || sleeping(&operator).await == 0).await;
    comes_true("a connection is still held", async || in_use(&team) == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_foresaw_is_masked_and_carries_the_id_of_the_request() {
    let team = Team::new().await;
    operator(&team)
        .await
        .batch_execute("alter table tasks rename to moved")
        .await
        .unwrap();
    let query = "{ viewer { user { name } } tasks { nodes { id } } }";
    let answer = team.admin().send(query, json!({})).await;
    assert_eq!(codes(&answer), ["INTERNAL_SERVER_ERROR"]);
    assert_eq!(
        (answer.status, &answer.body["data"]["tasks"]),
        (200, &Value::Null)
    );
    let error = &answer.body["errors"][0];
    assert_eq!(error["extensions"]["requestId"], answer.header("x-request-id"));
    let told = error.to_string();
    for word in ["relation", "tasks\\\"", "moved", "42P01", "SQL"] {
        assert!(!told.contains(word), "{told}");
    }
    let german = team.admin().in_language("de").send(query, json!({})).await;
    assert!(
        german.body["errors"][0]["message"]
            .to_string()
            .contains("schiefgegangen")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_free_connection_the_service_is_unavailable_for_now() {
    let options = AppOptions {
        pool_size: 1,
        ..AppOptions::default()
    };
    let team = Team::on(TestServer::start_with(options).await).await;
    team.task("Call", "Ring Clara").await;
    let operator = operator(&team).await;
    operator.batch_execute(SLOW).await.unwrap();
    let slow = asked(&team, &json!({ "query": "{ tasks { nodes { id } } }" })).await;
    comes_true("nothing is read", async || sleeping(&operator).await == 1).await;
    let answer = team.admin().send("{ viewer { user { id } } }", json!({})).await;
    assert_eq!(
        (answer.status, codes(&answer)),
        (503, vec!["SERVICE_UNAVAILABLE".to_owned()])
    );
    assert!(answer.retry_after.is_some());
    drop(slow);
    comes_true("a connection is still held", async || in_use(&team) == 0).await;
    assert_eq!(
        team.admin()
            .send("{ viewer { user { id } } }", json!({}))
            .await
            .status,
        200
    );
}
