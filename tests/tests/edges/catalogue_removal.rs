//! Outcomes that are given up: edges 17, 19 and 20.

use acceptance::{Team, Value, all, codes, json, steps::*, text};

/// What each task type offers, by name.
async fn offered(team: &Team) -> Vec<(String, Vec<String>)> {
    let query = "{ taskTypes { nodes { name outcomes { label } } } }";
    let data = team.admin().query(query, json!({})).await;
    let nodes = data["taskTypes"]["nodes"].as_array().unwrap();
    let labels = |node: &Value| {
        all(&node["outcomes"], "label")
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    nodes
        .iter()
        .map(|node| (text(&node["name"]).to_owned(), labels(node)))
        .collect()
}

async fn offer(team: &Team, type_name: &str, outcomes: &[&str]) {
    let id = team.type_id(type_name).await;
    let list = json!([{ "taskTypeId": id, "outcomeIds": outcomes }]);
    succeeded(&save(team.admin(), json!({ "assignments": list })).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_17_the_last_outcome_of_a_type_is_archived_with_one_that_takes_its_place() {
    let team = Team::in_force().await;
    let (meeting, nothing) = (
        team.outcome_id("Meeting scheduled").await,
        team.outcome_id("No answer").await,
    );
    let fresh = team.outcome("Called back", "POSITIVE").await;
    offer(&team, "Call", &[&nothing]).await;
    offer(&team, "Lunch", &[&nothing, &fresh, &meeting]).await;
    let refused = archive_outcome(team.admin(), json!({ "id": nothing })).await;
    assert_eq!(codes(&refused), ["TASK_TYPE_WITHOUT_OUTCOMES"]);
    assert_eq!(all(&refused["userErrors"][0]["taskTypes"], "name"), ["Call"]);
    let itself = archive_outcome(team.admin(), json!({ "id": nothing, "replaceWithId": nothing })).await;
    assert_eq!(codes(&itself), ["INVALID"]);
    assert_eq!(itself["userErrors"][0]["path"], json!(["input", "replaceWithId"]));
    let done = archive_outcome(team.admin(), json!({ "id": nothing, "replaceWithId": fresh })).await;
    assert_eq!(succeeded(&done)["taskOutcome"]["taskTypes"], json!([]));
    for (name, labels) in offered(&team).await {
        let expected: &[&str] = match name.as_str() {
            "Call" => &["Called back"],
            "Lunch" => &["Called back", "Meeting scheduled"],
            _ => &["Meeting scheduled", "Called back"],
        };
        assert_eq!(labels, expected, "in its place, once: {name}");
    }
    let archived = archive_outcome(team.admin(), json!({ "id": meeting, "replaceWithId": nothing })).await;
    assert_eq!(codes(&archived), ["ARCHIVED"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_19_only_an_outcome_that_no_completion_ever_used_is_deleted() {
    let team = Team::in_force().await;
    let nothing = team.outcome_id("No answer").await;
    let unused = team.outcome("Never chosen", "NEUTRAL").await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let refused = delete_outcome(team.admin(), json!({ "id": nothing })).await;
    assert_eq!(codes(&refused), ["IN_USE"]);
    assert_eq!(refused["userErrors"][0]["taskCount"], 1);
    succeeded(&reopen(team.admin(), json!({ "id": task })).await);
    let refused = delete_outcome(team.admin(), json!({ "id": nothing })).await;
    assert_eq!(codes(&refused), ["IN_USE"], "a superseded completion counts too");
    assert_eq!(refused["userErrors"][0]["taskCount"], 1);
    offer(&team, "Call", &[&unused]).await;
    let last = delete_outcome(team.admin(), json!({ "id": unused })).await;
    assert_eq!(codes(&last), ["TASK_TYPE_WITHOUT_OUTCOMES"]);
    assert_eq!(all(&last["userErrors"][0]["taskTypes"], "name"), ["Call"]);
    offer(&team, "Call", &[&unused, &nothing]).await;
    let deleted = delete_outcome(team.admin(), json!({ "id": unused })).await;
    assert_eq!(succeeded(&deleted)["deletedTaskOutcomeId"], json!(unused));
    assert_eq!(
        codes(&delete_outcome(team.admin(), json!({ "id": unused })).await),
        ["NOT_FOUND"]
    );
    let query = "query Q($id: ID!) { node(id: $id) { id }
        activities(filter: { kinds: [TASK_OUTCOME_CHANGED] }, first: 1) { nodes { title outcome { id } recordedLabel changes { field before after } } } }";
    let data = team.admin().query(query, json!({ "id": unused })).await;
    assert_eq!(data["node"], Value::Null);
    let entry = json!({ "title": "Outcome “Never chosen” deleted", "outcome": null, "recordedLabel": "Never chosen",
        "changes": [{ "field": "taskTypes", "before": "Call", "after": null }] });
    assert_eq!(data["activities"]["nodes"][0], entry);
    succeeded(&create_outcome(team.admin(), json!({ "label": "never chosen" })).await);
}

/// Merges A into B and gives the payload.
async fn merge(team: &Team, from: &str, into: &str) -> Value {
    merge_outcome(team.admin(), json!({ "id": from, "intoId": into })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_20_a_merged_outcome_counts_for_the_other_one_in_reports_lists_and_usage() {
    let team = Team::in_force().await;
    let (a, b) = (
        team.outcome_id("No answer").await,
        team.outcome_id("Meeting scheduled").await,
    );
    for outcome in ["No answer", "No answer", "Meeting scheduled"] {
        let task = team.task("Call", "Ring Clara").await;
        team.done(&task, outcome).await;
    }
    let before = team.settings().await["version"].as_i64().unwrap();
    let merged = merge(&team, &a, &b).await;
    let merged = succeeded(&merged);
    assert_eq!(merged["mergedTaskOutcome"]["mergedInto"]["id"], json!(b));
    assert!(merged["mergedTaskOutcome"]["archivedAt"].is_string());
    assert_eq!(merged["mergedTaskOutcome"]["usage"]["completedCount"], 0);
    let usage = &merged["taskOutcome"]["usage"];
    assert_eq!(
        (&usage["completedCount"], &usage["completedLast90DaysCount"]),
        (&json!(3), &json!(3))
    );
    assert_eq!(team.settings().await["version"].as_i64().unwrap(), before + 1);
    for (name, labels) in offered(&team).await {
        assert_eq!(labels, ["Meeting scheduled"], "once: {name}");
    }
    let query = "query Q($a: [ID!], $b: [ID!]) {
        taskOverviewReport { totals { completedCount positiveCount neutralCount } groups(by: OUTCOME) { nodes { label totals { completedCount } tasks { totalCount } } } }
        narrowed: taskOverviewReport(filter: { outcomeIds: $a }) { totals { completedCount } }
        a: tasks(filter: { outcomeIds: $a }) { totalCount nodes { completion { recordedLabel } } }
        b: tasks(filter: { outcomeIds: $b, sentiments: [POSITIVE] }) { totalCount }
        recordedA: activities(filter: { outcomeIds: $a, kinds: [TASK_COMPLETED] }) { totalCount }
        recordedB: activities(filter: { outcomeIds: $b, kinds: [TASK_COMPLETED] }) { totalCount }
        told: activities(filter: { kinds: [TASK_OUTCOME_CHANGED] }, first: 1) { nodes { title changes { field before after } } } }";
    let data = team.admin().query(query, json!({ "a": [a], "b": [b] })).await;
    let totals = json!({ "completedCount": 3, "positiveCount": 3, "neutralCount": 0 });
    assert_eq!(data["taskOverviewReport"]["totals"], totals);
    let groups = json!([{ "label": "Meeting scheduled", "totals": { "completedCount": 3 }, "tasks": { "totalCount": 3 } }]);
    assert_eq!(data["taskOverviewReport"]["groups"]["nodes"], groups);
    assert_eq!(data["narrowed"]["totals"]["completedCount"], 3);
    assert_eq!(
        (&data["a"]["totalCount"], &data["b"]["totalCount"]),
        (&json!(3), &json!(3))
    );
    let recorded = data["a"]["nodes"].as_array().unwrap().iter();
    let recorded = recorded.filter(|task| task["completion"]["recordedLabel"] == "No answer");
    assert_eq!(recorded.count(), 2, "what was recorded stays");
    let counts = (&data["recordedA"]["totalCount"], &data["recordedB"]["totalCount"]);
    assert_eq!(counts, (&json!(2), &json!(1)), "the history stays as recorded");
    let told = &data["told"]["nodes"][0];
    assert_eq!(told["title"], "Outcome “No answer” merged");
    assert_eq!(
        told["changes"][0],
        json!({ "field": "mergedInto", "before": null, "after": "Meeting scheduled" })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_20_merging_on_points_what_was_merged_before_to_the_one_that_stays() {
    let team = Team::in_force().await;
    let (a, b) = (
        team.outcome_id("No answer").await,
        team.outcome("B", "NEUTRAL").await,
    );
    let (c, d) = (
        team.outcome("C", "NEUTRAL").await,
        team.outcome("D", "NEUTRAL").await,
    );
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    succeeded(&merge(&team, &a, &b).await);
    let target = delete_outcome(team.admin(), json!({ "id": b })).await;
    assert_eq!(codes(&target), ["IN_USE"], "the target of a merge");
    assert_eq!(target["userErrors"][0]["taskCount"], 1);
    succeeded(&archive_outcome(team.admin(), json!({ "id": d })).await);
    let refused = [
        (&c, &c, "INVALID"),
        (&c, &a, "INVALID"),
        (&c, &d, "ARCHIVED"),
        (&a, &c, "INVALID"),
    ];
    for (from, into, code) in refused {
        assert_eq!(codes(&merge(&team, from, into).await), [code], "{from} {into}");
    }
    let back = unarchive_outcome(team.admin(), json!({ "id": a })).await;
    assert_eq!(codes(&back), ["INVALID"], "a merged one stays merged");
    let merged = merge(&team, &b, &c).await;
    assert_eq!(succeeded(&merged)["taskOutcome"]["usage"]["completedCount"], 1);
    for (name, labels) in offered(&team).await {
        assert_eq!(labels, ["Meeting scheduled", "C"], "in A's place: {name}");
    }
    let query = "query Q($id: ID!) { node(id: $id) { ... on TaskOutcome { mergedInto { id } } }
        activities(filter: { kinds: [TASK_OUTCOME_CHANGED] }, first: 2) { nodes { title changes { field before after } } } }";
    let data = team.admin().query(query, json!({ "id": a })).await;
    assert_eq!(data["node"]["mergedInto"]["id"], json!(c), "A points to C");
    let told = data["activities"]["nodes"].as_array().unwrap();
    let followed = told
        .iter()
        .find(|entry| entry["title"] == "Outcome “No answer” merged")
        .unwrap();
    assert_eq!(
        followed["changes"],
        json!([{ "field": "mergedInto", "before": "B", "after": "C" }])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_14_a_description_has_500_characters_and_null_clears_it() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    let id = team.outcome("Called back", "NEUTRAL").await;
    let input = |text: Value| json!({ "id": id, "description": text });
    let long = update_outcome(team.admin(), input(json!("x".repeat(501)))).await;
    assert_eq!(codes(&long), ["TOO_LONG"]);
    assert_eq!(long["userErrors"][0]["maximum"], 500);
    let set = update_outcome(team.admin(), input(json!("x".repeat(500)))).await;
    assert_eq!(succeeded(&set)["taskOutcome"]["description"], "x".repeat(500));
    let kept = update_outcome(team.admin(), json!({ "id": id, "sentiment": "POSITIVE" })).await;
    assert!(succeeded(&kept)["taskOutcome"]["description"].is_string());
    let cleared = update_outcome(team.admin(), input(Value::Null)).await;
    assert_eq!(succeeded(&cleared)["taskOutcome"]["description"], Value::Null);
}
