//! Outcomes: edges 12 to 21.

use acceptance::{Team, Value, all, codes, json, steps::*, text};
use futures_util::future::join_all;

#[tokio::test(flavor = "multi_thread")]
async fn edge_12_labels_that_people_read_as_the_same_are_taken_and_the_error_says_by_whom() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    let interested = team.outcome("Interessiert", "POSITIVE").await;
    let street = team.outcome("Straße", "NEUTRAL").await;
    for (label, existing) in [
        (" interessiert ", &interested),
        ("INTERESSIERT", &interested),
        ("ｉnteressiert", &interested),
        ("STRASSE", &street),
    ] {
        let refused = create_outcome(team.admin(), json!({ "label": label })).await;
        assert_eq!(codes(&refused), ["TAKEN"], "{label}");
        assert_eq!(refused["userErrors"][0]["existing"]["id"], json!(existing));
        assert_eq!(refused["userErrors"][0]["isExistingArchived"], false);
    }
    succeeded(&archive_outcome(team.admin(), json!({ "id": interested })).await);
    let refused = create_outcome(team.admin(), json!({ "label": "interessiert" })).await;
    assert_eq!(refused["userErrors"][0]["isExistingArchived"], true);
    let renamed = update_outcome(team.admin(), json!({ "id": street, "label": "Interessiert" })).await;
    assert_eq!(codes(&renamed), ["TAKEN"]);
    succeeded(&update_outcome(team.admin(), json!({ "id": street, "label": "STRASSE" })).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_13_of_many_admins_who_create_one_label_at_once_one_wins() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    let clients = (0..16).map(|number| {
        if number % 2 == 0 {
            team.admin()
        } else {
            &team.account.second_admin
        }
    });
    let made =
        join_all(clients.map(|client| create_outcome(client, json!({ "label": "Callback agreed" })))).await;
    let won = made.iter().filter(|payload| codes(payload).is_empty()).count();
    let taken = made.iter().filter(|payload| codes(payload) == ["TAKEN"]).count();
    assert_eq!((won, taken), (1, 15));
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_14_80_code_points_pass_and_81_are_too_long() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    succeeded(&create_outcome(team.admin(), json!({ "label": "x".repeat(80) })).await);
    succeeded(&create_outcome(team.admin(), json!({ "label": "😀".repeat(80) })).await);
    let refused = create_outcome(team.admin(), json!({ "label": "x".repeat(81) })).await;
    assert_eq!(codes(&refused), ["TOO_LONG"]);
    assert_eq!(refused["userErrors"][0]["maximum"], 80);
    assert_eq!(refused["userErrors"][0]["path"], json!(["input", "label"]));
    assert_eq!(
        codes(&create_outcome(team.admin(), json!({ "label": " \u{200b} " })).await),
        ["BLANK"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_15_signs_with_a_meaning_elsewhere_are_stored_and_returned_as_they_are() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    let labels = [
        "'; drop table outcomes; --",
        "<b>bold</b>",
        "=1+1",
        "100 %",
        "\\d",
    ];
    for label in labels {
        let made = create_outcome(team.admin(), json!({ "label": label })).await;
        assert_eq!(succeeded(&made)["taskOutcome"]["label"], label);
    }
    let data = team
        .admin()
        .query("{ taskOutcomes { nodes { label } } }", json!({}))
        .await;
    assert_eq!(
        data["taskOutcomes"]["nodes"].as_array().unwrap().len(),
        labels.len()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_16_lists_and_reports_follow_a_change_and_the_record_does_not() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    team.done(&task, "No answer").await;
    let id = team.outcome_id("No answer").await;
    succeeded(
        &update_outcome(
            team.admin(),
            json!({ "id": id, "label": "Not reached", "sentiment": "NEGATIVE" }),
        )
        .await,
    );
    let query = "{ taskOverviewReport { totals { neutralCount negativeCount } groups(by: OUTCOME) { nodes { label } } }
        tasks(filter: { outcomeIds: [ID], sentiments: [NEGATIVE] }) { nodes {
            completion { recordedLabel recordedSentiment outcome { label sentiment } } } }
        done: activities(filter: { kinds: [TASK_COMPLETED] }) { nodes { recordedLabel recordedSentiment } }
        changed: activities(filter: { kinds: [TASK_OUTCOME_CHANGED] }, first: 1) { nodes { title changes { field before after } } } }";
    let data = team
        .admin()
        .query(&query.replace("ID", &format!("\"{id}\"")), json!({}))
        .await;
    assert_eq!(
        data["taskOverviewReport"]["totals"],
        json!({ "neutralCount": 0, "negativeCount": 1 })
    );
    assert_eq!(
        all(&data["taskOverviewReport"]["groups"]["nodes"], "label"),
        ["Not reached"]
    );
    let completion = &data["tasks"]["nodes"][0]["completion"];
    assert_eq!(
        completion["outcome"],
        json!({ "label": "Not reached", "sentiment": "NEGATIVE" })
    );
    assert_eq!(
        (&completion["recordedLabel"], &completion["recordedSentiment"]),
        (&json!("No answer"), &json!("NEUTRAL"))
    );
    assert_eq!(
        data["done"]["nodes"][0],
        json!({ "recordedLabel": "No answer", "recordedSentiment": "NEUTRAL" })
    );
    let changes = &data["changed"]["nodes"][0]["changes"];
    assert_eq!(
        changes[0],
        json!({ "field": "label", "before": "No answer", "after": "Not reached" })
    );
    assert_eq!(
        changes[1],
        json!({ "field": "sentiment", "before": "neutral", "after": "negative" })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_17_the_last_outcome_of_a_type_cannot_be_archived() {
    let team = Team::in_force().await;
    let (meeting, nothing) = (
        team.outcome_id("Meeting scheduled").await,
        team.outcome_id("No answer").await,
    );
    let lists: Vec<_> = ["Call", "Lunch"]
        .map(|name| (name, &meeting))
        .into_iter()
        .collect();
    for (name, outcome) in lists {
        let id = team.type_id(name).await;
        succeeded(
            &save(
                team.admin(),
                json!({ "assignments": [{ "taskTypeId": id, "outcomeIds": [outcome] }] }),
            )
            .await,
        );
    }
    let refused = archive_outcome(team.admin(), json!({ "id": meeting })).await;
    assert_eq!(codes(&refused), ["TASK_TYPE_WITHOUT_OUTCOMES"]);
    assert_eq!(
        all(&refused["userErrors"][0]["taskTypes"], "name"),
        ["Call", "Lunch"]
    );
    succeeded(&archive_outcome(team.admin(), json!({ "id": nothing })).await);
    let data = team
        .admin()
        .query("{ taskTypes { nodes { outcomes { label } } } }", json!({}))
        .await;
    for node in data["taskTypes"]["nodes"].as_array().unwrap() {
        assert_eq!(all(&node["outcomes"], "label"), ["Meeting scheduled"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_18_an_outcome_that_is_brought_back_is_assigned_nowhere() {
    let team = Team::in_force().await;
    let id = team.outcome_id("No answer").await;
    succeeded(&archive_outcome(team.admin(), json!({ "id": id })).await);
    let back = unarchive_outcome(team.admin(), json!({ "id": id })).await;
    assert_eq!(succeeded(&back)["taskOutcome"]["taskTypes"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_21_foreign_unknown_and_wrong_ids_answer_alike_everywhere() {
    let team = Team::in_force().await;
    let other = Team::on_same(&team).await;
    other.put_in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    let foreign = [
        other.outcome_id("No answer").await,
        other.contact.clone(),
        other.deal.clone(),
        other.task("Call", "Theirs").await,
        other.type_id("Call").await,
        text(&other.settings().await["id"]).to_owned(),
    ];
    let wrong = [
        text(&team.settings().await["id"]).to_owned(),
        "invented".to_owned(),
        String::new(),
    ];
    let own_type = team.type_id("Call").await;
    for id in foreign.iter().chain(&wrong[1..]) {
        let data = team
            .admin()
            .query(
                "query Q($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }",
                json!({ "id": id }),
            )
            .await;
        assert_eq!(data, json!({ "node": null, "nodes": [null] }));
    }
    for id in foreign.iter().chain(&wrong) {
        for payload in naming(&team, &own_type, &task, id).await {
            assert_eq!(codes(&payload), ["NOT_FOUND"], "{id}: {payload}");
            assert_eq!(payload["userErrors"][0]["missingId"], json!(id));
        }
    }
}

/// What every mutation says to an id, in each place that takes one.
async fn naming(team: &Team, own_type: &str, task: &str, id: &str) -> Vec<Value> {
    vec![
        complete(team.member(), json!({ "id": id })).await,
        complete(team.member(), json!({ "id": task, "outcomeId": id })).await,
        update_task(team.member(), json!({ "id": id, "title": "x" })).await,
        update_task(team.member(), json!({ "id": task, "ownerId": id })).await,
        reopen(team.member(), json!({ "id": id })).await,
        update_outcome(team.admin(), json!({ "id": id, "label": "x" })).await,
        archive_outcome(team.admin(), json!({ "id": id })).await,
        update_type(team.admin(), json!({ "id": id, "name": "x" })).await,
        archive_type(team.admin(), json!({ "id": own_type, "moveOpenTasksToId": id })).await,
        create_task(
            team.member(),
            json!({ "title": "x", "taskTypeId": id, "subject": { "dealId": team.deal } }),
        )
        .await,
        create_task(
            team.member(),
            json!({ "title": "x", "taskTypeId": own_type, "subject": { "dealId": id } }),
        )
        .await,
        create_deal(team.member(), json!({ "name": "x", "ownerId": id })).await,
        create_deal(team.member(), json!({ "name": "x", "contactId": id })).await,
        update_deal(team.member(), json!({ "id": id, "name": "x" })).await,
        update_contact(team.member(), json!({ "id": id, "name": "x" })).await,
        unarchive_outcome(team.admin(), json!({ "id": id })).await,
        delete_outcome(team.admin(), json!({ "id": id })).await,
        delete_type(team.admin(), json!({ "id": id })).await,
        unarchive_type(team.admin(), json!({ "id": id })).await,
        merge_outcome(
            team.admin(),
            json!({ "id": id, "intoId": team.outcome_id("No answer").await }),
        )
        .await,
        create_type(team.admin(), json!({ "name": "x", "outcomeIds": [id] })).await,
        create_outcome(team.admin(), json!({ "label": "x", "taskTypeIds": [id] })).await,
        save(
            team.admin(),
            json!({ "assignments": [{ "taskTypeId": own_type, "outcomeIds": [id] }] }),
        )
        .await,
    ]
}
