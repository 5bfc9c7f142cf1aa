//! The switch: edges 1 to 10.

use std::sync::Arc;

use acceptance::{Team, TestServer, all, codes, json, steps::*, text};
use jiff::SignedDuration;
use testkit::FixedClock;

#[tokio::test(flavor = "multi_thread")]
async fn edge_01_on_with_nothing_saved_is_setting_up() {
    let team = Team::new().await;
    succeeded(&enable(team.admin(), json!({})).await);
    assert_eq!(team.status().await, "SETTING_UP");
    team.outcome("No answer", "NEUTRAL").await;
    let task = team.task("Call", "Ring Clara").await;
    let done = complete(team.member(), json!({ "id": task })).await;
    assert_eq!(
        succeeded(&done)["task"]["completion"]["recordedLabel"],
        json!(null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_02_a_save_that_leaves_types_without_any_names_them_all_and_stores_nothing() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    let outcome = team.outcome("No answer", "NEUTRAL").await;
    let lunch = team.type_id("Lunch").await;
    let refused = save(
        team.admin(),
        json!({ "assignments": [{ "taskTypeId": lunch, "outcomeIds": [outcome] }] }),
    )
    .await;
    assert_eq!(codes(&refused), ["TASK_TYPE_WITHOUT_OUTCOMES"]);
    assert_eq!(
        all(&refused["userErrors"][0]["taskTypes"], "name"),
        ["Call", "E-mail", "Meeting"]
    );
    assert_eq!(team.status().await, "SETTING_UP");
    let data = team
        .admin()
        .query("{ taskTypes { nodes { outcomes { id } } } }", json!({}))
        .await;
    for node in data["taskTypes"]["nodes"].as_array().unwrap() {
        assert_eq!(node["outcomes"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_03_open_tasks_from_before_need_an_outcome_and_can_be_finished() {
    let team = Team::new().await;
    let task = team.task("E-mail", "Write to Clara").await;
    team.put_in_force().await;
    assert_eq!(
        codes(&complete(team.member(), json!({ "id": task })).await),
        ["OUTCOME_REQUIRED"]
    );
    team.done(&task, "No answer").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_04_switching_twice_succeeds_and_leaves_one_entry() {
    let team = Team::new().await;
    for _ in 0..2 {
        assert_eq!(
            succeeded(&enable(team.admin(), json!({})).await)["settings"]["status"],
            "SETTING_UP"
        );
    }
    assert_eq!(team.entries("TASK_OUTCOME_SETTINGS_CHANGED").await, 1);
    let token = team.settings().await["disableImpact"]["confirmationToken"].clone();
    for _ in 0..2 {
        let off = disable(team.admin(), json!({ "confirmationToken": token })).await;
        assert_eq!(succeeded(&off)["settings"]["status"], "DISABLED");
    }
    assert_eq!(team.entries("TASK_OUTCOME_SETTINGS_CHANGED").await, 2);
    assert_eq!(team.settings().await["disableImpact"], json!(null));
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_06_only_the_token_of_this_admin_for_these_settings_within_ten_minutes_confirms() {
    let clock = Arc::new(FixedClock::at("2026-11-23T09:00:00Z"));
    let team = Team::on(TestServer::start_at(clock.clone()).await).await;
    team.put_in_force().await;
    let stranger = Team::on_same(&team).await;
    stranger.put_in_force().await;
    let token_of = async |client: &acceptance::Client| {
        let asked = disable(client, json!({})).await;
        text(&asked["userErrors"][0]["impact"]["confirmationToken"]).to_owned()
    };
    let foreign = token_of(stranger.admin()).await;
    let other_admin = token_of(&team.account.second_admin).await;
    let invented = format!("{}.{}", i64::MAX, "0".repeat(64));
    let own = token_of(team.admin()).await;
    let mut messages = std::collections::BTreeSet::new();
    for token in [
        &foreign,
        &other_admin,
        &invented,
        &"nonsense".to_owned(),
        &String::new(),
    ] {
        let refused = disable(team.admin(), json!({ "confirmationToken": token })).await;
        assert_eq!(codes(&refused), ["CONFIRMATION_REQUIRED"]);
        assert_eq!(
            refused["userErrors"][0]["impact"]["assignmentCount"], 8,
            "with fresh impact"
        );
        messages.insert(text(&refused["userErrors"][0]["message"]).to_owned());
    }
    clock.advance(SignedDuration::from_mins(10));
    let expired = disable(team.admin(), json!({ "confirmationToken": own })).await;
    messages.insert(text(&expired["userErrors"][0]["message"]).to_owned());
    assert_eq!(messages.len(), 1, "no hint which: {messages:?}");

    let stale = token_of(team.admin()).await;
    let (call, nothing) = (team.type_id("Call").await, team.outcome_id("No answer").await);
    let list = json!({ "assignments": [{ "taskTypeId": call, "outcomeIds": [nothing] }] });
    succeeded(&save(team.admin(), list).await);
    let refused = disable(team.admin(), json!({ "confirmationToken": stale })).await;
    assert_eq!(codes(&refused), ["CONFIRMATION_REQUIRED"]);
    let fresh = text(&refused["userErrors"][0]["impact"]["confirmationToken"]);
    let task = team.task("Lunch", "Drifts the counts").await;
    team.done(&task, "No answer").await;
    succeeded(&disable(team.admin(), json!({ "confirmationToken": fresh })).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_07_off_remembers_assignments_and_keeps_outcomes_and_what_was_recorded() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "Meeting scheduled").await;
    switch_off(&team).await;
    let data = team
        .admin()
        .query(
            "{ taskOutcomes { totalCount } taskOverviewReport { totals { positiveCount } }
               activities(filter: { kinds: [TASK_COMPLETED] }) { nodes { recordedLabel } } }",
            json!({}),
        )
        .await;
    assert_eq!(data["taskOutcomes"]["totalCount"], 2);
    assert_eq!(data["taskOverviewReport"]["totals"]["positiveCount"], 1);
    assert_eq!(
        data["activities"]["nodes"][0]["recordedLabel"],
        "Meeting scheduled"
    );

    // Off from setting up keeps what was remembered.
    succeeded(&enable(team.admin(), json!({})).await);
    switch_off(&team).await;
    let on = enable(team.admin(), json!({})).await;
    assert_eq!(
        succeeded(&on)["settings"]["suggestedAssignments"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
}

async fn switch_off(team: &Team) {
    let token = team.settings().await["disableImpact"]["confirmationToken"].clone();
    succeeded(&disable(team.admin(), json!({ "confirmationToken": token })).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_08_while_off_managing_outcomes_is_closed_and_reading_them_is_open() {
    let team = Team::in_force().await;
    let (outcome, call) = (team.outcome_id("No answer").await, team.type_id("Call").await);
    switch_off(&team).await;
    let refused = [
        create_outcome(team.admin(), json!({ "label": "New" })).await,
        update_outcome(team.admin(), json!({ "id": outcome, "label": "Other" })).await,
        archive_outcome(team.admin(), json!({ "id": outcome })).await,
        unarchive_outcome(team.admin(), json!({ "id": outcome })).await,
        save(
            team.admin(),
            json!({ "assignments": [{ "taskTypeId": call, "outcomeIds": [outcome] }] }),
        )
        .await,
        create_type(team.admin(), json!({ "name": "Visit", "outcomeIds": [outcome] })).await,
    ];
    for payload in refused {
        assert_eq!(codes(&payload), ["FEATURE_DISABLED"], "{payload}");
    }
    let data = team
        .member()
        .query("{ taskOutcomes { nodes { label } } }", json!({}))
        .await;
    assert_eq!(
        all(&data["taskOutcomes"]["nodes"], "label"),
        ["Meeting scheduled", "No answer"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_10_on_off_on_leaves_three_entries() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    switch_off(&team).await;
    enable(team.admin(), json!({})).await;
    assert_eq!(team.entries("TASK_OUTCOME_SETTINGS_CHANGED").await, 3);
}
