//! Switching on and off: S1, S5, S12.

use acceptance::{Team, all, codes, json, steps::*, text};

#[tokio::test(flavor = "multi_thread")]
async fn s01_an_admin_switches_on_and_off_and_nobody_else_can() {
    let team = Team::new().await;
    for refused in [
        enable(team.member(), json!({})).await,
        disable(team.member(), json!({})).await,
    ] {
        assert_eq!(codes(&refused), ["FORBIDDEN"]);
        assert_eq!(refused["userErrors"][0]["requiredRole"], "ADMIN");
    }
    assert_eq!(team.status().await, "DISABLED");

    let on = enable(team.admin(), json!({})).await;
    assert_eq!(succeeded(&on)["settings"]["status"], "SETTING_UP");

    let asked = disable(team.admin(), json!({})).await;
    let token = text(&asked["userErrors"][0]["impact"]["confirmationToken"]);
    let off = disable(team.admin(), json!({ "confirmationToken": token })).await;
    assert_eq!(succeeded(&off)["settings"]["status"], "DISABLED");
}

#[tokio::test(flavor = "multi_thread")]
async fn s05_the_first_save_puts_outcomes_to_work_and_until_then_tasks_complete_as_before() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    let outcome = team.outcome("Meeting scheduled", "POSITIVE").await;
    let early = team.task("Call", "Before the save").await;
    succeeded(&complete(team.member(), json!({ "id": early })).await);

    let lists: Vec<_> = team
        .types()
        .await
        .iter()
        .map(|(id, _)| json!({ "taskTypeId": id, "outcomeIds": [outcome] }))
        .collect();
    let partly = save(team.admin(), json!({ "assignments": lists[..3] })).await;
    assert_eq!(codes(&partly), ["TASK_TYPE_WITHOUT_OUTCOMES"], "all or nothing");
    assert_eq!(team.status().await, "SETTING_UP");

    let saved = save(team.admin(), json!({ "assignments": lists })).await;
    assert_eq!(succeeded(&saved)["settings"]["status"], "ENABLED");
    let settings = team.settings().await;
    assert_eq!(settings["enabledBy"]["name"], "Anna Ahlers");
    let late = team.task("Call", "After the save").await;
    assert_eq!(
        codes(&complete(team.member(), json!({ "id": late })).await),
        ["OUTCOME_REQUIRED"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn s05_one_call_can_switch_on_and_put_to_work() {
    let team = Team::in_force().await;
    let outcome = team.outcome_id("No answer").await;
    let token = team.settings().await["disableImpact"]["confirmationToken"].clone();
    succeeded(&disable(team.admin(), json!({ "confirmationToken": token })).await);
    let lists: Vec<_> = team
        .types()
        .await
        .iter()
        .map(|(id, _)| json!({ "taskTypeId": id, "outcomeIds": [outcome] }))
        .collect();
    let on = enable(team.admin(), json!({ "taskTypeAssignments": lists })).await;
    assert_eq!(succeeded(&on)["settings"]["status"], "ENABLED");
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_switching_off_asks_says_what_it_means_removes_assignments_and_keeps_the_record() {
    let team = Team::in_force().await;
    let done = team.task("Call", "Ring Clara").await;
    team.done(&done, "Meeting scheduled").await;
    team.task("Lunch", "Still open").await;

    let asked = disable(team.admin(), json!({})).await;
    assert_eq!(codes(&asked), ["CONFIRMATION_REQUIRED"]);
    assert_eq!(team.status().await, "ENABLED", "asking changes nothing");
    let impact = &asked["userErrors"][0]["impact"];
    assert_eq!(impact["assignmentCount"], 8);
    assert_eq!(impact["affectedTaskTypeCount"], 4);
    assert_eq!(
        (&impact["openTaskCount"], &impact["completedTaskCount"]),
        (&json!(1), &json!(1))
    );

    let token = text(&impact["confirmationToken"]);
    let off = disable(team.admin(), json!({ "confirmationToken": token })).await;
    assert_eq!(succeeded(&off)["removedAssignmentCount"], 8);
    assert_eq!(
        codes(&create_outcome(team.admin(), json!({ "label": "New" })).await),
        ["FEATURE_DISABLED"]
    );
    let query = "{ taskTypes { nodes { outcomes { label } } }
        taskOverviewReport { totals { completedCount positiveCount } }
        tasks(filter: { statuses: [COMPLETED] }) { nodes { completion { recordedLabel outcome { label } } } } }";
    let data = team.member().query(query, json!({})).await;
    for node in data["taskTypes"]["nodes"].as_array().unwrap() {
        assert_eq!(node["outcomes"], json!([]));
    }
    assert_eq!(
        data["taskOverviewReport"]["totals"],
        json!({ "completedCount": 1, "positiveCount": 1 })
    );
    assert_eq!(
        data["tasks"]["nodes"][0]["completion"]["recordedLabel"],
        "Meeting scheduled"
    );

    let on = enable(team.admin(), json!({})).await;
    let suggested = &succeeded(&on)["settings"]["suggestedAssignments"];
    assert_eq!(
        suggested.as_array().unwrap().len(),
        4,
        "it starts from the former assignments"
    );
    assert_eq!(
        all(&suggested[0]["outcomes"], "label"),
        ["Meeting scheduled", "No answer"]
    );
}
