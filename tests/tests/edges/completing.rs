//! Completing: edges 31 to 40, as far as they concern one task.

use std::sync::Arc;

use acceptance::{Team, TestServer, Value, all, codes, json, steps::*, text};
use futures_util::future::join_all;
use jiff::SignedDuration;
use testkit::FixedClock;

#[tokio::test(flavor = "multi_thread")]
async fn edge_31_without_an_outcome_or_with_a_wrong_one_the_answer_carries_what_is_on_offer() {
    let team = Team::in_force().await;
    let other = team.outcome("Order placed", "POSITIVE").await;
    let task = team.task("Call", "Ring Clara").await;
    for (outcome, code) in [(json!(null), "OUTCOME_REQUIRED"), (json!(other), "NOT_ASSIGNED")] {
        let refused = complete(team.member(), json!({ "id": task, "outcomeId": outcome })).await;
        assert_eq!(codes(&refused), [code]);
        assert_eq!(refused["userErrors"][0]["path"], json!(["input", "outcomeId"]));
        assert_eq!(
            all(&refused["userErrors"][0]["availableOutcomes"], "label"),
            ["Meeting scheduled", "No answer"]
        );
    }
    assert_eq!(team.entries("TASK_COMPLETED").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_32_an_outcome_while_not_in_force_is_refused_and_nothing_changes() {
    let team = Team::new().await;
    enable(team.admin(), json!({})).await;
    let outcome = team.outcome("No answer", "NEUTRAL").await;
    let task = team.task("Call", "Ring Clara").await;
    let refused = complete(
        team.member(),
        json!({ "id": task, "outcomeId": outcome, "notes": "x" }),
    )
    .await;
    assert_eq!(codes(&refused), ["FEATURE_DISABLED"]);
    let data = team
        .member()
        .query("{ tasks { nodes { status version } } }", json!({}))
        .await;
    assert_eq!(
        data["tasks"]["nodes"][0],
        json!({ "status": "OPEN", "version": 1 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_33_of_32_clients_who_complete_one_task_one_wins_and_it_counts_once() {
    let team = Team::in_force().await;
    let (task, outcome) = (
        team.task("Call", "Ring Clara").await,
        team.outcome_id("No answer").await,
    );
    let clients = (0..32).map(|number| {
        if number % 2 == 0 {
            team.admin()
        } else {
            team.member()
        }
    });
    let done =
        join_all(clients.map(|client| complete(client, json!({ "id": task, "outcomeId": outcome })))).await;
    let winners: Vec<_> = done.iter().filter(|payload| codes(payload).is_empty()).collect();
    assert_eq!(winners.len(), 1);
    let winner = &winners[0]["task"]["completion"]["completedBy"]["name"];
    for payload in done.iter().filter(|payload| !codes(payload).is_empty()) {
        assert_eq!(codes(payload), ["ALREADY_COMPLETED"]);
        assert_eq!(
            &payload["userErrors"][0]["task"]["completion"]["completedBy"]["name"],
            winner
        );
    }
    assert_eq!(team.entries("TASK_COMPLETED").await, 1);
    let query = "{ taskOverviewReport { totals { completedCount } tasks { totalCount } } }";
    let data = team.admin().query(query, json!({})).await;
    let once = json!({ "totals": { "completedCount": 1 }, "tasks": { "totalCount": 1 } });
    assert_eq!(data["taskOverviewReport"], once);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_37_completed_at_is_the_servers_clock_and_never_before_creation() {
    let clock = Arc::new(FixedClock::at("2026-11-23T09:00:00Z"));
    let team = Team::on(TestServer::start_at(clock.clone()).await).await;
    let task = team.task("Call", "Ring Clara").await;
    clock.advance(SignedDuration::from_hours(-1));
    let done = complete(team.member(), json!({ "id": task })).await;
    assert_eq!(
        succeeded(&done)["task"]["completion"]["completedAt"],
        "2026-11-23T09:00:00Z"
    );
    let later = team.task("Call", "Ring again").await;
    clock.advance(SignedDuration::from_hours(3));
    let done = complete(team.member(), json!({ "id": later })).await;
    assert_eq!(
        succeeded(&done)["task"]["completion"]["completedAt"],
        "2026-11-23T11:00:00Z"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_38_overdue_undated_and_future_tasks_can_be_completed() {
    let clock = Arc::new(FixedClock::at("2026-11-23T09:00:00Z"));
    let team = Team::on(TestServer::start_at(clock).await).await;
    let call = team.type_id("Call").await;
    let dues = [
        json!({ "dueOn": "2026-11-22" }),
        json!({ "dueOn": "2026-11-23" }),
        json!({ "dueAt": "2026-11-23T09:00:00Z" }),
        json!({ "dueAt": "2026-12-01T09:00:00+01:00" }),
        json!({}),
    ];
    let mut overdue = Vec::new();
    for due in dues {
        let mut input =
            json!({ "title": "Ring", "taskTypeId": call, "subject": { "contactId": team.contact } });
        input
            .as_object_mut()
            .unwrap()
            .extend(due.as_object().unwrap().clone());
        let made = create_task(team.member(), input).await;
        overdue.push(succeeded(&made)["task"]["isOverdue"].as_bool().unwrap());
        succeeded(&complete(team.member(), json!({ "id": made["task"]["id"] })).await);
    }
    assert_eq!(overdue, [true, false, true, false, false]);
    let data = team
        .admin()
        .query(
            "{ taskOverviewReport { totals { completedInTimeCount } } }",
            json!({}),
        )
        .await;
    assert_eq!(data["taskOverviewReport"]["totals"]["completedInTimeCount"], 2);
    let both = create_task(
        team.member(),
        json!({ "title": "x", "taskTypeId": call, "subject": { "contactId": team.contact },
            "dueOn": "2026-11-22", "dueAt": "2026-11-22T00:00:00Z" }),
    )
    .await;
    assert_eq!(codes(&both), ["INVALID"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_40_a_completion_racing_with_the_settings_happens_before_or_after_and_never_in_between() {
    let team = Team::in_force().await;
    let outcome = team.outcome_id("No answer").await;
    let mut completed = 0;
    for round in 0..6 {
        let mut tasks = Vec::new();
        for number in 0..6 {
            tasks.push(team.task("Call", &format!("Task {round}.{number}")).await);
        }
        let token = team.settings().await["disableImpact"]["confirmationToken"].clone();
        let completing = join_all(
            tasks
                .iter()
                .map(|task| complete(team.member(), json!({ "id": task, "outcomeId": outcome }))),
        );
        let switching = disable(team.admin(), json!({ "confirmationToken": token }));
        let (done, off) = tokio::join!(completing, switching);
        succeeded(&off);
        completed += assert_before_or_after(&team, &tasks, &done, "FEATURE_DISABLED").await;
        assert_eq!(team.entries("TASK_COMPLETED").await, completed);
        let suggested = enable(team.admin(), json!({})).await;
        assert_eq!(
            succeeded(&suggested)["settings"]["suggestedAssignments"]
                .as_array()
                .unwrap()
                .len(),
            4
        );
        let lists: Vec<_> = team
            .types()
            .await
            .iter()
            .map(|(id, _)| json!({ "taskTypeId": id, "outcomeIds": [outcome] }))
            .collect();
        succeeded(&save(team.admin(), json!({ "assignments": lists })).await);
    }
}

/// Every task was completed with its outcome, or refused with this code and is open; gives how many were completed.
async fn assert_before_or_after(team: &Team, tasks: &[String], done: &[Value], refusal: &str) -> i64 {
    let mut refused = Vec::new();
    for (task, payload) in tasks.iter().zip(done) {
        match codes(payload).as_slice() {
            [] => assert_eq!(text(&payload["task"]["completion"]["recordedLabel"]), "No answer"),
            other => {
                assert_eq!(other, [refusal]);
                refused.push(task);
            }
        }
    }
    let query = "query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on Task { status } } }";
    let data = team.admin().query(query, json!({ "ids": refused })).await;
    assert!(
        all(&data["nodes"], "status")
            .iter()
            .all(|status| *status == "OPEN"),
        "{data}"
    );
    i64::try_from(tasks.len() - refused.len()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_40_a_completion_racing_with_the_withdrawal_of_its_outcome_happens_before_or_after() {
    let team = Team::in_force().await;
    let outcome = team.outcome_id("No answer").await;
    let mut completed = 0;
    for round in 0..6 {
        let mut tasks = Vec::new();
        for number in 0..6 {
            tasks.push(team.task("Call", &format!("Task {round}.{number}")).await);
        }
        let input = |task: &String| json!({ "id": task, "outcomeId": outcome });
        let completing = join_all(tasks.iter().map(|task| complete(team.member(), input(task))));
        let withdrawing = archive_outcome(team.admin(), json!({ "id": outcome }));
        let (done, withdrawn) = tokio::join!(completing, withdrawing);
        succeeded(&withdrawn);
        completed += assert_before_or_after(&team, &tasks, &done, "NOT_ASSIGNED").await;
        assert_eq!(team.entries("TASK_COMPLETED").await, completed);
        succeeded(&unarchive_outcome(team.admin(), json!({ "id": outcome })).await);
        let meeting = team.outcome_id("Meeting scheduled").await;
        let lists = team.types().await.into_iter();
        let lists = lists.map(|(id, _)| json!({ "taskTypeId": id, "outcomeIds": [meeting, outcome] }));
        succeeded(&save(team.admin(), json!({ "assignments": lists.collect::<Vec<_>>() })).await);
    }
}
