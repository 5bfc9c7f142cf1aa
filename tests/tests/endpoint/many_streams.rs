//! More sockets than anybody needs: bounded, without harm to others.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroU32;
use std::time::Duration;

use acceptance::{Client, Socket, StreamOptions, Team, TestServer, json, sockets::PROTOCOL};
use futures_util::stream::{self, StreamExt as _};

const VIEWER: &str = "{ viewer { user { name } } }";

fn bounded(at_once: u32, per_token: u32) -> StreamOptions {
    StreamOptions {
        at_once: NonZeroU32::new(at_once).unwrap(),
        per_token: NonZeroU32::new(per_token).unwrap(),
        // Sockets of these tests are silent for as long as the tests take.
        initialised_within: Duration::from_mins(10),
        heartbeat: Duration::from_mins(5),
        ..StreamOptions::default()
    }
}

/// Bytes of memory that this process holds, where the system tells.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes << 10)
}

/// The socket, where it was let in, and otherwise the code of its end.
async fn knock(client: &Client) -> Result<Socket, Option<u16>> {
    let mut socket = Socket::connect(client).await;
    socket.init(json!({ "token": client.token() })).await;
    match socket.hear().await {
        Ok(_) => Ok(socket),
        Err(end) => Err(end.code),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_thousand_sockets_of_a_client_those_it_may_have_stay_open_and_others_are_served() {
    let team = Team::on(TestServer::start_with_streams(bounded(3_000, 1_500)).await).await;
    let before = resident();
    let all: Vec<_> = stream::iter(0..2_000)
        .map(|_| knock(team.member()))
        .buffer_unordered(50)
        .collect()
        .await;
    let mut open = Vec::new();
    let mut refused = BTreeMap::<_, u32>::new();
    for socket in all {
        match socket {
            Ok(socket) => open.push(socket),
            Err(code) => *refused.entry(code).or_default() += 1,
        }
    }
    assert_eq!(
        (open.len(), refused),
        (1_500, BTreeMap::from([(Some(1013), 500)]))
    );
    let grown = resident()
        .zip(before)
        .map(|(after, before)| after.saturating_sub(before));
    assert!(
        grown.is_none_or(|bytes| bytes < 150 << 20),
        "both ends take {grown:?} bytes"
    );
    team.admin().query(VIEWER, json!({})).await;
    team.member().query(VIEWER, json!({})).await;
    let mut other = knock(team.admin()).await.expect("room for others");
    other.subscribe("1", VIEWER, json!({})).await;
    assert_eq!(other.hear().await.unwrap()["type"], "next");
    for socket in open.iter_mut().step_by(300) {
        socket.subscribe("1", VIEWER, json!({})).await;
        assert_eq!(socket.hear().await.unwrap()["type"], "next", "each is alive");
    }
    open.pop().unwrap().close().await;
    let again = async {
        while knock(team.member()).await.is_err() {} // the server notices a moment later
    };
    tokio::time::timeout(Duration::from_mins(1), again)
        .await
        .expect("who leaves makes room");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_as_many_streams_as_was_chosen_and_requests_go_on() {
    let team = Team::on(TestServer::start_with_streams(bounded(5, 5)).await).await;
    let mut open = Vec::new();
    for _ in 0..5 {
        open.push(knock(team.member()).await.expect("room"));
    }
    assert_eq!(
        Socket::open(team.admin().url(), &[PROTOCOL]).await.err(),
        Some(503)
    );
    let events = reqwest::Client::new()
        .post(team.admin().url())
        .bearer_auth(team.admin().token())
        .header("accept", "text/event-stream")
        .json(&json!({ "query": VIEWER }));
    let refused = events.send().await.unwrap();
    assert_eq!(refused.status(), 503);
    assert!(refused.headers().contains_key("retry-after"));
    team.admin().query(VIEWER, json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_say_who_they_are_cannot_take_the_room_of_those_who_do() {
    let team = Team::on(TestServer::start_with_streams(bounded(3_000, 100)).await).await;
    let mut strangers: Vec<_> = stream::iter(0..300)
        .map(|_| Socket::connect(team.member()))
        .buffer_unordered(50)
        .collect()
        .await;
    assert_eq!(
        Socket::open(team.member().url(), &[PROTOCOL]).await.err(),
        Some(503)
    );
    team.member().query(VIEWER, json!({})).await;
    strangers.pop().unwrap().close().await;
    let again = async { while Socket::open(team.member().url(), &[PROTOCOL]).await.is_err() {} };
    tokio::time::timeout(Duration::from_mins(1), again)
        .await
        .expect("a turn is free again");
}
