//! Completing tasks: S6, S7, S8, S11.

use acceptance::{Team, all, codes, json, steps::*};

#[tokio::test(flavor = "multi_thread")]
async fn s06_contact_and_deal_tasks_ask_for_exactly_one_outcome_of_their_type() {
    let team = Team::in_force().await;
    let about = [
        json!({ "contactId": team.contact }),
        json!({ "dealId": team.deal }),
    ];
    for subject in about {
        let task = team.task_of("Call", "Ring them", subject).await;
        let refused = complete(team.member(), json!({ "id": task })).await;
        assert_eq!(codes(&refused), ["OUTCOME_REQUIRED"]);
        let choice = &refused["userErrors"][0]["availableOutcomes"];
        assert_eq!(all(choice, "label"), ["Meeting scheduled", "No answer"]);
        let done = complete(team.member(), json!({ "id": task, "outcomeId": choice[0]["id"] })).await;
        let completion = &succeeded(&done)["task"]["completion"];
        assert_eq!(
            completion["outcome"],
            json!({ "label": "Meeting scheduled", "sentiment": "POSITIVE" })
        );
        assert_eq!(completion["completedBy"]["name"], "Malik Moser");
        assert_eq!(completion["owner"]["name"], "Malik Moser");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s07_notes_are_kept_apart_from_the_description() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    succeeded(
        &update_task(
            team.member(),
            json!({ "id": task, "description": "Ask about the hall." }),
        )
        .await,
    );
    let outcome = team.outcome_id("Meeting scheduled").await;
    let notes = "Wants the offer\r\nby Friday.";
    let done = complete(
        team.member(),
        json!({ "id": task, "outcomeId": outcome, "notes": notes }),
    )
    .await;
    assert_eq!(
        succeeded(&done)["task"]["completion"]["notes"],
        "Wants the offer\nby Friday."
    );
    let query = "query Q($id: ID!) { node(id: $id) { ... on Task { description completion { notes } } } }";
    let data = team.admin().query(query, json!({ "id": task })).await;
    assert_eq!(data["node"]["description"], "Ask about the hall.");
}

#[tokio::test(flavor = "multi_thread")]
async fn s08_a_completed_task_leaves_the_default_view_and_the_second_view_has_the_latest_first() {
    let team = Team::in_force().await;
    let mut tasks = Vec::new();
    for title in ["First", "Second", "Third"] {
        tasks.push(team.task("Call", title).await);
    }
    team.done(&tasks[1], "No answer").await;
    team.done(&tasks[0], "No answer").await;
    let query = "query Q($id: ID!) { node(id: $id) { ... on Contact {
        open: tasks { totalCount nodes { title status } }
        done: tasks(filter: { statuses: [COMPLETED] }) { totalCount nodes { title status } } } } }";
    let data = team.member().query(query, json!({ "id": team.contact })).await;
    assert_eq!(all(&data["node"]["open"]["nodes"], "title"), ["Third"]);
    assert_eq!(all(&data["node"]["done"]["nodes"], "title"), ["First", "Second"]);
    assert_eq!(data["node"]["done"]["totalCount"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_the_form_gets_its_choices_together_with_the_task() {
    let team = Team::new().await;
    let contact_task = team.task("Call", "Ring Clara").await;
    let deal_task = team
        .task_of("Lunch", "Eat with Clara", json!({ "dealId": team.deal }))
        .await;
    let query = "query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on Task {
        isOutcomeRequired viewerCanComplete availableOutcomes { label sentiment } } } }";
    let ids = json!({ "ids": [contact_task, deal_task] });
    let off = team.member().query(query, ids.clone()).await;
    assert_eq!(
        off["nodes"][0],
        json!({ "isOutcomeRequired": false, "viewerCanComplete": true, "availableOutcomes": [] })
    );

    team.put_in_force().await;
    let on = team.member().query(query, ids).await;
    for node in on["nodes"].as_array().unwrap() {
        assert_eq!(node["isOutcomeRequired"], true);
        assert_eq!(
            all(&node["availableOutcomes"], "label"),
            ["Meeting scheduled", "No answer"]
        );
    }
}
