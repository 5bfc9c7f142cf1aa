//! Every code of the closed list, provoked; and no other code, whatever goes wrong.

use std::collections::BTreeSet;
use std::time::Duration;

use acceptance::{Answer, AppOptions, Code, Patience, Team, TestServer, json};
use tokio::io::AsyncWriteExt as _;

use crate::wire::{connect, head, heard, status};

/// Not given so far: what a role may not do is data (`ForbiddenError`), because a person can act on it.
const AS_DATA: &str = "FORBIDDEN";
/// Provoked where PostgreSQL can be made to fail.
const ON_POSTGRES: [&str; 2] = ["SERVICE_UNAVAILABLE", "INTERNAL_SERVER_ERROR"];

/// All codes of an answer; each error has one, and an answer without data says nothing of it.
pub(crate) fn codes(answer: &Answer) -> Vec<String> {
    let errors = answer.body["errors"].as_array().unwrap();
    let code = |error: &acceptance::Value| error["extensions"]["code"].as_str().unwrap().to_owned();
    errors.iter().map(code).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_code_can_be_provoked_and_there_is_no_other() {
    let team = Team::on(TestServer::start_with_points(300).await).await;
    let bodies = [
        json!({ "query": "{ viewer { user { name } }" }),
        json!({ "query": "{ viewer { user { nothing } } }" }),
        json!({ "query": "query Q($id: ID!) { node(id: $id) { id } }" }),
        json!({ "query": "query Q($id: ID!) { node(id: $id) { id } }", "variables": { "id": [] } }),
        json!({ "query": "query Q($n: Int) { tasks(first: $n) { nodes { id } } }", "variables": { "n": "many" } }),
        json!({ "query": "{ tasks(first: 1000) { nodes { id } } }" }),
        json!({ "query": "{ tasks(after: \"x\") { nodes { id } } }" }),
        json!({ "query": "{ activities(filter: { occurredAt: { from: \"yesterday\" } }) { nodes { id } } }" }),
        json!({ "query": "query A { viewer { user { id } } } query B { viewer { user { id } } }" }),
        json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": "00".repeat(32) } } }),
        json!({ "query": "x ".repeat(5_001) }),
        json!({ "query": format!("{{ {} }}", "viewer { user { id } } ".repeat(400)) }),
        json!({ "query": "subscription { nothing }" }),
        json!({ "query": "mutation { taskComplete }" }),
        json!({}),
        json!([]),
    ];
    let mut seen = BTreeSet::new();
    for body in bodies {
        let answer = team.admin().post(&body).await;
        assert!(answer.body.get("errors").is_some(), "{body}: {}", answer.body);
        seen.extend(codes(&answer));
    }
    seen.extend(codes(
        &team
            .server
            .client("to_x")
            .send("{ viewer { user { id } } }", json!({}))
            .await,
    ));
    while !seen.contains("RATE_LIMITED") {
        let page = team
            .member()
            .send("{ tasks(first: 90) { nodes { id } } }", json!({}))
            .await;
        if page.status == 429 {
            seen.extend(codes(&page));
        }
    }
    seen.insert(slow_body().await);
    let all: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    let elsewhere = ON_POSTGRES.into_iter().chain([AS_DATA]).map(str::to_owned);
    let expected: BTreeSet<_> = all
        .iter()
        .filter(|code| !elsewhere.clone().any(|other| other == **code))
        .cloned()
        .collect();
    assert_eq!(seen, expected);
}

/// The code of a request whose body does not come.
async fn slow_body() -> String {
    let options = AppOptions {
        patience: Patience {
            body: Duration::from_millis(100),
            ..Patience::default()
        },
        ..AppOptions::default()
    };
    let server = TestServer::start_with(options).await;
    let client = server.account().await.member;
    let mut stream = connect(&client).await;
    stream
        .write_all(head(&client, "content-length: 10\r\n").as_bytes())
        .await
        .unwrap();
    stream.write_all(b"{").await.unwrap();
    let heard = heard(&mut stream).await;
    assert_eq!(status(&heard), 408, "{heard}");
    let (_, body) = heard.split_once("\r\n\r\n").unwrap();
    let body: acceptance::Value = body.parse().unwrap();
    body["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_of_the_request_tell_where() {
    let team = Team::new().await;
    for (query, line, column) in [("{\n  viewer {", 2, 11), ("{\n  nothing\n}", 2, 3)] {
        let answer = team.admin().send(query, json!({})).await;
        let place = &answer.body["errors"][0]["locations"][0];
        assert_eq!(place["line"], line, "{}", answer.body);
        assert!(place["column"].as_i64().unwrap() >= column, "{}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_variable_without_the_value_it_must_have_is_a_fault_of_the_request() {
    let team = Team::new().await;
    let find = "query Find($id: ID!) { viewer { user { name } } node(id: $id) { id } }";
    let unused = "query Page($first: Int!) { viewer { user { name } } }";
    let default = "query Page($first: Int! = 2) { tasks(first: $first) { nodes { id } } }";
    for (query, variables) in [
        (find, json!({})),
        (find, json!(null)),
        (find, json!({ "id": null })),
        (find, json!({ "id": {} })),
        (unused, json!({})),
        (default, json!({ "first": null })),
        (default, json!({ "first": "two" })),
    ] {
        let answer = team.admin().send(query, variables.clone()).await;
        assert_eq!(
            answer.code(),
            "GRAPHQL_VALIDATION_FAILED",
            "{query} {variables}: {}",
            answer.body
        );
        assert_eq!(answer.body.get("data"), None, "nothing was run");
    }
    let optional = "query Page($first: Int) { tasks(first: $first) { nodes { id } } }";
    for (query, variables) in [
        (default, json!({})),
        (default, json!({ "first": 1 })),
        (optional, json!({})),
        (optional, json!({ "first": null })),
    ] {
        team.admin().query(query, variables).await;
    }
}
