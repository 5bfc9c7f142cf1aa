//! What callers may spend, and what an operation costs.

use acceptance::{Team, TestServer, json, text};

const PAGE: &str =
    "query P($n: Int) { tasks(first: $n) { nodes { id } } rateLimit { cost limit remaining resetAt } }";

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_tells_its_cost_and_the_token_what_is_left() {
    let team = Team::new().await;
    let answer = team.member().send(PAGE, json!({ "n": 50 })).await;
    let told = &answer.body["data"]["rateLimit"];
    assert_eq!(
        (&answer.body["extensions"]["cost"], &told["cost"]),
        (&json!(52), &json!(52))
    );
    let (limit, left) = (
        told["limit"].as_i64().unwrap(),
        told["remaining"].as_i64().unwrap(),
    );
    assert!(left < limit && left >= limit - 52, "{told}");
    assert!(text(&told["resetAt"]) > "2026", "{told}");
    let greedy = "{ tasks(first: 100) { nodes { subject { ... on Contact { tasks(first: 100) { nodes { subject { ... on Contact { tasks(first: 100) { nodes { id } } } } } } } } } } }";
    let refused = team.member().send(greedy, json!({})).await;
    assert_eq!(
        (refused.code(), refused.body.get("data")),
        ("QUERY_TOO_COMPLEX", None)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_costs_as_much_as_its_first_thousand_rows() {
    let team = Team::on(TestServer::start_with_points(1_500).await).await;
    let data = team
        .member()
        .query("{ taskOverviewReport { csvPath } }", json!({}))
        .await;
    let path = text(&data["taskOverviewReport"]["csvPath"]);
    let statuses = [
        team.member().file(path).await.status,
        team.member().file(path).await.status,
    ];
    assert_eq!(statuses, [200, 429]);
    assert_eq!(
        team.entries("DATA_EXPORTED").await,
        1,
        "what is refused is no export"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_spent_all_points_waits_and_others_do_not() {
    let team = Team::on(TestServer::start_with_points(600).await).await;
    let mut left = 600;
    let (refused, paid) = loop {
        let answer = team.member().send(PAGE, json!({ "n": 90 })).await;
        if answer.status == 429 {
            break (answer, left);
        }
        left = answer.body["data"]["rateLimit"]["remaining"].as_i64().unwrap();
    };
    assert!(paid < 92, "{paid} points were left");
    assert_eq!((refused.code(), refused.body.get("data")), ("RATE_LIMITED", None));
    let wait = refused.retry_after.expect("a `Retry-After`");
    assert!((1..=10).contains(&wait), "92 points at 10 a second: {wait} s");
    assert_eq!(team.admin().send(PAGE, json!({ "n": 90 })).await.status, 200);
    let more_than_all =
        "{ tasks(first: 100) { nodes { subject { ... on Contact { tasks(first: 7) { nodes { id } } } } } } }";
    let never = team.member().send(more_than_all, json!({})).await;
    assert_eq!(never.code(), "QUERY_TOO_COMPLEX", "it would wait for ever");
}
