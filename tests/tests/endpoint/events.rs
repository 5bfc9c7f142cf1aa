//! Operations over event streams: the same answers as over HTTP, as events.

use acceptance::{Client, StreamOptions, Team, TestServer, Value, json};
use reqwest::{Response, header};

const VIEWER: &str = "{ viewer { user { name } } }";

/// Instead of the usual ones.
type Headers<'a> = &'a [(&'a str, &'a str)];

async fn ask(client: &Client, headers: Headers<'_>, body: impl Into<reqwest::Body>) -> Response {
    let usual = [
        ("accept", "text/event-stream"),
        ("content-type", "application/json"),
        ("authorization", &format!("Bearer {}", client.token())),
    ];
    let mut request = reqwest::Client::new().post(client.url()).body(body);
    let is_chosen = |name: &str| headers.iter().any(|(chosen, _)| *chosen == name);
    for (name, value) in usual.into_iter().filter(|(name, _)| !is_chosen(name)) {
        request = request.header(name, value);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

fn body(query: &str) -> String {
    json!({ "query": query }).to_string()
}

/// The names and data of the events, comments left out.
fn events(text: &str) -> Vec<(String, Value)> {
    assert!(text.ends_with("\n\n"), "{text}");
    let blocks = text
        .split("\n\n")
        .filter(|block| !block.is_empty() && *block != ":");
    let event = |block: &str| {
        let (name, data) = block.split_once('\n').unwrap();
        let data = data.strip_prefix("data: ").unwrap();
        let name = name.strip_prefix("event: ").unwrap().to_owned();
        (name, serde_json::from_str(data).unwrap_or(Value::Null))
    };
    blocks.map(event).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_an_event_and_complete_follows() {
    let team = Team::new().await;
    let response = ask(team.member(), &[], body(VIEWER)).await;
    assert_eq!(response.status(), 200);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/event-stream; charset=utf-8");
    assert_eq!(
        (header("x-accel-buffering"), header("cache-control")),
        ("no".into(), "no-store".into())
    );
    assert!(response.headers().get(header::CONTENT_ENCODING).is_none());
    let over_http = team.member().send(VIEWER, json!({})).await.body;
    assert_eq!(
        events(&response.text().await.unwrap()),
        [
            ("next".to_owned(), over_http),
            ("complete".to_owned(), Value::Null)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_operation_is_an_event() {
    let team = Team::new().await;
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { a } query B { b }", "OPERATION_RESOLUTION_FAILURE"),
    ] {
        let response = ask(team.member(), &[], body(query)).await;
        assert_eq!(response.status(), 200);
        let events = events(&response.text().await.unwrap());
        assert_eq!((events.len(), events[0].0.as_str()), (2, "next"), "{events:?}");
        assert_eq!(events[0].1["errors"][0]["extensions"]["code"], code);
        assert!(events[0].1.get("data").is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_request_is_its_status() {
    let team = Team::new().await;
    let large = json!({ "query": VIEWER, "extensions": { "x": "x".repeat(1024 * 1024) } }).to_string();
    let cases: [(Headers, String, u16); 6] = [
        (&[("authorization", "Bearer x")], body(VIEWER), 401),
        (&[("content-type", "text/plain")], body(VIEWER), 415),
        (
            &[("content-type", "multipart/form-data; boundary=x")],
            body(VIEWER),
            415,
        ),
        (&[], "[]".to_owned(), 400),
        (&[], "{}".to_owned(), 400),
        (&[], large, 413),
    ];
    for (headers, body, status) in cases {
        let response = ask(team.member(), headers, body).await;
        assert_eq!(response.status(), status, "{headers:?}");
        let answer: Value = response.json().await.unwrap();
        assert!(answer["errors"][0]["extensions"]["code"].is_string(), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_for_those_who_like_them_best() {
    let team = Team::new().await;
    for (accept, content_type) in [
        ("text/event-stream", "text/event-stream; charset=utf-8"),
        ("text/event-stream, */*;q=0.1", "text/event-stream; charset=utf-8"),
        (
            "application/json, text/event-stream",
            "application/json; charset=utf-8",
        ),
        ("*/*", "application/json; charset=utf-8"),
    ] {
        let response = ask(team.member(), &[("accept", accept)], body(VIEWER)).await;
        assert_eq!(response.headers()["content-type"], content_type, "{accept}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_by_get() {
    let team = Team::new().await;
    let request = reqwest::Client::new()
        .get(format!(
            "{}?query=%7Bviewer%7Buser%7Bname%7D%7D%7D",
            team.member().url()
        ))
        .header("accept", "text/event-stream")
        .bearer_auth(team.member().token());
    let response = request.send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["allow"]),
        (405, &"POST".parse().unwrap())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_and_requests_of_a_token_spend_from_one_bucket() {
    let team = Team::on(TestServer::start_with_points(600).await).await;
    let page = "{ tasks(first: 90) { nodes { id } } }";
    let refused = loop {
        let text = ask(team.member(), &[], body(page)).await.text().await.unwrap();
        let (_, answer) = events(&text).swap_remove(0);
        if answer.get("data").is_none() {
            break answer;
        }
    };
    assert_eq!(refused["errors"][0]["extensions"]["code"], "RATE_LIMITED");
    assert_eq!(team.member().send(page, json!({})).await.code(), "RATE_LIMITED");
    let answer = ask(team.admin(), &[], body(page)).await.text().await.unwrap();
    assert!(
        events(&answer)[0].1.get("data").is_some(),
        "others have their own"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_stream_gives_its_seat_back() {
    let options = StreamOptions {
        per_token: 1.try_into().unwrap(),
        ..StreamOptions::default()
    };
    let team = Team::on(TestServer::start_with_streams(options).await).await;
    for _ in 0..5 {
        let response = loop {
            // The seat is free when the connection has said its last word, and that may be a moment after we heard it.
            let response = ask(team.member(), &[], body(VIEWER)).await;
            if response.status() != 429 {
                break response;
            }
            assert!(response.headers().contains_key("retry-after"));
            tokio::task::yield_now().await;
        };
        assert!(response.text().await.unwrap().contains("event: complete"));
    }
}
