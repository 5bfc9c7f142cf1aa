//! Several servers on one database, and what subscriptions hold while nothing happens.

use acceptance::{Subscription, Team, json, steps::*};
use futures_util::future::join_all;

const TASKS: &str = "subscription { taskChanged { action task { id title owner { name } subject { ... on Contact { name } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn subscribers_of_each_server_see_what_the_others_do() {
    let team = Team::in_force().await;
    let other = team.server.another().await;
    let mut here = team.server.subscribe(team.admin(), TASKS, json!({})).await;
    let mut there = other.subscribe(team.admin(), TASKS, json!({})).await;
    let first = team.task("Call", "Here").await;
    for following in [&mut here, &mut there] {
        let event = following.event().await;
        assert_eq!(event["task"]["id"], first);
        assert_eq!(event["task"]["subject"]["name"], "Clara Conrad");
    }
    let admin = other.client(team.admin().token());
    let input = json!({ "title": "There", "taskTypeId": team.type_id("Call").await, "subject": { "dealId": team.deal } });
    succeeded(&create_task(&admin, input).await);
    for following in [&mut here, &mut there] {
        assert_eq!(following.event().await["task"]["title"], "There");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn subscriptions_hold_no_connection_while_nothing_happens() {
    let team = Team::in_force().await;
    let subscribe = || team.server.subscribe(team.admin(), TASKS, json!({}));
    // More than the pool has connections.
    let mut following = join_all((0..40).map(|_| subscribe())).await;
    gives_all_back(&team).await;
    let task = team.task("Call", "Call Clara").await;
    let events = following.iter_mut().map(Subscription::event);
    for event in join_all(events).await {
        assert_eq!(event["task"]["id"], task);
    }
    gives_all_back(&team).await;
}

/// The reader of the account takes a connection now and then, and gives it back at once; nobody else does.
async fn gives_all_back(team: &Team) {
    for _ in 0..100 {
        let (open, idle) = team.server.pool().usage();
        if open == idle {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("a connection is held: {:?}", team.server.pool().usage());
}
