//! Finding what came of it: S9, S10.

use acceptance::{Team, all, json, steps::*, text};

#[tokio::test(flavor = "multi_thread")]
async fn s09_the_history_is_searched_and_narrowed_without_opening_notes() {
    let team = Team::in_force().await;
    let call = team.task("Call", "Rückruf wegen Lagerhalle").await;
    let meeting = team.outcome_id("Meeting scheduled").await;
    let written = "Besprechungstermin am Freitag";
    succeeded(
        &complete(
            team.member(),
            json!({ "id": call, "outcomeId": meeting, "notes": written }),
        )
        .await,
    );
    let lunch = team
        .task_of("Lunch", "Essen gehen", json!({ "dealId": team.deal }))
        .await;
    team.done(&lunch, "No answer").await;

    let query = "query Q($filter: ActivityFilterInput) { activities(filter: $filter) { totalCount nodes {
        title recordedLabel recordedSentiment notes actor { name } } } }";
    let found = async |filter| {
        team.admin().query(query, json!({ "filter": filter })).await["activities"]["nodes"].take()
    };
    for search in ["besprechung", "RUCKRUF freitag", "scheduled", "clara termin"] {
        let entries = found(json!({ "search": search, "kinds": ["TASK_COMPLETED"] })).await;
        assert_eq!(all(&entries, "title"), ["Rückruf wegen Lagerhalle"], "{search}");
        assert_eq!(entries[0]["recordedLabel"], "Meeting scheduled");
        assert_eq!(entries[0]["recordedSentiment"], "POSITIVE");
    }
    let completed = json!(["TASK_COMPLETED"]);
    let narrowed = [
        json!({ "outcomeIds": [meeting], "kinds": completed }),
        json!({ "sentiments": ["POSITIVE"], "kinds": completed }),
        json!({ "taskTypeIds": [team.type_id("Call").await], "kinds": completed }),
        json!({ "relatesTo": "CONTACT", "kinds": completed }),
        json!({ "subjectIds": [team.contact], "kinds": completed }),
    ];
    for filter in narrowed {
        assert_eq!(
            all(&found(filter.clone()).await, "title"),
            ["Rückruf wegen Lagerhalle"],
            "{filter}"
        );
    }
    assert_eq!(
        found(json!({ "occurredAt": { "until": "2020-01-01T00:00:00Z" } })).await,
        json!([])
    );

    let of_deal = "query Q($id: ID!) { node(id: $id) { ... on Deal { activities { nodes { kind } } } } }";
    let data = team.member().query(of_deal, json!({ "id": team.deal })).await;
    let kinds = all(&data["node"]["activities"]["nodes"], "kind");
    assert_eq!(
        kinds,
        ["TASK_COMPLETED", "TASK_CREATED", "DEAL_CHANGED"],
        "latest first"
    );
}

const REPORT: &str = "query Q($filter: TaskOverviewReportFilterInput) { taskOverviewReport(filter: $filter) {
        totals { completedCount positiveCount neutralCount negativeCount withoutOutcomeCount positiveRate }
        tasks { totalCount }
        owner: groups(by: OWNER) { ...G } sentiment: groups(by: SENTIMENT) { ...G } outcome: groups(by: OUTCOME) { ...G }
        type: groups(by: TASK_TYPE) { ...G } relatesTo: groups(by: RELATES_TO) { ...G } day: groups(by: DAY, last: 1) { ...G }
        filterOptions { taskTypes { label completedCount } outcomes { label completedCount } } } }
        fragment G on TaskOverviewGroupConnection { nodes { label totals { completedCount } tasks { totalCount } }
            remainder { completedCount } }";

#[tokio::test(flavor = "multi_thread")]
async fn s10_the_report_shows_what_works_and_every_number_leads_to_its_tasks() {
    let team = Team::in_force().await;
    let plan = [
        ("Call", "Meeting scheduled", true),
        ("Call", "No answer", true),
        ("Lunch", "Meeting scheduled", true),
        ("Lunch", "Meeting scheduled", false),
    ];
    for (number, (kind, outcome, about_contact)) in plan.into_iter().enumerate() {
        let subject = if about_contact {
            json!({ "contactId": team.contact })
        } else {
            json!({ "dealId": team.deal })
        };
        let task = team.task_of(kind, &format!("Task {number}"), subject).await;
        team.done(&task, outcome).await;
    }
    let report = team.member().query(REPORT, json!({})).await["taskOverviewReport"].take();
    assert_eq!(report["totals"]["completedCount"], 4);
    assert_eq!(report["totals"]["positiveRate"], 0.75);
    assert_eq!(report["tasks"]["totalCount"], 4);
    for dimension in ["owner", "sentiment", "outcome", "type", "relatesTo", "day"] {
        let groups = &report[dimension];
        let mut sum = groups["remainder"]["completedCount"].as_i64().unwrap();
        for node in groups["nodes"].as_array().unwrap() {
            assert_eq!(
                node["totals"]["completedCount"], node["tasks"]["totalCount"],
                "{dimension}"
            );
            sum += node["totals"]["completedCount"].as_i64().unwrap();
        }
        assert_eq!(sum, 4, "{dimension}");
    }
    assert_eq!(all(&report["owner"]["nodes"], "label"), ["Malik Moser"]);
    assert_eq!(
        all(&report["outcome"]["nodes"], "label"),
        ["Meeting scheduled", "No answer"]
    );

    let contacts =
        json!({ "filter": { "relatesTo": "CONTACT", "taskTypeIds": [team.type_id("Call").await] } });
    let narrowed = team.member().query(REPORT, contacts).await["taskOverviewReport"].take();
    assert_eq!(narrowed["totals"]["completedCount"], 2);
    let types = narrowed["filterOptions"]["taskTypes"].as_array().unwrap();
    let lunch = types
        .iter()
        .find(|option| text(&option["label"]) == "Lunch")
        .unwrap();
    assert_eq!(
        lunch["completedCount"], 1,
        "its own condition is left out, the others hold"
    );
}
