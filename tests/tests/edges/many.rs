//! Several tasks at once, created as completed, followed up: edges 31, 32, 35 and 36.

use acceptance::{Client, Team, Value, all, codes, json, steps::*, text};

async fn task_is(client: &Client, task: &str, status: &str) {
    let data = client
        .query(
            "query Q($id: ID!) { node(id: $id) { ... on Task { status } } }",
            json!({ "id": task }),
        )
        .await;
    assert_eq!(data["node"]["status"], status);
}

fn paths(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().unwrap();
    let path = |error: &Value| {
        let parts = error["path"].as_array().unwrap();
        parts.iter().map(text).collect::<Vec<_>>().join(".")
    };
    errors.iter().map(path).collect()
}

fn logged(team: &Team, task_type: &str, outcome: &Value) -> Value {
    json!({ "title": "Rang Clara", "taskTypeId": task_type, "subject": { "contactId": team.contact },
        "completion": { "outcomeId": outcome, "notes": "Went well" } })
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_31_what_is_logged_as_done_needs_an_outcome_on_offer() {
    let team = Team::in_force().await;
    let call = team.type_id("Call").await;
    let other = team.outcome("Order placed", "POSITIVE").await;
    for (outcome, code) in [(json!(null), "OUTCOME_REQUIRED"), (json!(other), "NOT_ASSIGNED")] {
        let refused = create_task(team.member(), logged(&team, &call, &outcome)).await;
        assert_eq!(codes(&refused), [code]);
        assert_eq!(paths(&refused), ["input.completion.outcomeId"]);
        let offered = all(&refused["userErrors"][0]["availableOutcomes"], "label");
        assert_eq!(offered, ["Meeting scheduled", "No answer"]);
    }
    assert_eq!(team.entries("TASK_CREATED").await, 0, "nothing was created");
    let outcome = json!(team.outcome_id("No answer").await);
    let made = create_task(team.member(), logged(&team, &call, &outcome)).await;
    assert_eq!(succeeded(&made)["task"]["status"], "COMPLETED");
    assert_eq!(made["task"]["version"], 2, "created, then completed");
    assert_eq!(
        (
            team.entries("TASK_CREATED").await,
            team.entries("TASK_COMPLETED").await
        ),
        (1, 1)
    );
    let report = "{ taskOverviewReport { totals { completedCount neutralCount } } }";
    let data = team.admin().query(report, json!({})).await;
    assert_eq!(
        data["taskOverviewReport"]["totals"],
        json!({ "completedCount": 1, "neutralCount": 1 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_31_each_of_several_tasks_needs_an_outcome_on_offer() {
    let team = Team::in_force().await;
    let [first, second] = [team.task("Call", "One").await, team.task("Lunch", "Two").await];
    let only_lunch = team.outcome("Ate well", "POSITIVE").await;
    let lunch = team.type_id("Lunch").await;
    let list = json!({ "assignments": [{ "taskTypeId": lunch, "outcomeIds": [only_lunch] }] });
    succeeded(&save(team.admin(), list).await);
    let none = complete_many(team.member(), json!({ "ids": [first, second] })).await;
    assert_eq!(codes(&none), ["OUTCOME_REQUIRED", "OUTCOME_REQUIRED"]);
    assert_eq!(paths(&none), ["input.ids.0", "input.ids.1"]);
    let input = json!({ "ids": [first, second], "outcomeId": only_lunch });
    let wrong = complete_many(team.member(), input).await;
    assert_eq!(codes(&wrong), ["NOT_ASSIGNED"]);
    assert_eq!(paths(&wrong), ["input.ids.0"]);
    let offered = all(&wrong["userErrors"][0]["availableOutcomes"], "label");
    assert_eq!(offered, ["Meeting scheduled", "No answer"]);
    for task in [&first, &second] {
        task_is(team.member(), task, "OPEN").await;
    }
    assert_eq!(team.entries("TASK_COMPLETED").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_32_an_outcome_that_is_not_asked_for_is_refused_on_every_path() {
    let team = Team::new().await;
    succeeded(&enable(team.admin(), json!({})).await);
    let outcome = json!(team.outcome("No answer", "NEUTRAL").await);
    let (task, call) = (team.task("Call", "Ring Clara").await, team.type_id("Call").await);
    let refused = [
        complete(team.member(), json!({ "id": task, "outcomeId": outcome })).await,
        complete_many(team.member(), json!({ "ids": [task], "outcomeId": outcome })).await,
        create_task(team.member(), logged(&team, &call, &outcome)).await,
    ];
    for refused in &refused {
        assert_eq!(codes(refused), ["FEATURE_DISABLED"], "{refused:#}");
    }
    task_is(team.member(), &task, "OPEN").await;
    let entries = (
        team.entries("TASK_CREATED").await,
        team.entries("TASK_COMPLETED").await,
    );
    assert_eq!(entries, (1, 0), "nothing changed");
    succeeded(&create_task(team.member(), logged(&team, &call, &json!(null))).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_35_several_tasks_are_completed_all_or_none_with_one_error_per_task() {
    let team = Team::in_force().await;
    let outcome = team.outcome_id("No answer").await;
    let mut tasks = Vec::new();
    for number in 0..4 {
        tasks.push(team.task("Call", &format!("Call {number}")).await);
    }
    team.done(&tasks[1], "No answer").await;
    team.done(&tasks[3], "No answer").await;
    let refused = complete_many(team.member(), json!({ "ids": tasks, "outcomeId": outcome })).await;
    assert_eq!(codes(&refused), ["ALREADY_COMPLETED", "ALREADY_COMPLETED"]);
    assert_eq!(paths(&refused), ["input.ids.1", "input.ids.3"]);
    assert_eq!(refused["userErrors"][0]["task"]["id"], json!(tasks[1]));
    task_is(team.member(), &tasks[0], "OPEN").await;

    let stranger = Team::on_same(&team).await;
    let foreign = stranger.task("Call", "Theirs").await;
    let ids = json!([tasks[0], tasks[2], tasks[0], foreign, "nonsense"]);
    let faults = complete_many(
        team.member(),
        json!({ "ids": ids, "outcomeId": outcome, "notes": "\u{0}" }),
    )
    .await;
    assert_eq!(codes(&faults), ["REPEATED", "NOT_FOUND", "NOT_FOUND", "INVALID"]);
    assert_eq!(
        paths(&faults),
        ["input.ids.2", "input.ids.3", "input.ids.4", "input.notes"]
    );
    let too_many: Vec<_> = std::iter::repeat_n(&tasks[0], 101).collect();
    for (ids, code) in [(json!(too_many), "TOO_MANY"), (json!([]), "TOO_FEW")] {
        let refused = complete_many(team.member(), json!({ "ids": ids, "outcomeId": outcome })).await;
        assert_eq!(
            (codes(&refused), paths(&refused)),
            (vec![code], vec!["input.ids".to_owned()])
        );
    }
    assert_eq!(team.entries("TASK_COMPLETED").await, 2);

    let input = json!({ "ids": [tasks[2], tasks[0]], "outcomeId": outcome, "notes": "Both" });
    let done = complete_many(team.member(), input).await;
    assert_eq!(
        all(&succeeded(&done)["tasks"], "id"),
        [&tasks[2], &tasks[0]],
        "in the order of the input"
    );
    assert_eq!(done["tasks"][0]["completion"]["notes"], "Both");
    assert_eq!(team.entries("TASK_COMPLETED").await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_tasks_are_given_to_another_owner_all_or_none() {
    let team = Team::in_force().await;
    let [first, second] = [team.task("Call", "One").await, team.task("Call", "Two").await];
    let query = "{ users(search: \"Berta\") { nodes { id } } }";
    let berta = team.admin().query(query, json!({})).await["users"]["nodes"][0]["id"].clone();
    let given = reassign(team.member(), json!({ "ids": [second, first], "ownerId": berta })).await;
    assert_eq!(all(&succeeded(&given)["tasks"], "id"), [&second, &first]);
    assert_eq!(given["tasks"][0]["owner"]["name"], "Berta Brandt");
    assert_eq!(team.entries("TASK_UPDATED").await, 2);
    let again = reassign(team.member(), json!({ "ids": [second, first], "ownerId": berta })).await;
    assert_eq!(succeeded(&again)["tasks"][0]["version"], 2);
    assert_eq!(team.entries("TASK_UPDATED").await, 2, "no difference, no entry");
    team.done(&first, "No answer").await;
    let refused = reassign(team.member(), json!({ "ids": [second, first], "ownerId": null })).await;
    assert_eq!(
        (codes(&refused), paths(&refused)),
        (vec!["ALREADY_COMPLETED"], vec!["input.ids.1".to_owned()])
    );
    let unnamed = reassign(team.member(), json!({ "ids": [second] })).await;
    assert_eq!(
        (codes(&unnamed), paths(&unnamed)),
        (vec!["BLANK"], vec!["input.ownerId".to_owned()])
    );
    let nobody = reassign(team.member(), json!({ "ids": [second], "ownerId": null })).await;
    assert_eq!(succeeded(&nobody)["tasks"][0]["owner"], json!(null));
    let query = "query Q($id: ID!) { node(id: $id) { ... on Task { activities(first: 1) { nodes { changes { field before after } } } } } }";
    let data = team.admin().query(query, json!({ "id": second })).await;
    assert_eq!(
        data["node"]["activities"]["nodes"][0]["changes"],
        json!([{ "field": "owner", "before": "Berta Brandt", "after": null }])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_36_a_task_and_its_follow_up_happen_both_or_neither() {
    let team = Team::in_force().await;
    let outcome = team.outcome_id("No answer").await;
    let (task, lunch) = (team.task("Call", "Ring Clara").await, team.type_id("Lunch").await);
    let input = |follow_up: Value| json!({ "id": task, "outcomeId": outcome, "followUp": follow_up });
    let faults = json!({ "title": " ", "taskTypeId": "nonsense", "ownerId": "nobody",
        "dueOn": "2026-12-01", "dueAt": "2026-12-01T10:00:00Z" });
    let refused = complete(team.member(), input(faults)).await;
    let mut places = paths(&refused);
    places.sort();
    let expected = ["dueAt", "ownerId", "taskTypeId", "title"].map(|field| format!("input.followUp.{field}"));
    assert_eq!(places, expected);
    task_is(team.member(), &task, "OPEN").await;
    assert_eq!(team.entries("TASK_COMPLETED").await, 0);

    let next = json!({ "title": "Meet Clara", "taskTypeId": lunch, "dueOn": "2026-12-01" });
    let done = complete(team.member(), input(next.clone())).await;
    let follow_up = &succeeded(&done)["followUpTask"];
    assert_eq!(done["task"]["status"], "COMPLETED");
    assert_eq!(
        (&follow_up["status"], &follow_up["owner"]["name"]),
        (&json!("OPEN"), &json!("Malik Moser"))
    );
    assert_eq!(follow_up["subject"]["id"], json!(team.contact));
    assert_eq!(
        (&follow_up["type"]["name"], &follow_up["dueOn"]),
        (&json!("Lunch"), &json!("2026-12-01"))
    );
    assert_eq!(
        (
            team.entries("TASK_CREATED").await,
            team.entries("TASK_COMPLETED").await
        ),
        (2, 1)
    );
    let again = complete(team.member(), input(next)).await;
    assert_eq!(codes(&again), ["ALREADY_COMPLETED"]);
    assert_eq!(team.entries("TASK_CREATED").await, 2, "neither happened");
    let none = team.task("Call", "Without").await;
    let done = complete(team.member(), json!({ "id": none, "outcomeId": outcome })).await;
    assert_eq!(succeeded(&done)["followUpTask"], json!(null));
}
