//! The report as outcomes are today and as they were recorded: edge 16.

use acceptance::{Team, Value, all, json, steps::*, text};

const REPORT: &str = "totals { neutralCount negativeCount } filterOptions { outcomes { label completedCount } }
        groups(by: OUTCOME) { nodes { label key { outcome { id } } totals { completedCount } tasks { totalCount }
            breakdown(by: SENTIMENT) { nodes { key { sentiment } tasks { totalCount } } } } }";

async fn report(team: &Team, filter: Value, selection: &str) -> Value {
    let query = format!(
        "query R($filter: TaskOverviewReportFilterInput) {{ taskOverviewReport(filter: $filter) {{ {selection} }} }}"
    );
    team.admin().query(&query, json!({ "filter": filter })).await["taskOverviewReport"].take()
}

/// Two tasks with "No answer" and one with "Declined"; then the first is renamed and negative, chosen once more, and the
/// second merged into it. Gives the ids of both.
async fn changed_outcomes(team: &Team) -> (String, String) {
    let id = team.outcome_id("No answer").await;
    let other = team.outcome("Declined", "NEGATIVE").await;
    let lists = team.types().await.into_iter();
    let lists = lists
        .map(|(ty, _)| json!({ "taskTypeId": ty, "outcomeIds": [id, other] }))
        .collect::<Vec<_>>();
    succeeded(&save(team.admin(), json!({ "assignments": lists })).await);
    for label in ["No answer", "No answer", "Declined"] {
        let task = team.task("Call", label).await;
        team.done(&task, label).await;
    }
    succeeded(
        &update_outcome(
            team.admin(),
            json!({ "id": id, "label": "Not reached", "sentiment": "NEGATIVE" }),
        )
        .await,
    );
    let task = team.task("Call", "again").await;
    team.done(&task, "Not reached").await;
    succeeded(&merge_outcome(team.admin(), json!({ "id": other, "intoId": id })).await);
    (id, other)
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_16_as_recorded_the_report_follows_no_change() {
    let team = Team::in_force().await;
    let (id, other) = changed_outcomes(&team).await;
    let today = report(&team, json!({}), REPORT).await;
    assert_eq!(today["totals"], json!({ "neutralCount": 0, "negativeCount": 4 }));
    assert_eq!(
        all(&today["groups"]["nodes"], "label"),
        ["Not reached"],
        "merged, under the label of today"
    );

    let then = report(&team, json!({ "basis": "AS_RECORDED" }), REPORT).await;
    assert_eq!(then["totals"], json!({ "neutralCount": 2, "negativeCount": 2 }));
    let row = |label: &str, outcome: &str, count: i64, sentiment: &str| {
        json!({ "label": label, "key": { "outcome": { "id": outcome } }, "totals": { "completedCount": count },
            "tasks": { "totalCount": count },
            "breakdown": { "nodes": [{ "key": { "sentiment": sentiment }, "tasks": { "totalCount": count } }] } })
    };
    let rows = then["groups"]["nodes"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]), (3, &row("No answer", &id, 2, "NEUTRAL")));
    for expected in [
        row("Not reached", &id, 1, "NEGATIVE"),
        row("Declined", &other, 1, "NEGATIVE"),
    ] {
        assert!(rows[1..].contains(&expected), "{expected}");
    }
    let choices = then["filterOptions"]["outcomes"].as_array().unwrap();
    let chosen = json!({ "label": "Not reached", "completedCount": 3 });
    assert!(
        choices.contains(&chosen),
        "one choice for each outcome: {choices:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_16_as_recorded_conditions_pages_and_the_file_go_by_the_record() {
    let team = Team::in_force().await;
    let (id, _) = changed_outcomes(&team).await;
    let narrowed = json!({ "basis": "AS_RECORDED", "outcomeIds": [id], "sentiments": ["NEUTRAL"] });
    let narrowed = report(&team, narrowed, REPORT).await;
    assert_eq!(all(&narrowed["groups"]["nodes"], "label"), ["No answer"]);
    let page = "groups(by: OUTCOME, first: 1) { pageInfo { endCursor } } csvPath";
    let first = report(&team, json!({ "basis": "AS_RECORDED" }), page).await;
    let next = format!(
        "groups(by: OUTCOME, first: 9, after: {}) {{ nodes {{ label }} }}",
        first["groups"]["pageInfo"]["endCursor"]
    );
    let next = report(&team, json!({ "basis": "AS_RECORDED" }), &next).await;
    assert_eq!(
        next["groups"]["nodes"].as_array().unwrap().len(),
        2,
        "a cursor holds the recorded label"
    );
    let file = team.member().file(text(&first["csvPath"])).await.text;
    assert_eq!(
        file.matches("No answer,NEUTRAL,No answer,NEUTRAL").count(),
        2,
        "{file}"
    );
    assert_eq!(
        file.matches("Declined,NEGATIVE,Declined,NEGATIVE").count(),
        1,
        "{file}"
    );
}
