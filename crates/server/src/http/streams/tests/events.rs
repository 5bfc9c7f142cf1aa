//! Event streams over a network, with operations that are made up.

use std::num::NonZeroU32;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::bench::{Bench, IMPATIENT, OPTIONS, soon};
use crate::http::streams::StreamOptions;

/// Asks, and reads what comes as text: head, chunks and all.
struct Stream(TcpStream);

impl Stream {
    async fn of(bench: &Bench, token: &str, query: &str) -> Self {
        let mut stream = TcpStream::connect(bench.address).await.unwrap();
        let body = json!({ "query": query }).to_string();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nAccept: text/event-stream\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream
            .write_all(format!("{head}{body}").as_bytes())
            .await
            .unwrap();
        Self(stream)
    }

    /// All until the end; whether it is whole, too.
    async fn rest(mut self) -> (String, bool) {
        let mut bytes = Vec::new();
        let ended = soon(self.0.read_to_end(&mut bytes)).await;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let is_whole = ended.is_ok() && text.ends_with("0\r\n\r\n");
        (text, is_whole)
    }

    /// All until it has come so often.
    async fn until(&mut self, part: &str, times: usize) -> String {
        let mut text = String::new();
        soon(async {
            while text.matches(part).count() < times {
                let mut bytes = [0; 1024];
                let read = self.0.read(&mut bytes).await.unwrap();
                assert!(read > 0, "{text}");
                text.push_str(&String::from_utf8_lossy(&bytes[..read]));
            }
        })
        .await;
        text
    }
}

#[tokio::test]
async fn answers_are_events_and_the_last_is_followed_by_complete() {
    let bench = Bench::start(OPTIONS).await;
    let stream = Stream::of(&bench, &bench.token(None).await.0, "one").await;
    let (text, is_whole) = stream.rest().await;
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && is_whole, "{text}");
    assert!(
        text.contains("content-type: text/event-stream; charset=utf-8\r\n"),
        "{text}"
    );
    assert!(text.contains("x-accel-buffering: no\r\n"), "{text}");
    let next = text.find("event: next\ndata: {\"data\":\"one\"}\n\n").unwrap();
    let complete = text.find("event: complete\ndata: \n\n").unwrap();
    assert!(next < complete, "{text}");
}

#[tokio::test]
async fn a_silent_stream_gives_signs_of_life() {
    let bench = Bench::start(IMPATIENT).await;
    let mut stream = Stream::of(&bench, &bench.token(None).await.0, "silent").await;
    let text = stream.until("\n:\n\n", 4).await;
    assert!(!text.contains("event:"), "{text}");
}

#[tokio::test]
async fn a_server_that_ends_gives_the_answer_it_owes_and_does_not_call_the_rest_complete() {
    let bench = Bench::start(OPTIONS).await;
    let token = bench.token(None).await.0;
    let mut going_on = Stream::of(&bench, &token, "silent").await;
    let mut owed = Stream::of(&bench, &token, "slow").await;
    going_on.until(":\n\n", 1).await;
    owed.until(":\n\n", 1).await;
    bench.site.streams.drain();
    let ((going_on, is_whole), (owed, is_owed_whole)) = (going_on.rest().await, owed.rest().await);
    assert!(is_whole && !going_on.contains("event:"), "{going_on}");
    assert!(is_owed_whole && owed.contains("event: complete"), "{owed}");
    soon(bench.site.streams.ended()).await;
}

#[tokio::test]
async fn a_token_that_ends_ends_its_streams_and_they_say_so() {
    let bench = Bench::start(OPTIONS).await;
    let (expiring, _) = bench.token(Some(Duration::from_secs(1))).await;
    let (revoked, id) = bench.token(None).await;
    let streams = [
        Stream::of(&bench, &expiring, "silent").await,
        Stream::of(&bench, &revoked, "silent").await,
    ];
    soon(bench.until(2)).await;
    bench.revoke(id).await;
    for stream in streams {
        let (text, _) = stream.rest().await;
        assert!(text.contains("\"code\":\"UNAUTHENTICATED\""), "{text}");
        assert!(text.contains("event: complete\ndata: \n\n"), "{text}");
    }
}

#[tokio::test]
async fn who_takes_nothing_is_cut_and_holds_nothing_any_more() {
    let bench = Bench::start(IMPATIENT).await;
    let stream = Stream::of(&bench, &bench.token(None).await.0, "flood").await;
    soon(bench.until(1)).await;
    soon(bench.until(0)).await;
    let (_, is_whole) = stream.rest().await;
    assert!(!is_whole, "cut, not ended");
}

#[tokio::test]
async fn who_leaves_makes_room() {
    let options = StreamOptions {
        per_token: NonZeroU32::MIN,
        ..OPTIONS
    };
    let bench = Bench::start(options).await;
    let token = bench.token(None).await.0;
    let mut first = Stream::of(&bench, &token, "silent").await;
    first.until(":\n\n", 1).await;
    let (refused, _) = Stream::of(&bench, &token, "one").await.rest().await;
    assert!(refused.starts_with("HTTP/1.1 429"), "{refused}");
    assert!(refused.contains("\"code\":\"RATE_LIMITED\""), "{refused}");
    drop(first);
    soon(bench.until(0)).await;
    let (answered, _) = Stream::of(&bench, &token, "one").await.rest().await;
    assert!(answered.starts_with("HTTP/1.1 200"), "{answered}");
}
