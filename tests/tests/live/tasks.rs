//! `taskChanged`: what enters, leaves or changes within a filter, with everything that hangs on it.

use acceptance::{Subscription, Team, Value, json, steps::*, text};

const CHANGED: &str = "subscription S($filter: TaskFilterInput) {
    taskChanged(filter: $filter) { action deletedTaskId task { id title status owner { name } type { name } } } }";

async fn follow(team: &Team, filter: Value) -> Subscription {
    let variables = json!({ "filter": filter });
    team.server.subscribe(team.admin(), CHANGED, variables).await
}

async fn user_id(team: &Team, name: &str) -> String {
    let data = team
        .admin()
        .query("{ users { nodes { id name } } }", json!({}))
        .await;
    let users = data["users"]["nodes"].as_array().unwrap();
    text(&users.iter().find(|user| user["name"] == name).unwrap()["id"]).to_owned()
}

/// Takes an event about a task, and tells what was done and how the task is.
async fn told(following: &mut Subscription, task: &str) -> (String, Value) {
    let event = following.event().await;
    let id = [&event["task"]["id"], &event["deletedTaskId"]]
        .into_iter()
        .find(|id| !id.is_null());
    assert_eq!(id.unwrap(), task, "{event:#}");
    (text(&event["action"]).to_owned(), event["task"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_life_of_a_task_is_told_step_by_step() {
    let team = Team::in_force().await;
    let mut following = follow(&team, Value::Null).await;
    let task = team.task("Call", "Call Clara").await;
    let (action, as_told) = told(&mut following, &task).await;
    assert_eq!(
        (action.as_str(), &as_told["title"]),
        ("CREATED", &json!("Call Clara"))
    );
    assert_eq!(as_told["owner"]["name"], "Malik Moser");
    assert_eq!(as_told["type"]["name"], "Call");
    succeeded(&update_task(team.member(), json!({ "id": task, "title": "Call again" })).await);
    let (action, as_told) = told(&mut following, &task).await;
    assert_eq!(
        (action.as_str(), &as_told["title"]),
        ("UPDATED", &json!("Call again"))
    );
    team.done(&task, "No answer").await;
    assert_eq!(told(&mut following, &task).await.1["status"], "COMPLETED");
    let outcome = team.outcome_id("Meeting scheduled").await;
    succeeded(&correct(team.member(), json!({ "id": task, "outcomeId": outcome })).await);
    assert_eq!(told(&mut following, &task).await.0, "UPDATED");
    succeeded(&reopen(team.member(), json!({ "id": task })).await);
    assert_eq!(told(&mut following, &task).await.1["status"], "OPEN");
    succeeded(&delete_task(team.admin(), json!({ "id": task })).await);
    assert_eq!(
        told(&mut following, &task).await,
        ("ARCHIVED".to_owned(), Value::Null)
    );
    assert!(following.is_silent().await, "each step is told once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_told_to_those_it_leaves_and_to_those_it_comes_to() {
    let team = Team::in_force().await;
    let (malik, berta) = (
        user_id(&team, "Malik Moser").await,
        user_id(&team, "Berta Brandt").await,
    );
    let task = team.task("Call", "Call Clara").await;
    let mut left = follow(&team, json!({ "ownerIds": [malik] })).await;
    let mut reached = follow(&team, json!({ "ownerIds": [berta] })).await;
    let mut neither = follow(
        &team,
        json!({ "ownerIds": [user_id(&team, "Anna Ahlers").await] }),
    )
    .await;
    succeeded(&reassign(team.member(), json!({ "ids": [task], "ownerId": berta })).await);
    for following in [&mut left, &mut reached] {
        assert_eq!(told(following, &task).await.1["owner"]["name"], "Berta Brandt");
    }
    succeeded(&update_task(team.member(), json!({ "id": task, "title": "Call again" })).await);
    assert_eq!(told(&mut reached, &task).await.1["title"], "Call again");
    assert!(left.is_silent().await, "it left with the change before");
    assert!(neither.is_silent().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_condition_is_held_against_both_sides() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Call Clara").await;
    let (call, lunch) = (team.type_id("Call").await, team.type_id("Lunch").await);
    let mut called = follow(&team, json!({ "search": "clara" })).await;
    let mut calls = follow(&team, json!({ "taskTypeIds": [call] })).await;
    let mut lunches = follow(
        &team,
        json!({ "taskTypeIds": [lunch], "subjectIds": [team.contact] }),
    )
    .await;
    let mut of_deals = follow(&team, json!({ "relatesTo": "DEAL" })).await;
    let mut due = follow(&team, json!({ "dueAt": { "from": "2030-01-01T00:00:00Z" } })).await;
    let mut upcoming = follow(&team, json!({ "due": "UPCOMING" })).await;
    succeeded(&update_task(team.member(), json!({ "id": task, "title": "Call Max" })).await);
    assert_eq!(told(&mut called, &task).await.1["title"], "Call Max");
    assert_eq!(told(&mut calls, &task).await.0, "UPDATED");
    succeeded(&update_task(team.member(), json!({ "id": task, "taskTypeId": lunch })).await);
    assert_eq!(told(&mut calls, &task).await.1["type"]["name"], "Lunch");
    assert_eq!(told(&mut lunches, &task).await.1["type"]["name"], "Lunch");
    let moment = json!({ "id": task, "dueAt": "2030-02-01T00:00:00Z" });
    succeeded(&update_task(team.member(), moment).await);
    for following in [&mut due, &mut upcoming, &mut lunches] {
        assert_eq!(told(following, &task).await.0, "UPDATED");
    }
    for following in [&mut called, &mut calls, &mut of_deals] {
        assert!(following.is_silent().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_on_the_completion_see_it_come_and_go() {
    let team = Team::in_force().await;
    let (good, none) = (
        team.outcome_id("Meeting scheduled").await,
        team.outcome_id("No answer").await,
    );
    let task = team.task("Call", "Call Clara").await;
    let mut with = follow(&team, json!({ "outcomeIds": [good] })).await;
    let mut neutral = follow(&team, json!({ "sentiments": ["NEUTRAL"], "statuses": ["OPEN"] })).await;
    let complete_with = json!({ "id": task, "outcomeId": good });
    succeeded(&complete(team.member(), complete_with).await);
    assert_eq!(told(&mut with, &task).await.1["status"], "COMPLETED");
    succeeded(&correct(team.member(), json!({ "id": task, "outcomeId": none })).await);
    assert_eq!(told(&mut with, &task).await.0, "UPDATED");
    assert_eq!(
        told(&mut neutral, &task).await.1["status"],
        "COMPLETED",
        "state is not considered"
    );
    succeeded(&reopen(team.member(), json!({ "id": task })).await);
    assert_eq!(told(&mut neutral, &task).await.1["status"], "OPEN");
    assert!(with.is_silent().await);
    let merged = json!({ "id": none, "intoId": good });
    succeeded(&merge_outcome(team.admin(), merged).await);
    let task = team.task("Call", "Call Max").await;
    team.done(&task, "Meeting scheduled").await;
    assert_eq!(told(&mut with, &task).await.1["title"], "Call Max");
    let mut as_merged = follow(&team, json!({ "outcomeIds": [none] })).await;
    succeeded(&reopen(team.member(), json!({ "id": task })).await);
    assert_eq!(
        told(&mut as_merged, &task).await.0,
        "UPDATED",
        "it counts for the one that stays"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_with_an_erased_contact_is_told_as_gone() {
    let team = Team::in_force().await;
    let (open, done) = (
        team.task("Call", "Call Clara").await,
        team.task("Call", "Met Clara").await,
    );
    team.done(&done, "No answer").await;
    let mut following = follow(&team, json!({ "search": "clara" })).await;
    succeeded(&erase_contact(team.admin(), json!({ "id": team.contact })).await);
    assert_eq!(
        told(&mut following, &open).await,
        ("ARCHIVED".to_owned(), Value::Null)
    );
    assert!(following.is_silent().await);
    let mut all = team
        .server
        .subscribe(
            team.admin(),
            "subscription { taskChanged { task { subject { __typename } } } }",
            json!({}),
        )
        .await;
    let other = team.task_of("Call", "Call", json!({ "dealId": team.deal })).await;
    assert_eq!(all.event().await["task"]["subject"]["__typename"], "Deal");
    assert_ne!(other, open);
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_that_move_together_are_told_one_by_one() {
    let team = Team::in_force().await;
    let mut tasks = Vec::new();
    for number in 0..3 {
        tasks.push(team.task("Call", &format!("Call {number}")).await);
    }
    let (call, lunch) = (team.type_id("Call").await, team.type_id("Lunch").await);
    let mut following = follow(&team, json!({ "taskTypeIds": [lunch] })).await;
    let archived = json!({ "id": call, "moveOpenTasksToId": lunch });
    succeeded(&archive_type(team.admin(), archived).await);
    let mut moved = Vec::new();
    for _ in &tasks {
        moved.push(text(&following.event().await["task"]["id"]).to_owned());
    }
    moved.sort();
    tasks.sort();
    assert_eq!(moved, tasks);
    assert!(following.is_silent().await);
}
