//! Preparing outcomes and task types: S2, S3, S4, S13.

use acceptance::{Team, all, codes, json, steps::*, text};

#[tokio::test(flavor = "multi_thread")]
async fn s02_an_admin_manages_outcomes_whose_sentiment_defaults_to_neutral() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    let made = create_outcome(team.admin(), json!({ "label": "No answer" })).await;
    let outcome = &succeeded(&made)["taskOutcome"];
    assert_eq!(outcome["sentiment"], "NEUTRAL");
    let id = text(&outcome["id"]);

    let changed = update_outcome(
        team.admin(),
        json!({ "id": id, "sentiment": "NEGATIVE", "label": "Not reached" }),
    )
    .await;
    assert_eq!(succeeded(&changed)["taskOutcome"]["label"], "Not reached");
    assert_eq!(changed["taskOutcome"]["sentiment"], "NEGATIVE");

    succeeded(&archive_outcome(team.admin(), json!({ "id": id })).await);
    let listed =
        "{ taskOutcomes { totalCount } all: taskOutcomes(filter: { includeArchived: true }) { totalCount } }";
    let data = team.admin().query(listed, json!({})).await;
    assert_eq!(
        (&data["taskOutcomes"]["totalCount"], &data["all"]["totalCount"]),
        (&json!(0), &json!(1))
    );
    let back = unarchive_outcome(team.admin(), json!({ "id": id })).await;
    assert_eq!(succeeded(&back)["taskOutcome"]["archivedAt"], json!(null));

    assert_eq!(
        codes(&create_outcome(team.member(), json!({ "label": "Mine" })).await),
        ["FORBIDDEN"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn s03_one_outcome_serves_several_types_each_in_its_own_order() {
    let team = Team::in_force().await;
    let (meeting, nothing) = (
        team.outcome_id("Meeting scheduled").await,
        team.outcome_id("No answer").await,
    );
    let (call, lunch) = (team.type_id("Call").await, team.type_id("Lunch").await);
    let saved = save(
        team.admin(),
        json!({ "assignments": [
            { "taskTypeId": lunch, "outcomeIds": [meeting] },
            { "taskTypeId": call, "outcomeIds": [nothing, meeting] },
        ] }),
    )
    .await;
    let types = &succeeded(&saved)["taskTypes"];
    assert_eq!(all(types, "name"), ["Lunch", "Call"], "in the order of the input");
    assert_eq!(all(&types[0]["outcomes"], "label"), ["Meeting scheduled"]);
    assert_eq!(
        all(&types[1]["outcomes"], "label"),
        ["No answer", "Meeting scheduled"]
    );

    let query = "query Q($id: ID!) { node(id: $id) { ... on TaskOutcome { taskTypes { name } } } }";
    let data = team.member().query(query, json!({ "id": nothing })).await;
    assert_eq!(
        all(&data["node"]["taskTypes"], "name"),
        ["Call", "E-mail", "Meeting"],
        "in display order"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn s04_every_active_type_keeps_1_to_20_outcomes() {
    let team = Team::in_force().await;
    let call = team.type_id("Call").await;
    let mut ids = Vec::new();
    for number in 1..=21 {
        ids.push(team.outcome(&format!("Outcome {number}"), "NEUTRAL").await);
    }
    let list = |ids: &[String]| json!({ "assignments": [{ "taskTypeId": call, "outcomeIds": ids }] });
    let none = save(team.admin(), list(&[])).await;
    assert_eq!(codes(&none), ["TOO_FEW"]);
    assert_eq!(
        (
            &none["userErrors"][0]["minimum"],
            &none["userErrors"][0]["maximum"]
        ),
        (&json!(1), &json!(20))
    );
    assert_eq!(
        none["userErrors"][0]["path"],
        json!(["input", "assignments", "0", "outcomeIds"])
    );
    assert_eq!(codes(&save(team.admin(), list(&ids)).await), ["TOO_MANY"]);
    succeeded(&save(team.admin(), list(&ids[..20])).await);
    let one_more = create_outcome(
        team.admin(),
        json!({ "label": "One more", "taskTypeIds": [call] }),
    )
    .await;
    assert_eq!(codes(&one_more), ["TOO_MANY"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn s13_a_new_account_has_four_types_and_a_new_type_comes_with_its_outcomes_while_in_force() {
    let team = Team::new().await;
    let names: Vec<String> = team.types().await.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Call", "E-mail", "Lunch", "Meeting"]);
    let plain = create_type(team.admin(), json!({ "name": "Demo" })).await;
    assert_eq!(succeeded(&plain)["taskType"]["outcomes"], json!([]));

    team.put_in_force().await;
    assert_eq!(
        codes(&create_type(team.admin(), json!({ "name": "Visit" })).await),
        ["TOO_FEW"]
    );
    let meeting = team.outcome_id("Meeting scheduled").await;
    let made = create_type(team.admin(), json!({ "name": "Visit", "outcomeIds": [meeting] })).await;
    assert_eq!(
        all(&succeeded(&made)["taskType"]["outcomes"], "label"),
        ["Meeting scheduled"]
    );
    assert_eq!(
        codes(&create_type(team.member(), json!({ "name": "Mine" })).await),
        ["FORBIDDEN"]
    );
}
