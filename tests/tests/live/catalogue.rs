//! `taskOutcomeChanged` and `taskOutcomeSettingsChanged`.

use acceptance::{Team, json, steps::*};

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_outcomes_are_told() {
    let team = Team::in_force().await;
    let query = "subscription { taskOutcomeChanged { action taskOutcome { id label sentiment archivedAt
        mergedInto { label } usage { completedCount } taskTypes { name } } } }";
    let mut following = team.server.subscribe(team.member(), query, json!({})).await;
    let id = team.outcome("Later", "NEUTRAL").await;
    let event = following.event().await;
    assert_eq!(
        (&event["action"], &event["taskOutcome"]["label"]),
        (&json!("CREATED"), &json!("Later"))
    );
    succeeded(&update_outcome(team.admin(), json!({ "id": id, "sentiment": "NEGATIVE" })).await);
    let event = following.event().await;
    assert_eq!(
        (&event["action"], &event["taskOutcome"]["sentiment"]),
        (&json!("UPDATED"), &json!("NEGATIVE"))
    );
    succeeded(&archive_outcome(team.admin(), json!({ "id": id })).await);
    let event = following.event().await;
    assert_eq!(event["action"], "ARCHIVED");
    assert!(event["taskOutcome"]["archivedAt"].is_string(), "{event:#}");
    succeeded(&unarchive_outcome(team.admin(), json!({ "id": id })).await);
    assert_eq!(following.event().await["action"], "UPDATED");
    let into = team.outcome_id("No answer").await;
    succeeded(&merge_outcome(team.admin(), json!({ "id": id, "intoId": into })).await);
    let event = following.event().await;
    assert_eq!(event["action"], "ARCHIVED");
    assert_eq!(event["taskOutcome"]["mergedInto"]["label"], "No answer");
    team.task("Call", "Call Clara").await;
    assert!(following.is_silent().await, "nothing else is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn switching_and_saving_are_told_as_the_settings_are_then() {
    let team = Team::new().await;
    let query = "subscription { taskOutcomeSettingsChanged { status version } }";
    let mut following = team.server.subscribe(team.member(), query, json!({})).await;
    succeeded(&enable(team.admin(), json!({})).await);
    assert_eq!(following.event().await["status"], "SETTING_UP");
    let outcome = team.outcome("Done", "POSITIVE").await;
    let lists = team.types().await.into_iter();
    let lists: Vec<_> = lists
        .map(|(id, _)| json!({ "taskTypeId": id, "outcomeIds": [outcome] }))
        .collect();
    succeeded(&save(team.admin(), json!({ "assignments": lists })).await);
    assert_eq!(following.event().await["status"], "ENABLED");
    let asked = disable(team.admin(), json!({})).await;
    let token = &asked["userErrors"][0]["impact"]["confirmationToken"];
    succeeded(&disable(team.admin(), json!({ "confirmationToken": token })).await);
    assert_eq!(following.event().await["status"], "DISABLED");
    assert!(following.is_silent().await);
}
