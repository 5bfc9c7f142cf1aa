//! Task types that are ordered, brought back and deleted: edges 12, 27 to 29.

use acceptance::{Team, Value, all, codes, json, steps::*};

async fn ids(team: &Team, names: [&str; 4]) -> Vec<String> {
    let mut ids = Vec::new();
    for name in names {
        ids.push(team.type_id(name).await);
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_29_task_types_stand_in_the_order_they_were_given_and_each_move_is_told() {
    let team = Team::new().await;
    let version = team.settings().await["version"].clone();
    let order = ids(&team, ["E-mail", "Call", "Lunch", "Meeting"]).await;
    let input = json!({ "ids": order, "expectedVersion": version });
    let moved = reorder_types(team.admin(), input.clone()).await;
    let names = all(&succeeded(&moved)["taskTypes"], "name");
    assert_eq!(names, ["E-mail", "Call", "Lunch", "Meeting"]);
    assert_eq!(codes(&reorder_types(team.admin(), input).await), ["STALE"]);
    let version = team.settings().await["version"].clone();
    succeeded(&reorder_types(team.admin(), json!({ "ids": order })).await);
    assert_eq!(
        team.settings().await["version"],
        version,
        "the same order is no change"
    );
    let query = "{ taskTypes { nodes { name } }
        activities(filter: { kinds: [TASK_TYPE_CHANGED] }, first: 2) { totalCount nodes { title changes { field before after } } } }";
    let data = team.admin().query(query, json!({})).await;
    assert_eq!(all(&data["taskTypes"]["nodes"], "name"), names);
    let told = data["activities"]["nodes"].as_array().unwrap();
    let call = told
        .iter()
        .find(|entry| entry["title"] == "Task type “Call” moved")
        .unwrap();
    assert_eq!(
        call["changes"],
        json!([{ "field": "position", "before": "0", "after": "1" }])
    );
    let faulty = json!({ "ids": [order[0], order[0], "invented", order[1]] });
    let refused = reorder_types(team.admin(), faulty).await;
    assert_eq!(
        codes(&refused),
        ["REPEATED", "NOT_FOUND", "INVALID"],
        "all faults together"
    );
    assert_eq!(refused["userErrors"][2]["path"], json!(["input", "ids"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_27_a_type_that_is_brought_back_comes_with_its_outcomes() {
    let team = Team::in_force().await;
    let (lunch, outcome) = (team.type_id("Lunch").await, team.outcome_id("No answer").await);
    succeeded(&archive_type(team.admin(), json!({ "id": lunch })).await);
    let taken = create_type(team.admin(), json!({ "name": "LUNCH", "outcomeIds": [outcome] })).await;
    assert_eq!(codes(&taken), ["TAKEN"]);
    assert_eq!(taken["userErrors"][0]["isExistingArchived"], true);
    assert_eq!(taken["userErrors"][0]["existing"]["id"], json!(lunch));
    let back = |outcomes: Value| unarchive_type(team.admin(), json!({ "id": lunch, "outcomeIds": outcomes }));
    assert_eq!(codes(&back(Value::Null).await), ["TOO_FEW"]);
    assert_eq!(codes(&back(json!([outcome, outcome])).await), ["REPEATED"]);
    let done = back(json!([outcome])).await;
    let expected = json!({ "id": lunch, "archivedAt": null, "outcomes": [{ "label": "No answer" }] });
    assert_eq!(succeeded(&done)["taskType"], expected);
    let again = back(Value::Null).await;
    assert_eq!(
        succeeded(&again)["taskType"],
        expected,
        "not archived, nothing changes"
    );
    let off = Team::new().await;
    let (lunch, outcome) = (off.type_id("Lunch").await, team.outcome_id("No answer").await);
    succeeded(&archive_type(off.admin(), json!({ "id": lunch })).await);
    let refused = unarchive_type(off.admin(), json!({ "id": lunch, "outcomeIds": [outcome] })).await;
    assert_eq!(codes(&refused), ["FEATURE_DISABLED"]);
    succeeded(&unarchive_type(off.admin(), json!({ "id": lunch })).await);
    let query = "{ activities(filter: { kinds: [TASK_TYPE_CHANGED] }, first: 1) { nodes { title } } }";
    let data = off.admin().query(query, json!({})).await;
    assert_eq!(
        data["activities"]["nodes"][0]["title"],
        "Task type “Lunch” brought back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_28_a_type_that_any_task_ever_had_is_not_deleted() {
    let team = Team::in_force().await;
    let [call, lunch] = [team.type_id("Call").await, team.type_id("Lunch").await];
    let task = team.task("Call", "Ring Clara").await;
    let refused = delete_type(team.admin(), json!({ "id": call })).await;
    assert_eq!(codes(&refused), ["IN_USE"]);
    assert_eq!(refused["userErrors"][0]["taskCount"], 1);
    succeeded(&delete_task(team.admin(), json!({ "id": task })).await);
    let refused = delete_type(team.admin(), json!({ "id": call })).await;
    assert_eq!(codes(&refused), ["IN_USE"], "a deleted task counts too");
    let deleted = delete_type(team.admin(), json!({ "id": lunch })).await;
    assert_eq!(succeeded(&deleted)["deletedTaskTypeId"], json!(lunch));
    assert_eq!(
        codes(&delete_type(team.admin(), json!({ "id": lunch })).await),
        ["NOT_FOUND"]
    );
    let outcome = team.outcome_id("No answer").await;
    succeeded(&create_type(team.admin(), json!({ "name": "lunch", "outcomeIds": [outcome] })).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_29_the_last_active_type_is_not_deleted() {
    let team = Team::new().await;
    let all = ids(&team, ["Call", "E-mail", "Lunch", "Meeting"]).await;
    for id in &all[1..] {
        succeeded(&delete_type(team.admin(), json!({ "id": id })).await);
    }
    assert_eq!(
        codes(&delete_type(team.admin(), json!({ "id": all[0] })).await),
        ["LAST_TASK_TYPE"]
    );
}
