//! The tasks of a report as a CSV file.

use std::sync::Arc;

use acceptance::{Team, TestServer, Value, json, steps::*, text};
use futures_util::{StreamExt, stream};
use testkit::FixedClock;

const HEADER: &str = "id,title,taskType,relatesTo,subject,owner,completedBy,completedAt,outcome,sentiment,recordedLabel,\
    recordedSentiment,notes,dueOn,dueAt,completedInTime\r\n";

/// The path of the file of a report, and how many tasks the report counts.
pub(super) async fn link(team: &Team, filter: Value) -> (String, usize) {
    let query = "query R($filter: TaskOverviewReportFilterInput) { taskOverviewReport(filter: $filter) { csvPath totals { completedCount } } }";
    let data = team.member().query(query, json!({ "filter": filter })).await;
    let report = &data["taskOverviewReport"];
    let count = report["totals"]["completedCount"].as_u64().unwrap();
    (
        text(&report["csvPath"]).to_owned(),
        usize::try_from(count).unwrap(),
    )
}

/// More tasks than are read at once, half of them with a note.
pub(super) async fn many_completed(team: &Team, count: usize) {
    let call = team.type_id("Call").await;
    stream::iter(0..count)
        .for_each_concurrent(8, |number| {
            let notes = (number % 2 == 0).then(|| format!("note {number}"));
            let input = json!({ "title": format!("Ring {number}"), "taskTypeId": call, "subject": { "contactId": team.contact },
                "completion": { "notes": notes } });
            async move { drop(succeeded(&create_task(team.member(), input).await).clone()) }
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_62_the_file_has_one_row_for_each_task_of_the_report() {
    let team = Team::new().await;
    many_completed(&team, 1_203).await;
    let (path, count) = link(&team, json!({})).await;
    let file = team.member().file(&path).await;
    assert_eq!(
        (file.status, file.content_type.as_str()),
        (200, "text/csv; charset=utf-8; header=present")
    );
    let rows = file.text.strip_prefix(HEADER).expect("the header").lines();
    let titles: std::collections::BTreeSet<&str> = rows.map(|row| row.split(',').nth(1).unwrap()).collect();
    assert_eq!((titles.len(), count), (1_203, 1_203));
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_62_cells_are_quoted_made_harmless_and_told_in_utc() {
    let clock = Arc::new(FixedClock::at("2026-03-02T09:00:00Z"));
    let team = Team::on(TestServer::start_at(clock).await).await;
    team.put_in_force().await;
    let task = team.task("Call", "=HYPERLINK(\"x\"), Zoë").await;
    let meeting = team.outcome_id("Meeting scheduled").await;
    let input = json!({ "id": task, "outcomeId": meeting, "notes": "two\nlines" });
    succeeded(&complete(team.member(), input).await);
    let (path, _) = link(
        &team,
        json!({ "completedOn": { "from": "2026-03-02", "to": "2026-03-02" } }),
    )
    .await;
    let file = team.member().file(&path).await;
    let row = file.text.strip_prefix(HEADER).unwrap().split_once(',').unwrap();
    assert_eq!(row.0, task);
    let title = "\"'=HYPERLINK(\"\"x\"\"), Zoë\"";
    let expected = format!(
        "{title},Call,CONTACT,Clara Conrad,Malik Moser,Malik Moser,2026-03-02T09:00:00Z,Meeting scheduled,POSITIVE,Meeting scheduled,POSITIVE,\"two\nlines\",,,\r\n"
    );
    assert_eq!(row.1, expected);
    let (none, count) = link(
        &team,
        json!({ "completedOn": { "from": "2026-03-03", "to": "2026-03-03" } }),
    )
    .await;
    assert_eq!(
        (team.member().file(&none).await.text.as_str(), count),
        (HEADER, 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_tells_who_exported_and_nobody_exports_without_a_token() {
    let team = Team::new().await;
    let (path, _) = link(
        &team,
        json!({ "completedOn": { "from": "2026-01-01", "to": "2026-01-31" } }),
    )
    .await;
    for (client, path, status) in [
        (&team.server.client(""), path.clone(), 401),
        (&team.server.client("to_wrong"), path.clone(), 401),
        (team.member(), format!("{path}x"), 400),
        (team.member(), "/reports/task-overview.csv".to_owned(), 400),
        (team.member(), path.clone(), 200),
    ] {
        let file = client.file(&path).await;
        assert_eq!(file.status, status, "{path}: {}", file.text);
    }
    assert_eq!(team.entries("DATA_EXPORTED").await, 1);
    let query = "{ activities(filter: { kinds: [DATA_EXPORTED] }, first: 1) { nodes { title actor { name } changes { field after } } } }";
    let data = team.admin().in_language("de").query(query, json!({})).await;
    let entry = &data["activities"]["nodes"][0];
    assert_eq!(text(&entry["title"]), "Aufgabenübersichtsbericht: exportiert");
    assert_eq!(text(&entry["actor"]["name"]), "Malik Moser");
    assert_eq!(text(&entry["changes"][0]["after"]), "2026-01-01 – 2026-01-31");
}
