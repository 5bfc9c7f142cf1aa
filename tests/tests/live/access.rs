//! Who is told: only who could read it, as long as they can, and as much as they pay for.

use std::{num::NonZeroU32, sync::Arc};

use acceptance::{RateLimits, Team, json, steps::*, text};

const TASKS: &str = "subscription { taskChanged { task { id title } } }";

#[tokio::test(flavor = "multi_thread")]
async fn another_account_is_told_nothing() {
    let team = Team::in_force().await;
    let other = Team::on_same(&team).await;
    let mut following = team.server.subscribe(team.admin(), TASKS, json!({})).await;
    other.task("Call", "Theirs").await;
    assert!(following.is_silent().await);
    team.task("Call", "Ours").await;
    assert_eq!(following.event().await["task"]["title"], "Ours");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_deactivated_is_told_nothing_more() {
    let team = Team::in_force().await;
    let mut following = team.server.subscribe(team.member(), TASKS, json!({})).await;
    team.task("Call", "Before").await;
    assert_eq!(following.event().await["task"]["title"], "Before");
    let (account, user) = (team.account.id, team.account.member_user);
    team.server.set_active(account, user, false).await;
    let input = json!({ "title": "After", "taskTypeId": team.type_id("Call").await, "subject": { "dealId": team.deal } });
    succeeded(&create_task(team.admin(), input).await);
    let last = following.next().await.expect("the reason");
    assert_eq!(last.code(), "UNAUTHENTICATED", "{:#}", last.body);
    assert!(!last.body.to_string().contains("After"));
    assert!(following.next().await.is_none(), "it has ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_is_told_nothing_more() {
    let team = Team::in_force().await;
    let made = create_token(team.admin(), json!({ "name": "Board" })).await;
    let (token, id) = (text(&succeeded(&made)["secret"]), &made["apiToken"]["id"]);
    let board = team.server.client(token);
    let mut following = team.server.subscribe(&board, TASKS, json!({})).await;
    succeeded(&revoke_token(team.admin(), json!({ "id": id })).await);
    team.task("Call", "After").await;
    let last = following.next().await.expect("the reason");
    assert_eq!(last.code(), "UNAUTHENTICATED");
    assert!(following.next().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_is_paid_for() {
    let team = Team::in_force().await;
    let points = Arc::new(RateLimits::new(NonZeroU32::new(3)));
    let mut following = team
        .server
        .subscribe_paying(team.admin(), points, TASKS, json!({}))
        .await
        .unwrap();
    for number in 0..4 {
        team.task("Call", &format!("Call {number}")).await;
    }
    for number in 0..3 {
        let event = following.event().await;
        assert_eq!(event["task"]["title"], format!("Call {number}"));
    }
    let last = following.next().await.expect("the reason");
    assert_eq!(last.code(), "RATE_LIMITED");
    assert!(following.next().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_request_is_told_at_once() {
    let team = Team::in_force().await;
    let refused = [
        (
            "subscription { taskChanged { task { nothing } } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("subscription { taskChanged {", "GRAPHQL_PARSE_FAILED"),
        (
            "subscription { taskChanged { action } taskOutcomeChanged { action } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "subscription { ...A } fragment A on Subscription { a: taskChanged { action } b: taskChanged { action } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "subscription { taskOverviewReportChanged(filter: { timeZone: \"Nowhere\" }) { timeZone } }",
            "BAD_USER_INPUT",
        ),
        (
            "subscription { taskChanged(filter: { dueAt: { from: \"2030-01-01T00:00:00Z\", until: \"2029-01-01T00:00:00Z\" } }) { action } }",
            "BAD_USER_INPUT",
        ),
    ];
    for (query, code) in refused {
        let mut stream = team.server.subscribe(team.admin(), query, json!({})).await;
        let answer = stream.next().await.expect("the reason");
        assert_eq!(answer.code(), code, "{query}: {:#}", answer.body);
        assert!(stream.next().await.is_none(), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_and_mutations_are_answered_once() {
    let team = Team::in_force().await;
    let query = "{ viewer { user { name } } }";
    let mut stream = team.server.subscribe(team.admin(), query, json!({})).await;
    assert_eq!(stream.event().await["user"]["name"], "Anna Ahlers");
    assert!(stream.next().await.is_none());
    let mutation = "mutation { taskOutcomeCreate(input: { label: \"Later\" }) { taskOutcome { label } } }";
    let mut stream = team.server.subscribe(team.admin(), mutation, json!({})).await;
    assert_eq!(stream.event().await["taskOutcome"]["label"], "Later");
    assert!(stream.next().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_nothing_is_cut_off_and_may_subscribe_again() {
    let team = Team::in_force().await;
    let mut slow = team.server.subscribe(team.member(), TASKS, json!({})).await;
    let mut fast = team.server.subscribe(team.admin(), TASKS, json!({})).await;
    let work = async {
        for from in [0, 600, 1_200] {
            let rows = (from..from + 600)
                .map(|number| json!({ "externalId": format!("c{number}"), "name": "Clara" }));
            let rows: Vec<_> = rows.collect();
            succeeded(&import_contacts(team.admin(), json!({ "contacts": rows })).await);
        }
        team.task("Call", "Call Clara").await
    };
    let (task, event) = tokio::join!(work, fast.event());
    assert_eq!(event["task"]["id"], task, "one who is slow holds up nobody");
    let last = slow.next().await.expect("the reason");
    assert_eq!(last.code(), "SERVICE_UNAVAILABLE", "{:#}", last.body);
    assert!(slow.next().await.is_none());
    let mut anew = team.server.subscribe(team.member(), TASKS, json!({})).await;
    succeeded(&update_task(team.admin(), json!({ "id": task, "title": "Call again" })).await);
    assert_eq!(anew.event().await["task"]["title"], "Call again");
}
