//! After completing: edges 41 and 44.

use acceptance::{Team, all, codes, json, steps::*};

#[tokio::test(flavor = "multi_thread")]
async fn edge_41_completer_owner_and_admins_reopen_and_nobody_else() {
    let team = Team::in_force().await;
    let (_, colleague) = team
        .server
        .user(team.account.id, "Nora Nagel", domain::Role::Member)
        .await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let refused = reopen(&colleague, json!({ "id": task })).await;
    assert_eq!(codes(&refused), ["FORBIDDEN"]);
    succeeded(&reopen(team.member(), json!({ "id": task, "reason": "Rang back" })).await);
    assert_eq!(
        codes(&reopen(team.member(), json!({ "id": task })).await),
        ["NOT_COMPLETED"]
    );

    let outcome = team.outcome_id("Meeting scheduled").await;
    succeeded(&complete(&colleague, json!({ "id": task, "outcomeId": outcome })).await);
    succeeded(&reopen(team.member(), json!({ "id": task })).await); // its owner at that moment
    succeeded(&complete(&colleague, json!({ "id": task, "outcomeId": outcome })).await);
    succeeded(&reopen(&colleague, json!({ "id": task })).await); // its completer
    succeeded(&complete(&colleague, json!({ "id": task, "outcomeId": outcome })).await);
    succeeded(&reopen(team.admin(), json!({ "id": task })).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_41_reopening_takes_it_off_the_report_and_keeps_every_act_in_the_history() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let report = "{ taskOverviewReport { totals { completedCount positiveCount neutralCount } } }";
    succeeded(&reopen(team.member(), json!({ "id": task, "reason": "Rang back" })).await);
    let data = team.admin().query(report, json!({})).await;
    assert_eq!(data["taskOverviewReport"]["totals"]["completedCount"], 0);
    team.done(&task, "Meeting scheduled").await;
    let data = team.admin().query(report, json!({})).await;
    let totals = json!({ "completedCount": 1, "positiveCount": 1, "neutralCount": 0 });
    assert_eq!(data["taskOverviewReport"]["totals"], totals);
    let query = "query Q($id: ID!) { node(id: $id) { ... on Task {
        activities(orderBy: OLDEST_FIRST) { nodes { kind recordedLabel reason } } } } }";
    let data = team.admin().query(query, json!({ "id": task })).await;
    let nodes = &data["node"]["activities"]["nodes"];
    assert_eq!(
        all(nodes, "kind"),
        [
            "TASK_CREATED",
            "TASK_COMPLETED",
            "TASK_REOPENED",
            "TASK_COMPLETED"
        ]
    );
    assert_eq!(nodes[1]["recordedLabel"], "No answer");
    assert_eq!(nodes[2]["reason"], "Rang back");
    assert_eq!(nodes[3]["recordedLabel"], "Meeting scheduled");
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_41_reopening_in_an_archived_type_needs_an_active_one() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let (call, lunch) = (team.type_id("Call").await, team.type_id("Lunch").await);
    succeeded(&archive_type(team.admin(), json!({ "id": call })).await);
    let refused = reopen(team.member(), json!({ "id": task })).await;
    assert_eq!(codes(&refused), ["ARCHIVED"]);
    assert_eq!(refused["userErrors"][0]["path"], json!(["input", "taskTypeId"]));
    let open = reopen(team.member(), json!({ "id": task, "taskTypeId": lunch })).await;
    assert_eq!(succeeded(&open)["task"]["type"]["name"], "Lunch");
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_44_type_owner_and_due_change_on_open_tasks_only() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    let (lunch, version) = (team.type_id("Lunch").await, 1);
    let input = json!({ "id": task, "taskTypeId": lunch, "ownerId": null, "dueOn": "2026-12-01", "expectedVersion": version });
    let changed = update_task(team.member(), input.clone()).await;
    let after = &succeeded(&changed)["task"];
    assert_eq!(
        (&after["type"]["name"], &after["owner"], &after["dueOn"]),
        (&json!("Lunch"), &json!(null), &json!("2026-12-01"))
    );
    assert_eq!(codes(&update_task(team.member(), input).await), ["STALE"]);
    let moment = update_task(
        team.member(),
        json!({ "id": task, "dueAt": "2026-12-01T10:00:00Z" }),
    )
    .await;
    assert_eq!(
        (&moment["task"]["dueOn"], &moment["task"]["dueAt"]),
        (&json!(null), &json!("2026-12-01T10:00:00Z"))
    );
    let cleared = update_task(team.member(), json!({ "id": task, "dueAt": null })).await;
    assert_eq!(succeeded(&cleared)["task"]["dueAt"], json!(null));
    let same = update_task(team.member(), json!({ "id": task, "title": " Ring  Clara " })).await;
    assert_eq!(
        succeeded(&same)["task"]["version"],
        cleared["task"]["version"],
        "no difference, no version"
    );
    assert_eq!(team.entries("TASK_UPDATED").await, 3);
    assert_eq!(
        codes(&update_task(team.member(), json!({ "id": task, "title": null })).await),
        ["INVALID"]
    );

    team.done(&task, "No answer").await;
    let refused = update_task(team.member(), json!({ "id": task, "dueOn": "2026-12-02" })).await;
    assert_eq!(codes(&refused), ["ALREADY_COMPLETED"]);
    assert_eq!(refused["userErrors"][0]["task"]["status"], "COMPLETED");
}
