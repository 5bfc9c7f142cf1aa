//! What an answer looks like when something in it failed, or when the request itself is at fault.

use acceptance::{Team, codes, json, steps::*};

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_nullable_field_is_null_and_its_siblings_stay_in_the_order_of_the_selection() {
    let team = Team::new().await;
    let query = "{ viewer { user { name } } tasks(first: 0) { nodes { id } } users { totalCount } account: viewer { account { name } } }";
    let answer = team.admin().send(query, json!({})).await;
    let data = answer.body["data"].as_object().unwrap();
    assert_eq!(
        data.keys().collect::<Vec<_>>(),
        ["viewer", "tasks", "users", "account"]
    );
    assert_eq!(data["tasks"], json!(null));
    assert_eq!(data["viewer"]["user"]["name"], "Anna Ahlers");
    assert_eq!(data["users"]["totalCount"], 3);
    assert_eq!(answer.body["errors"].as_array().unwrap().len(), 1);
    assert_eq!(answer.body["errors"][0]["path"], json!(["tasks"]));
    assert_eq!((answer.status, answer.code()), (200, "BAD_USER_INPUT"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_non_null_field_takes_its_parent_with_it() {
    let team = Team::new().await;
    let ids: Vec<&str> = std::iter::repeat_n("x", 101).collect();
    let query = "query Q($ids: [ID!]!) { viewer { user { name } } nodes(ids: $ids) { id } }";
    let answer = team.admin().send(query, json!({ "ids": ids })).await;
    assert_eq!(answer.body["data"], json!(null));
    assert_eq!(
        (answer.body["errors"][0]["path"].clone(), answer.code()),
        (json!(["nodes"]), "BAD_USER_INPUT")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_at_fault_has_a_code_and_no_data() {
    let team = Team::new().await;
    let bomb: String = (0..40)
        .map(|i| {
            format!(
                "fragment F{i} on Query {{ ...F{0} ...F{0} viewer {{ user {{ name }} }} }} ",
                i + 1
            )
        })
        .chain(["fragment F40 on Query { viewer { user { id } } } { ...F0 }".to_owned()])
        .collect();
    let requests = [
        ("{ viewer {", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "query A { viewer { user { name } } } query B { viewer { user { name } } }",
            "OPERATION_RESOLUTION_FAILURE",
        ),
        (bomb.as_str(), "QUERY_TOO_COMPLEX"),
        (
            "subscription { taskChanged { action } }",
            "OPERATION_RESOLUTION_FAILURE",
        ),
    ];
    for (query, code) in requests {
        let answer = team.admin().send(query, json!({})).await;
        assert_eq!(answer.code(), code, "{}", answer.body);
        assert_eq!(answer.body.get("data"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn user_errors_speak_the_language_of_the_request() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    let german = team.member().in_language("de-DE,de;q=0.9,en;q=0.1");
    let (english, german) = (
        complete(team.member(), json!({ "id": task })).await,
        complete(&german, json!({ "id": task })).await,
    );
    assert_eq!(codes(&english), codes(&german));
    let message =
        |payload: &acceptance::Value| payload["userErrors"][0]["message"].as_str().unwrap().to_owned();
    assert!(message(&english).contains("outcome"), "{}", message(&english));
    assert!(message(&german).contains("Ergebnis"), "{}", message(&german));
}
