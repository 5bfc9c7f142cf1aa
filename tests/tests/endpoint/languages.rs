//! Whatever is refused is told in the language of the request, with the same code.

use acceptance::{Team, TestServer, Value, json, steps::*};

const GERMAN: &str = "de-DE,de;q=0.9,en;q=0.1";

/// Requests that are refused, and a word of what is said about it in German.
fn refused() -> Vec<(Value, &'static str)> {
    let many = format!("{{ {} }}", "viewer { user { id } } ".repeat(1_001));
    let aliases: Vec<String> = (0..31)
        .map(|i| format!("a{i}: viewer {{ user {{ id }} }} "))
        .collect();
    let aliases = aliases.concat();
    vec![
        (
            json!({ "query": "{ tasks(first: 0) { nodes { id } } }" }),
            "1 bis 100",
        ),
        (
            json!({ "query": "{ tasks(first: 1, last: 1) { nodes { id } } }" }),
            "schließen einander aus",
        ),
        (
            json!({ "query": "{ tasks(after: \"x\") { nodes { id } } }" }),
            "Cursor",
        ),
        (json!({ "query": many }), "Token"),
        (json!({ "query": format!("{{ {aliases} }}") }), "30 Aliasse"),
        (
            json!({ "query": "query A { viewer { user { id } } } query B { viewer { user { id } } }" }),
            "operationName",
        ),
        (
            json!({ "query": "{ viewer { user { id } } }", "operationName": "C" }),
            "`C`",
        ),
        (
            json!({ "query": "{ tasks(first: 100) { nodes { subject { ... on Contact { tasks(first: 100) { nodes { id } } } } } } }" }),
            "Knoten",
        ),
        (json!({ "documentId": "x" }), "Id"),
        (json!({}), "documentId"),
        (json!([]), "Mehrere Anfragen"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_told_in_the_language_of_the_request() {
    let team = Team::on(TestServer::start_with_points(500).await).await;
    for (body, word) in refused() {
        let (english, german) = (
            team.admin().post(&body).await,
            team.admin().in_language(GERMAN).post(&body).await,
        );
        assert_eq!((english.status, english.code()), (german.status, german.code()));
        let told = |answer: &acceptance::Answer| answer.body["errors"][0]["message"].to_string();
        assert!(told(&german).contains(word), "{}", german.body);
        assert_ne!(told(&english), told(&german));
        assert_eq!(
            (
                english.header("content-language"),
                german.header("content-language")
            ),
            ("en", "de")
        );
    }
    let nobody = team.server.client("to_x").in_language(GERMAN);
    let refused = nobody.send("{ viewer { user { id } } }", json!({})).await;
    assert!(
        refused.body["errors"][0]["message"]
            .to_string()
            .contains("Melden Sie sich")
    );
    assert_eq!((refused.status, refused.header("content-language")), (401, "de"));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_user_errors_are_told_in_the_language_of_the_request() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    let answer = complete(&team.member().in_language(GERMAN), json!({ "id": task })).await;
    assert!(
        answer["userErrors"][0]["message"]
            .to_string()
            .contains("Ergebnis")
    );
    team.done(&task, "No answer").await;
    let groups = "{ taskOverviewReport { groups(by: RELATES_TO) { nodes { label } } } }";
    let report = team.admin().in_language(GERMAN).query(groups, json!({})).await;
    assert_eq!(
        report["taskOverviewReport"]["groups"]["nodes"][0]["label"],
        "Kontakte"
    );
}
