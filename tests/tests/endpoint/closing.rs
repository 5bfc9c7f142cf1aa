//! How sockets end: each code of the protocol, and what it is for.

use std::time::{Duration, Instant, SystemTime};

use acceptance::{Socket, StreamOptions, Team, TestServer, json, sockets::PROTOCOL, text};
use jiff::Timestamp;
use tokio_tungstenite::tungstenite::Message;

const VIEWER: &str = "{ viewer { user { name } } }";

async fn code(socket: &mut Socket) -> u16 {
    socket.end().await.code.expect("a close, not a cut")
}

/// Seconds since 1970, as this machine has it and so the server, too.
fn unix_time() -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    i64::try_from(now.as_secs()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_message_ends_with_4400() {
    let team = Team::new().await;
    for message in [
        Message::text("nothing"),
        Message::text("{}"),
        Message::text(r#"{"type":"start"}"#),
        Message::text(r#"{"type":"connection_ack"}"#),
        Message::text(r#"{"type":"subscribe","id":"","payload":{"query":"{ a }"}}"#),
        Message::text(r#"{"type":"subscribe","id":"1","payload":{"query":1}}"#),
        Message::binary(r#"{"type":"ping"}"#),
    ] {
        let mut socket = Socket::signed_in(team.member()).await;
        socket.send(message.clone()).await;
        let end = socket.end().await;
        assert_eq!(end.code, Some(4400), "{message:?}");
        assert!(!end.reason.is_empty(), "{message:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_before_the_sign_in_ends_with_4401() {
    let team = Team::new().await;
    let mut socket = Socket::connect(team.member()).await;
    socket.subscribe("1", VIEWER, json!({})).await;
    let end = socket.end().await;
    assert_eq!((end.code, end.reason.as_str()), (Some(4401), "Unauthorized"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_without_a_working_token_ends_with_4403_whatever_is_wrong() {
    let team = Team::new().await;
    let (token, bearer) = (team.member().token(), format!("Bearer {}", team.member().token()));
    let other = format!("Bearer {}x", &token[..token.len() - 1]);
    let mut ends = Vec::new();
    for payload in [
        json!(null),
        json!({}),
        json!({ "Authorization": token }),
        json!({ "Authorization": other }),
        json!({ "Authorization": 1 }),
        json!({ "token": bearer }),
        json!({ "token": "" }),
    ] {
        let mut socket = Socket::connect(team.member()).await;
        socket.init(payload).await;
        ends.push(socket.end().await);
    }
    ends.dedup();
    assert_eq!((ends.len(), ends[0].code), (1, Some(4403)), "{ends:?}");
    let mut socket = Socket::open(team.member().url(), &[PROTOCOL, ("authorization", &bearer)])
        .await
        .unwrap();
    socket.init(json!({ "token": "to_other" })).await;
    assert_eq!(
        code(&mut socket).await,
        4403,
        "the payload counts, not the header"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_protocol_ends_with_4406() {
    let team = Team::new().await;
    let mut socket = Socket::open(team.member().url(), &[]).await.unwrap();
    let end = socket.end().await;
    assert_eq!(
        (end.code, end.reason.as_str()),
        (Some(4406), "Subprotocol not acceptable")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_instead_of_a_sign_in_ends_with_4408() {
    let options = StreamOptions {
        initialised_within: Duration::from_secs(2),
        ..StreamOptions::default()
    };
    let team = Team::on(TestServer::start_with_streams(options).await).await;
    let mut signed_in = Socket::signed_in(team.member()).await;
    let mut socket = Socket::connect(team.member()).await;
    let end = socket.end().await;
    assert_eq!(
        (end.code, end.reason.as_str()),
        (Some(4408), "Connection initialisation timeout")
    );
    signed_in.subscribe("1", VIEWER, json!({})).await;
    assert_eq!(
        signed_in.hear().await.unwrap()["type"],
        "next",
        "that bound is for the sign-in"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_in_use_ends_with_4409() {
    let team = Team::new().await;
    let mut socket = Socket::signed_in(team.member()).await;
    let many = "{ tasks(first: 100) { totalCount nodes { id } } activities(first: 100) { totalCount nodes { id } } }";
    for _ in 0..20 {
        socket.subscribe("twice", many, json!({})).await;
    }
    let end = socket.end().await;
    assert_eq!(
        (end.code, end.reason.as_str()),
        (Some(4409), "Subscriber for twice already exists")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_sign_in_ends_with_4429() {
    let team = Team::new().await;
    let mut socket = Socket::signed_in(team.member()).await;
    socket.init(json!({ "token": team.member().token() })).await;
    let end = socket.end().await;
    assert_eq!(
        (end.code, end.reason.as_str()),
        (Some(4429), "Too many initialisation requests")
    );
    let mut hasty = Socket::connect(team.member()).await;
    for _ in 0..2 {
        hasty.init(json!({ "token": team.member().token() })).await;
    }
    assert_eq!(code(&mut hasty).await, 4429);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_above_one_mebibyte_ends_with_1009_and_none_below() {
    let team = Team::new().await;
    let message = |bytes: usize| {
        let empty = json!({ "type": "ping", "payload": { "x": "" } })
            .to_string()
            .len();
        json!({ "type": "ping", "payload": { "x": "x".repeat(bytes - empty) } }).to_string()
    };
    let mut socket = Socket::signed_in(team.member()).await;
    socket.send(Message::text(message(1024 * 1024))).await;
    assert_eq!(socket.hear().await.unwrap()["type"], "pong");
    socket
        .send_too_much(Message::text(message(1024 * 1024 + 1)))
        .await;
    assert_eq!(code(&mut socket).await, 1009);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_finds_its_token_revoked_and_all_sockets_of_it_end_with_4403() {
    let options = StreamOptions {
        looked_at_every: Duration::from_hours(1),
        ..StreamOptions::default()
    };
    let team = Team::on(TestServer::start_with_streams(options).await).await;
    let create = "mutation T { apiTokenCreate(input: { name: \"Socket\" }) { secret apiToken { id } } }";
    let made = team.member().payload(create, json!({})).await;
    let client = team.server.client(text(&made["secret"]));
    let (mut idle, mut busy) = (Socket::signed_in(&client).await, Socket::signed_in(&client).await);
    let mut other = Socket::signed_in(team.member()).await;
    let revoke = "mutation R($id: ID!) { apiTokenRevoke(input: { id: $id }) { apiToken { id } } }";
    let id = json!({ "id": made["apiToken"]["id"] });
    team.member().payload(revoke, id).await;
    busy.subscribe("1", VIEWER, json!({})).await;
    let end = match busy.hear().await {
        Ok(refused) => {
            assert_eq!(refused["payload"][0]["extensions"]["code"], "UNAUTHENTICATED");
            busy.end().await
        }
        Err(end) => end, // it has overtaken the refusal
    };
    assert_eq!((end.code, code(&mut idle).await), (Some(4403), 4403));
    other.subscribe("1", VIEWER, json!({})).await;
    assert_eq!(other.hear().await.unwrap()["type"], "next");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_expires_ends_its_sockets_with_4403_at_its_moment() {
    let options = StreamOptions {
        looked_at_every: Duration::from_hours(1),
        ..StreamOptions::default()
    };
    let team = Team::on(TestServer::start_with_streams(options).await).await;
    let create = "mutation T($at: DateTime!) { apiTokenCreate(input: { name: \"Socket\", expiresAt: $at }) { secret } }";
    let soon = Timestamp::from_second(unix_time() + 6).unwrap();
    let made = team
        .member()
        .payload(create, json!({ "at": soon.to_string() }))
        .await;
    let client = team.server.client(text(&made["secret"]));
    let mut socket = Socket::signed_in(&client).await;
    assert_eq!(code(&mut socket).await, 4403);
    assert!(unix_time() + 1 >= soon.as_second(), "not before");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_is_deactivated_loses_their_sockets() {
    let options = StreamOptions {
        looked_at_every: Duration::from_millis(200),
        ..StreamOptions::default()
    };
    let server = TestServer::start_with_streams(options).await;
    let account = server.account().await;
    let mut socket = Socket::signed_in(&account.member).await;
    server.set_active(account.id, account.member_user, false).await;
    assert_eq!(code(&mut socket).await, 4403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_ends_says_1001_to_all_and_does_not_wait() {
    let team = Team::new().await;
    let mut sockets = [
        Socket::connect(team.member()).await,
        Socket::signed_in(team.member()).await,
        Socket::signed_in(team.admin()).await,
    ];
    let begin = Instant::now();
    let hear = async {
        let mut codes = Vec::new();
        for socket in &mut sockets {
            codes.push(code(socket).await);
        }
        codes
    };
    let ((), codes) = tokio::join!(team.server.stop(), hear);
    assert_eq!(codes, [1001; 3]);
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}
