//! `taskOverviewReportChanged`: told when a number is another one, and not otherwise.

use std::time::{Duration, Instant};

use acceptance::{Subscription, Team, Value, json, steps::*};

const CHANGED: &str = "subscription S($filter: TaskOverviewReportFilterInput) {
    taskOverviewReportChanged(filter: $filter) {
        totals { completedCount positiveCount negativeCount }
        groups(by: OUTCOME) { nodes { label totals { completedCount } } }
        tasks(first: 100) { totalCount nodes { title owner { name } } } } }";

async fn follow(team: &Team, filter: Value) -> Subscription {
    let variables = json!({ "filter": filter });
    team.server.subscribe(team.member(), CHANGED, variables).await
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_told_when_they_change() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Call Clara").await;
    let mut following = follow(&team, Value::Null).await;
    team.done(&task, "No answer").await;
    let event = following.event().await;
    assert_eq!(event["totals"]["completedCount"], 1);
    assert_eq!(event["tasks"]["totalCount"], 1, "all of it is of one moment");
    assert_eq!(event["tasks"]["nodes"][0]["owner"]["name"], "Malik Moser");
    let good = team.outcome_id("Meeting scheduled").await;
    succeeded(&correct(team.member(), json!({ "id": task, "outcomeId": good })).await);
    let event = following.event().await;
    assert_eq!(event["totals"]["positiveCount"], 1);
    assert_eq!(event["groups"]["nodes"][0]["label"], "Meeting scheduled");
    succeeded(&update_outcome(team.admin(), json!({ "id": good, "sentiment": "NEGATIVE" })).await);
    assert_eq!(following.event().await["totals"]["negativeCount"], 1);
    succeeded(&reopen(team.member(), json!({ "id": task })).await);
    assert_eq!(following.event().await["totals"]["completedCount"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_no_number_is_not_told() {
    let team = Team::in_force().await;
    let task = team.task("Call", "Call Clara").await;
    let lunch = team.type_id("Lunch").await;
    team.done(&task, "No answer").await;
    let mut following = follow(&team, Value::Null).await;
    let mut lunches = follow(&team, json!({ "taskTypeIds": [lunch] })).await;
    let other = team.task("Call", "Call Max").await;
    succeeded(&update_task(team.member(), json!({ "id": other, "title": "Call again" })).await);
    succeeded(&delete_task(team.admin(), json!({ "id": other })).await);
    succeeded(&correct(team.member(), json!({ "id": task, "notes": "Later" })).await);
    team.outcome("Unused", "POSITIVE").await;
    let unused = team.outcome_id("Unused").await;
    succeeded(&update_outcome(team.admin(), json!({ "id": unused, "sentiment": "NEGATIVE" })).await);
    succeeded(&update_outcome(team.admin(), json!({ "id": unused, "label": "Never used" })).await);
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert!(following.is_silent().await);
    let third = team.task("Call", "Call Berta").await;
    team.done(&third, "No answer").await;
    assert_eq!(following.event().await["totals"]["completedCount"], 2);
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert!(lunches.is_silent().await, "nothing under its filter has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_completions_are_told_at_most_once_a_second() {
    let team = Team::in_force().await;
    let mut tasks = Vec::new();
    for number in 0..8 {
        tasks.push(team.task("Call", &format!("Call {number}")).await);
    }
    let mut following = follow(&team, Value::Null).await;
    let since = Instant::now();
    for task in &tasks {
        team.done(task, "No answer").await;
    }
    let mut times = Vec::new();
    loop {
        let event = following.event().await;
        times.push(since.elapsed());
        if event["totals"]["completedCount"] == 8 {
            break;
        }
    }
    assert!(times.len() < 8, "what comes together is told together");
    let pairs = times.windows(2);
    for pair in pairs {
        assert!(
            pair[1].saturating_sub(pair[0]) > Duration::from_millis(900),
            "{times:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_and_goes_within_a_second_is_not_told() {
    let team = Team::in_force().await;
    let (first, second) = (
        team.task("Call", "First").await,
        team.task("Call", "Second").await,
    );
    let mut following = follow(&team, Value::Null).await;
    team.done(&first, "No answer").await;
    assert_eq!(following.event().await["totals"]["completedCount"], 1);
    // The next look is a second later; both are over by then, unless the machine is slower than that.
    let since = Instant::now();
    team.done(&second, "No answer").await;
    succeeded(&reopen(team.member(), json!({ "id": second })).await);
    if since.elapsed() < Duration::from_millis(700) {
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(following.is_silent().await);
    }
}
