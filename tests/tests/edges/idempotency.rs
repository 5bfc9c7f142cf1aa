//! Sending again: edge 34.

use std::sync::Arc;

use acceptance::{Team, TestServer, Value, codes, json, steps::*, text};
use futures_util::future::join_all;
use testkit::FixedClock;

fn a_task(team: &Team, call: &str, key: &str) -> Value {
    json!({ "title": "Ring Clara", "taskTypeId": call, "subject": { "contactId": team.contact }, "idempotencyKey": key })
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_34_the_same_key_does_nothing_again_and_tells_the_result_as_it_is_now() {
    let team = Team::in_force().await;
    let call = team.type_id("Call").await;
    let made = create_task(team.member(), a_task(&team, &call, "k1")).await;
    let task = text(&succeeded(&made)["task"]["id"]).to_owned();
    succeeded(&update_task(team.member(), json!({ "id": task, "title": "Ring her" })).await);
    let again = create_task(team.member(), a_task(&team, &call, "k1")).await;
    assert_eq!(succeeded(&again)["task"]["id"], json!(task));
    assert_eq!(again["task"]["title"], "Ring her", "resolved anew");
    assert_eq!(team.entries("TASK_CREATED").await, 1);

    let outcome = team.outcome_id("No answer").await;
    let next = json!({ "title": "Again", "taskTypeId": call });
    let input = json!({ "id": task, "outcomeId": outcome, "followUp": next, "idempotencyKey": "k1" });
    let done = complete(team.member(), input.clone()).await;
    let follow_up = succeeded(&done)["followUpTask"]["id"].clone();
    let again = complete(team.member(), input.clone()).await;
    assert_eq!(succeeded(&again)["followUpTask"]["id"], follow_up);
    succeeded(&update_outcome(team.admin(), json!({ "id": outcome, "label": "Nobody there" })).await);
    let again = complete(team.member(), input).await;
    let completion = &succeeded(&again)["task"]["completion"];
    let labels = (&completion["recordedLabel"], &completion["outcome"]["label"]);
    assert_eq!(labels, (&json!("No answer"), &json!("Nobody there")));
    assert_eq!(
        (
            team.entries("TASK_CREATED").await,
            team.entries("TASK_COMPLETED").await
        ),
        (2, 1)
    );
    succeeded(&delete_task(team.admin(), json!({ "id": task })).await);
    let gone = create_task(team.member(), a_task(&team, &call, "k1")).await;
    assert_eq!(codes(&gone), ["NOT_FOUND"]);
    assert_eq!(gone["userErrors"][0]["path"], json!(["input", "idempotencyKey"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_34_every_mutation_that_has_a_key_keeps_it() {
    let team = Team::in_force().await;
    let (call, outcome) = (team.type_id("Call").await, team.outcome_id("No answer").await);
    let [one, two] = [team.task("Call", "One").await, team.task("Call", "Two").await];
    for _ in 0..2 {
        let made = create_outcome(team.admin(), json!({ "label": "Sold", "idempotencyKey": "k" })).await;
        assert_eq!(succeeded(&made)["taskOutcome"]["label"], "Sold");
        let made = create_type(
            team.admin(),
            json!({ "name": "Demo", "outcomeIds": [outcome], "idempotencyKey": "k" }),
        )
        .await;
        assert_eq!(succeeded(&made)["taskType"]["name"], "Demo");
        let lists = json!([{ "taskTypeId": call, "outcomeIds": [outcome] }]);
        let saved = save(
            team.admin(),
            json!({ "assignments": lists, "idempotencyKey": "k" }),
        )
        .await;
        assert_eq!(succeeded(&saved)["taskTypes"][0]["name"], "Call");
        let made = create_contact(team.member(), json!({ "name": "Dora", "idempotencyKey": "k" })).await;
        assert_eq!(succeeded(&made)["contact"]["name"], "Dora");
        let made = create_deal(team.member(), json!({ "name": "Kran", "idempotencyKey": "k" })).await;
        assert_eq!(succeeded(&made)["deal"]["name"], "Kran");
        let input = json!({ "ids": [two, one], "outcomeId": outcome, "idempotencyKey": "k" });
        let done = complete_many(team.member(), input).await;
        assert_eq!(acceptance::all(&succeeded(&done)["tasks"], "id"), [&two, &one]);
    }
    let kinds = [
        "TASK_COMPLETED",
        "CONTACT_CHANGED",
        "DEAL_CHANGED",
        "TASK_TYPE_CHANGED",
    ];
    let mut entries = Vec::new();
    for kind in kinds {
        entries.push(team.entries(kind).await);
    }
    let defaults = 4; // types of a new account
    let of_team = 1; // a contact and a deal
    assert_eq!(entries[..3], [2, 1 + of_team, 1 + of_team]);
    assert!(entries[3] == 1 || entries[3] == 1 + defaults, "{entries:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_34_the_same_key_with_other_input_is_invalid_and_one_user_does_not_see_anothers() {
    let team = Team::in_force().await;
    let call = team.type_id("Call").await;
    succeeded(&create_task(team.member(), a_task(&team, &call, "k")).await);
    let mut other = a_task(&team, &call, "k");
    other["title"] = json!("Ring Dora");
    let refused = create_task(team.member(), other.clone()).await;
    assert_eq!(codes(&refused), ["INVALID"]);
    assert_eq!(
        refused["userErrors"][0]["path"],
        json!(["input", "idempotencyKey"])
    );
    succeeded(&create_task(team.admin(), other).await);
    assert_eq!(team.entries("TASK_CREATED").await, 2);
    for (key, code) in [("x".repeat(101), "TOO_LONG"), (" ".to_owned(), "BLANK")] {
        let refused = create_task(team.member(), a_task(&team, &call, &key)).await;
        assert_eq!(codes(&refused), [code]);
        assert_eq!(
            refused["userErrors"][0]["path"],
            json!(["input", "idempotencyKey"])
        );
    }
    succeeded(&create_task(team.member(), a_task(&team, &call, &"x".repeat(100))).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_34_refusals_are_not_remembered() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Ring Clara").await;
    let refused = complete(team.member(), json!({ "id": task, "idempotencyKey": "k" })).await;
    assert_eq!(codes(&refused), ["OUTCOME_REQUIRED"]);
    let outcome = team.outcome_id("No answer").await;
    let input = json!({ "id": task, "outcomeId": outcome, "idempotencyKey": "k" });
    succeeded(&complete(team.member(), input).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_34_when_both_arrive_at_once_it_happens_once() {
    let team = Team::in_force().await;
    let (call, outcome) = (team.type_id("Call").await, team.outcome_id("No answer").await);
    for round in 0..10 {
        let key = format!("k{round}");
        let made = join_all((0..8).map(|_| create_task(team.member(), a_task(&team, &call, &key)))).await;
        let ids: Vec<_> = made
            .iter()
            .map(|made| text(&succeeded(made)["task"]["id"]))
            .collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        let input = json!({ "id": ids[0], "outcomeId": outcome, "idempotencyKey": key });
        let done = join_all((0..8).map(|_| complete(team.member(), input.clone()))).await;
        for done in &done {
            assert_eq!(succeeded(done)["task"]["version"], 2);
        }
    }
    assert_eq!(
        (
            team.entries("TASK_CREATED").await,
            team.entries("TASK_COMPLETED").await
        ),
        (10, 10)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_34_a_key_counts_for_24_hours() {
    let clock = Arc::new(FixedClock::at("2026-11-23T09:00:00Z"));
    let team = Team::on(TestServer::start_at(clock.clone()).await).await;
    let call = team.type_id("Call").await;
    let make = async || {
        let made = create_task(team.member(), a_task(&team, &call, "k")).await;
        text(&succeeded(&made)["task"]["id"]).to_owned()
    };
    let first = make().await;
    clock.set("2026-11-24T08:59:59Z");
    assert_eq!(make().await, first);
    clock.set("2026-11-24T09:00:00Z");
    let second = make().await;
    assert_ne!(second, first);
    assert_eq!(make().await, second);
}
