//! After completing: edges 41 to 45.

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

#[tokio::test(flavor = "multi_thread")]
async fn edge_41_completer_owner_and_admins_correct_and_nobody_else() {
    let team = Team::in_force().await;
    let (_, colleague) = team
        .server
        .user(team.account.id, "Nora Nagel", domain::Role::Member)
        .await;
    let task = team.task("Call", "Ring Clara").await;
    let open = correct(team.member(), json!({ "id": task, "notes": "x" })).await;
    assert_eq!(codes(&open), ["NOT_COMPLETED"]);
    team.done(&task, "No answer").await;
    let refused = correct(&colleague, json!({ "id": task, "notes": "x" })).await;
    assert_eq!(codes(&refused), ["FORBIDDEN"]);
    for (number, client) in [team.member(), team.admin()].into_iter().enumerate() {
        let done = correct(client, json!({ "id": task, "notes": format!("{number}") })).await;
        assert_eq!(
            succeeded(&done)["task"]["completion"]["notes"],
            json!(format!("{number}"))
        );
    }
    succeeded(&reopen(team.member(), json!({ "id": task })).await);
    let outcome = team.outcome_id("No answer").await;
    succeeded(&complete(&colleague, json!({ "id": task, "outcomeId": outcome })).await);
    succeeded(&correct(&colleague, json!({ "id": task, "notes": "by its completer" })).await);
    succeeded(&correct(team.member(), json!({ "id": task, "notes": "by its owner" })).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_42_a_new_outcome_must_be_on_offer_and_the_old_one_may_stay() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let old = team.outcome_id("No answer").await;
    let meeting = team.outcome_id("Meeting scheduled").await;
    let other = team.outcome("Order placed", "POSITIVE").await;
    succeeded(&archive_outcome(team.admin(), json!({ "id": old })).await);
    let kept = correct(
        team.member(),
        json!({ "id": task, "outcomeId": old, "notes": "Rang twice" }),
    )
    .await;
    let completion = &succeeded(&kept)["task"]["completion"];
    assert_eq!(
        (&completion["recordedLabel"], &completion["notes"]),
        (&json!("No answer"), &json!("Rang twice"))
    );
    let refused = correct(team.member(), json!({ "id": task, "outcomeId": other })).await;
    assert_eq!(codes(&refused), ["NOT_ASSIGNED"]);
    assert_eq!(
        all(&refused["userErrors"][0]["availableOutcomes"], "label"),
        ["Meeting scheduled"]
    );
    let offered = correct(team.member(), json!({ "id": task, "outcomeId": meeting })).await;
    assert_eq!(
        succeeded(&offered)["task"]["completion"]["recordedLabel"],
        "Meeting scheduled"
    );
    let null = correct(team.member(), json!({ "id": task, "outcomeId": null })).await;
    assert_eq!(codes(&null), ["INVALID"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_42_a_correction_changes_what_counts_and_the_same_values_change_nothing() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let meeting = team.outcome_id("Meeting scheduled").await;
    let kept = correct(team.member(), json!({ "id": task, "notes": "Rang twice" })).await;
    let before = succeeded(&kept)["task"]["completion"]["completedAt"].clone();
    let changed = correct(
        team.admin(),
        json!({ "id": task, "outcomeId": meeting, "expectedVersion": 3 }),
    )
    .await;
    let completion = &succeeded(&changed)["task"]["completion"];
    assert_eq!(completion["recordedSentiment"], "POSITIVE");
    assert_eq!(
        (&completion["completedAt"], &completion["completedBy"]["name"]),
        (&before, &json!("Malik Moser"))
    );
    assert_eq!(
        codes(
            &correct(
                team.admin(),
                json!({ "id": task, "notes": "x", "expectedVersion": 3 })
            )
            .await
        ),
        ["STALE"]
    );
    let same = json!({ "id": task, "outcomeId": meeting, "notes": " Rang twice " });
    assert_eq!(
        succeeded(&correct(team.admin(), same).await)["task"]["version"],
        4
    );
    assert_eq!(
        team.entries("TASK_COMPLETION_CORRECTED").await,
        2,
        "the same values write no entry"
    );

    let report = "{ taskOverviewReport { totals { completedCount positiveCount neutralCount } } }";
    let data = team.admin().query(report, json!({})).await;
    let totals = json!({ "completedCount": 1, "positiveCount": 1, "neutralCount": 0 });
    assert_eq!(data["taskOverviewReport"]["totals"], totals);
    let query = "query Q($id: ID!) { node(id: $id) { ... on Task { activities(first: 1) { nodes {
        kind recordedLabel notes changes { field before after } } } } } }";
    let data = team.admin().query(query, json!({ "id": task })).await;
    let entry = &data["node"]["activities"]["nodes"][0];
    assert_eq!(
        (&entry["kind"], &entry["recordedLabel"]),
        (&json!("TASK_COMPLETION_CORRECTED"), &json!("Meeting scheduled"))
    );
    assert_eq!(
        entry["changes"],
        json!([{ "field": "outcome", "before": "No answer", "after": "Meeting scheduled" }])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_42_while_not_in_force_only_notes_are_corrected() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let meeting = team.outcome_id("Meeting scheduled").await;
    let token = team.settings().await["disableImpact"]["confirmationToken"].clone();
    succeeded(&disable(team.admin(), json!({ "confirmationToken": token })).await);
    let refused = correct(team.member(), json!({ "id": task, "outcomeId": meeting })).await;
    assert_eq!(codes(&refused), ["FEATURE_DISABLED"]);
    let noted = correct(team.member(), json!({ "id": task, "notes": "Rang twice" })).await;
    assert_eq!(
        succeeded(&noted)["task"]["completion"]["recordedLabel"],
        "No answer"
    );
    let cleared = correct(team.member(), json!({ "id": task, "notes": null })).await;
    assert_eq!(succeeded(&cleared)["task"]["completion"]["notes"], json!(null));
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_43_completed_before_the_feature_was_on_it_counts_without_outcome_and_can_be_given_one() {
    let team = Team::new().await;
    let task = team.task("Call", "Ring Clara").await;
    succeeded(&complete(team.member(), json!({ "id": task })).await);
    team.put_in_force().await;
    let report = "{ taskOverviewReport { totals { completedCount withoutOutcomeCount positiveCount } } }";
    let data = team.admin().query(report, json!({})).await;
    let totals = json!({ "completedCount": 1, "withoutOutcomeCount": 1, "positiveCount": 0 });
    assert_eq!(data["taskOverviewReport"]["totals"], totals);
    let meeting = team.outcome_id("Meeting scheduled").await;
    let given = correct(team.member(), json!({ "id": task, "outcomeId": meeting })).await;
    assert_eq!(
        succeeded(&given)["task"]["completion"]["recordedLabel"],
        "Meeting scheduled"
    );
    let data = team.admin().query(report, json!({})).await;
    let totals = json!({ "completedCount": 1, "withoutOutcomeCount": 0, "positiveCount": 1 });
    assert_eq!(data["taskOverviewReport"]["totals"], totals);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_45_open_tasks_are_deleted_by_their_people_completed_ones_by_admins() {
    let team = Team::in_force().await;
    let (_, colleague) = team
        .server
        .user(team.account.id, "Nora Nagel", domain::Role::Member)
        .await;
    let [open, done, given] = [
        team.task("Call", "Open").await,
        team.task("Call", "Done").await,
        team.task("Call", "Given away").await,
    ];
    assert_eq!(
        codes(&delete_task(&colleague, json!({ "id": open })).await),
        ["FORBIDDEN"]
    );
    assert_eq!(
        codes(&delete_task(team.member(), json!({ "id": open, "expectedVersion": 9 })).await),
        ["STALE"]
    );
    let deleted = delete_task(team.member(), json!({ "id": open, "expectedVersion": 1 })).await;
    assert_eq!(succeeded(&deleted)["deletedTaskId"], json!(open));
    succeeded(&reassign(team.admin(), json!({ "ids": [given], "ownerId": null })).await);
    succeeded(&delete_task(team.member(), json!({ "id": given })).await); // its creator
    assert_eq!(
        codes(&delete_task(team.member(), json!({ "id": open })).await),
        ["NOT_FOUND"]
    );

    team.done(&done, "No answer").await;
    let refused = delete_task(team.member(), json!({ "id": done })).await;
    assert_eq!(codes(&refused), ["FORBIDDEN"]);
    assert_eq!(refused["userErrors"][0]["requiredRole"], "ADMIN");
    succeeded(&delete_task(team.admin(), json!({ "id": done })).await);
    let query = "query Q($id: ID!) { node(id: $id) { id }
        taskOverviewReport { totals { completedCount } }
        tasks(filter: { statuses: [OPEN, COMPLETED] }) { totalCount }
        activities(filter: { kinds: [TASK_COMPLETED, TASK_DELETED], search: \"Done\" }) { nodes { kind title task { id } recordedLabel } } }";
    let data = team.admin().query(query, json!({ "id": done })).await;
    assert_eq!(data["node"], json!(null));
    assert_eq!(data["taskOverviewReport"]["totals"]["completedCount"], 0);
    assert_eq!(data["tasks"]["totalCount"], 0);
    let nodes = &data["activities"]["nodes"];
    assert_eq!(all(nodes, "kind"), ["TASK_DELETED", "TASK_COMPLETED"]);
    assert_eq!(
        (&nodes[1]["task"], &nodes[1]["recordedLabel"]),
        (&json!(null), &json!("No answer"))
    );
}
