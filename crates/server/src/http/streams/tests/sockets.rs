//! WebSockets over a network, with operations that are made up.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, http::HeaderValue},
};

use super::bench::{Bench, IMPATIENT, OPTIONS, soon};
use crate::http::streams::StreamOptions;

/// A client's end.
struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    async fn connect(bench: &Bench) -> Self {
        let stream = TcpStream::connect(bench.address).await.unwrap();
        let mut request = format!("ws://{}/graphql", bench.address)
            .into_client_request()
            .unwrap();
        let protocol = HeaderValue::from_static("graphql-transport-ws");
        request.headers_mut().insert("sec-websocket-protocol", protocol);
        Self(client_async(request, stream).await.unwrap().0)
    }

    async fn signed_in(bench: &Bench, token: &str) -> Self {
        let mut socket = Self::connect(bench).await;
        socket.init(token).await;
        assert_eq!(socket.hear().await.unwrap()["type"], "connection_ack");
        socket
    }

    async fn init(&mut self, token: &str) {
        let init = json!({ "type": "connection_init", "payload": { "token": token } });
        self.say(&init).await;
    }

    async fn say(&mut self, message: &Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn subscribe(&mut self, id: &str, query: &str) {
        let message = json!({ "id": id, "type": "subscribe", "payload": { "query": query } });
        self.say(&message).await;
    }

    /// The next message, or the code of the end; 0 where the connection is cut.
    async fn hear(&mut self) -> Result<Value, u16> {
        soon(async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                    Some(Ok(Message::Close(frame))) => {
                        return Err(frame.map_or(1005, |frame| frame.code.into()));
                    }
                    Some(Ok(_)) => (),
                    Some(Err(Error::Io(_) | Error::Protocol(_))) | None => return Err(0),
                    Some(Err(other)) => panic!("{other}"),
                }
            }
        })
        .await
    }

    async fn next(&mut self) -> String {
        let message = self.hear().await.unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        format!("{} {}", text(&message["id"]), text(&message["type"]))
    }
}

#[tokio::test]
async fn a_completed_operation_is_not_heard_of_again_and_its_id_is_free() {
    let bench = Bench::start(OPTIONS).await;
    let mut socket = Socket::signed_in(&bench, &bench.token(None).await.0).await;
    socket.subscribe("a", "flood").await;
    assert_eq!(socket.next().await, "a next");
    socket.say(&json!({ "id": "a", "type": "complete" })).await;
    socket.subscribe("b", "one").await;
    // What was on its way may still come; it ends.
    while socket.next().await != "b next" {}
    assert_eq!(socket.next().await, "b complete");
    socket.subscribe("a", "one").await;
    assert_eq!(
        [socket.next().await, socket.next().await],
        ["a next", "a complete"]
    );
}

#[tokio::test]
async fn who_does_not_say_who_it_is_in_time_is_sent_away() {
    let bench = Bench::start(OPTIONS).await;
    let mut silent = Socket::connect(&bench).await;
    assert_eq!(silent.hear().await, Err(4408));
}

#[tokio::test]
async fn a_token_that_expires_ends_its_sockets_at_that_moment() {
    let options = StreamOptions {
        looked_at_every: Duration::from_hours(1),
        ..OPTIONS
    };
    let bench = Bench::start(options).await;
    let (token, _) = bench.token(Some(Duration::from_secs(1))).await;
    let mut socket = Socket::signed_in(&bench, &token).await;
    socket.subscribe("a", "silent").await;
    assert_eq!(socket.hear().await, Err(4403));
    let mut late = Socket::connect(&bench).await;
    late.init(&token).await;
    assert_eq!(late.hear().await, Err(4403));
}

#[tokio::test]
async fn a_revoked_token_ends_all_its_sockets_and_no_other() {
    let bench = Bench::start(OPTIONS).await;
    let (token, id) = bench.token(None).await;
    let mut sockets = [
        Socket::signed_in(&bench, &token).await,
        Socket::signed_in(&bench, &token).await,
    ];
    let mut other = Socket::signed_in(&bench, &bench.token(None).await.0).await;
    bench.revoke(id).await;
    for socket in &mut sockets {
        assert_eq!(socket.hear().await, Err(4403));
    }
    other.subscribe("a", "one").await;
    assert_eq!(other.next().await, "a next");
}

#[tokio::test]
async fn a_server_that_ends_gives_the_answers_it_owes_and_ends_what_goes_on() {
    let bench = Bench::start(OPTIONS).await;
    let token = bench.token(None).await.0;
    let mut waiting = Socket::connect(&bench).await;
    let mut idle = Socket::signed_in(&bench, &token).await;
    let mut busy = Socket::signed_in(&bench, &token).await;
    busy.subscribe("goes on", "silent").await;
    busy.subscribe("owed", "slow").await;
    busy.subscribe("done", "one").await;
    assert_eq!(
        [busy.next().await, busy.next().await],
        ["done next", "done complete"]
    );
    bench.site.streams.drain();
    assert_eq!(waiting.hear().await, Err(1001));
    assert_eq!(idle.hear().await, Err(1001));
    assert_eq!(
        [busy.next().await, busy.next().await],
        ["owed next", "owed complete"]
    );
    assert_eq!(
        busy.hear().await,
        Err(1001),
        "what goes on is not said to be complete"
    );
    soon(bench.site.streams.ended()).await;
}

#[tokio::test]
async fn who_takes_nothing_is_cut_and_holds_nothing_any_more() {
    let bench = Bench::start(IMPATIENT).await;
    let mut socket = Socket::signed_in(&bench, &bench.token(None).await.0).await;
    socket.subscribe("a", "flood").await;
    soon(bench.until(0)).await;
    let code = loop {
        if let Err(code) = socket.hear().await {
            break code;
        }
    };
    assert_eq!(code, 0, "cut, not closed");
}

#[tokio::test]
async fn signs_of_life_are_asked_for_and_who_gives_none_is_cut() {
    let bench = Bench::start(IMPATIENT).await;
    let token = bench.token(None).await.0;
    let mut alive = Socket::signed_in(&bench, &token).await;
    let mut pings = 0;
    soon(async {
        while pings < 4 {
            let frame = alive.0.next().await.unwrap().unwrap();
            pings += u32::from(frame.is_ping());
        }
    })
    .await;
    let dead = Socket::signed_in(&bench, &token).await;
    let goes_on = async { while alive.0.next().await.is_some() {} };
    soon(async {
        tokio::select! {
            () = bench.until(1) => (),
            () = goes_on => panic!("the one that is alive has ended"),
        }
    })
    .await;
    alive.subscribe("a", "one").await;
    assert_eq!(alive.next().await, "a next");
    drop(dead);
}
