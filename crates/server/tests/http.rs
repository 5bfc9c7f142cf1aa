//! What HTTP sees: statuses, media types and headers, on a store in memory and without a network.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in tests a panic is the message"
)]

use std::sync::{Arc, atomic::AtomicBool};
use std::time::Duration;

use adapter_graphql::{Schema, SchemaOptions};
use adapter_memory::MemoryStore;
use application::{
    Commands, Queries,
    commands::{Authority, CreateAccount, CreateToken, CreateUser},
    confirmation::ConfirmationKey,
    ports::Ids,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Request, StatusCode},
};
use domain::{AccountId, Role};
use serde_json::{Value, json};
use server::{
    auth,
    clock::{RandomIds, SystemClock},
    http::{
        LARGEST_BODY, Patience, Site, router,
        streams::{StreamOptions, Streams},
    },
    rate_limit::RateLimits,
};
use tokio::sync::Semaphore;
use tower::ServiceExt;

const GRAPHQL: &str = "application/graphql-response+json";
/// The one origin whose pages may ask.
const FRONTEND: &str = "https://crm.example";
const QUERY: &str = r#"{"query":"{ viewer { user { role } } }"}"#;

struct Bench {
    router: Router,
    token: String,
    /// Turns to write a file.
    exports: Arc<Semaphore>,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

async fn bench() -> Bench {
    bench_for(&[FRONTEND]).await
}

async fn bench_for(origins: &[&'static str]) -> Bench {
    bench_with(origins, SchemaOptions::default()).await
}

async fn bench_with(origins: &[&'static str], options: SchemaOptions) -> Bench {
    let store = Arc::new(MemoryStore::new());
    let (clock, ids) = (Arc::new(SystemClock), Arc::new(RandomIds));
    let commands = Commands::new(
        Arc::<MemoryStore>::clone(&store),
        clock,
        Arc::<RandomIds>::clone(&ids),
    );
    let token = signed_up(&commands, AccountId::new(ids.next())).await;
    let exports = Arc::new(Semaphore::new(1));
    let site = Site {
        commands,
        queries: Queries::new(Arc::<MemoryStore>::clone(&store), Arc::new(SystemClock)),
        reads: Arc::<MemoryStore>::clone(&store),
        ids,
        schema: Arc::new(Schema::new(options)),
        largest_body: LARGEST_BODY,
        patience: Patience::default(),
        exports: Arc::clone(&exports),
        rate_limits: Arc::new(RateLimits::new(None)),
        cors_origins: origins
            .iter()
            .map(|origin| HeaderValue::from_static(origin))
            .collect(),
        streams: Streams::new(
            StreamOptions::default(),
            Queries::new(store, Arc::new(SystemClock)),
            Arc::new(SystemClock),
        ),
        graphiql_token: None,
        is_draining: AtomicBool::new(false),
    };
    Bench {
        router: router(Arc::new(site)),
        token,
        exports,
    }
}

/// The token of the admin of a new account.
async fn signed_up(commands: &Commands, account: AccountId) -> String {
    let cmd = CreateAccount {
        id: account,
        name: "Nordwind".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        confirmation_key: ConfirmationKey::new([1; 64]),
    };
    commands.create_account(cmd).await.unwrap();
    let cmd = CreateUser {
        by: Authority::Operator(account),
        name: "Anna".to_owned(),
        email: "anna@nordwind.example".to_owned(),
        role: Role::Admin,
    };
    let user = commands.create_user(cmd).await.unwrap().id;
    let (token, secret_hash) = auth::issue(account).unwrap();
    let name = "Test".to_owned();
    let cmd = CreateToken {
        expires_at: None,
        by: Authority::Operator(account),
        user,
        name,
        secret_hash,
    };
    commands.create_token(cmd).await.unwrap();
    token
}

impl Bench {
    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }

    async fn data(&self, query: &str) -> Value {
        let body = json!({ "query": query }).to_string();
        self.post(&[], body).await.json()["data"].take()
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// A signed-in post, with these headers instead of the usual ones.
    async fn post(&self, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let authorization = format!("Bearer {}", self.token);
        let usual = [
            ("content-type", "application/json"),
            ("authorization", authorization.as_str()),
        ];
        let mut request = Request::post("/graphql");
        for (name, value) in usual
            .iter()
            .filter(|(name, _)| !headers.iter().any(|(other, _)| name == other))
        {
            request = request.header(*name, *value);
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }
}

#[tokio::test]
async fn a_query_is_answered_in_the_media_type_asked_for() {
    let bench = bench().await;
    for (accept, content_type) in [
        ("", "application/json; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
        (GRAPHQL, "application/graphql-response+json; charset=utf-8"),
    ] {
        let answer = bench.post(&[("accept", accept)], QUERY).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (StatusCode::OK, content_type)
        );
        assert_eq!(
            answer.json(),
            json!({ "data": { "viewer": { "user": { "role": "ADMIN" } } }, "extensions": { "cost": 1 } })
        );
    }
}

#[tokio::test]
async fn refused_documents_have_no_data_and_tell_by_status_where_that_is_asked_for() {
    let bench = bench().await;
    for body in [
        r#"{"query":"{"}"#,
        r#"{"query":"{ nothing }"}"#,
        r#"{"query":"query A { viewer { user { id } } } query B { viewer { user { id } } }"}"#,
    ] {
        let old = bench.post(&[("accept", "application/json")], body).await;
        let new = bench.post(&[("accept", GRAPHQL)], body).await;
        assert_eq!(
            (old.status, new.status),
            (StatusCode::OK, StatusCode::BAD_REQUEST),
            "{body}"
        );
        for answer in [old, new] {
            assert!(answer.json().get("data").is_none(), "{body}");
            assert!(!answer.code().is_empty(), "{body}");
        }
    }
}

#[tokio::test]
async fn fields_that_fail_leave_the_status_alone() {
    let bench = bench().await;
    let body = r#"{"query":"{ viewer { user { role } } tasks(first: 0) { nodes { id } } }"}"#;
    let answer = bench.post(&[("accept", GRAPHQL)], body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
    assert!(answer.json().get("data").is_some() && answer.code() == "BAD_USER_INPUT");
}

#[tokio::test]
async fn keys_come_in_the_order_of_the_selection() {
    let bench = bench().await;
    let body = r#"{"query":"{ viewer { user { role name email } account { timeZone name } } }"}"#;
    let text = String::from_utf8(bench.post(&[], body).await.body).unwrap();
    let places: Vec<_> = ["role", "name", "email", "timeZone"]
        .map(|key| text.find(key).unwrap())
        .to_vec();
    assert!(places.is_sorted(), "{text}");
}

#[tokio::test]
async fn only_json_objects_of_a_size_are_read() {
    let bench = bench().await;
    for content_type in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "",
    ] {
        let answer = bench.post(&[("content-type", content_type)], QUERY).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT")
        );
    }
    for body in [
        "",
        "{",
        "{}",
        r#"{"query":1}"#,
        r#"{"query":"{ a }","variables":[]}"#,
        r#"{"query":"{ a }","extensions":[]}"#,
    ] {
        let answer = bench.post(&[], body).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"),
            "{body}"
        );
    }
    for body in ["[]", r#" [{"query":"{ viewer { user { id } } }"}]"#] {
        let answer = bench.post(&[], body).await;
        let told = answer.json()["errors"][0]["message"].to_string();
        assert!(
            answer.status == StatusCode::BAD_REQUEST && told.contains("Batches"),
            "{told}"
        );
    }
    let large =
        json!({ "query": "{ viewer { user { id } } }", "extensions": { "x": "x".repeat(1024 * 1024) } });
    let answer = bench.post(&[], large.to_string()).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "QUERY_TOO_LARGE")
    );
    let answer = bench.post(&[("accept", "text/html")], QUERY).await;
    assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn whoever_is_not_signed_in_gets_one_answer_whatever_is_wrong() {
    let bench = bench().await;
    let (foreign, _) = auth::issue(AccountId::new(RandomIds.next())).unwrap();
    let (unknown, _) = auth::issue(auth::BearerToken::parse(&bench.token).unwrap().account()).unwrap();
    let texts = [
        String::new(),
        "Bearer x".to_owned(),
        "Basic eA==".to_owned(),
        format!("Bearer {foreign}"),
        format!("Bearer {unknown}"),
    ];
    let mut bodies = Vec::new();
    for text in texts {
        let answer = bench.post(&[("authorization", &text)], QUERY).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
        );
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
        bodies.push(answer.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
}

#[tokio::test]
async fn other_methods_and_paths_are_told_what_there_is() {
    let bench = bench_for(&[]).await;
    for method in ["GET", "PUT", "OPTIONS", "DELETE"] {
        let request = Request::builder()
            .method(method)
            .uri("/graphql?query={viewer{user{id}}}");
        let answer = bench.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(
            (answer.status, answer.header("allow")),
            (StatusCode::METHOD_NOT_ALLOWED, "POST")
        );
        assert!(
            !answer
                .headers
                .keys()
                .any(|name| name.as_str().starts_with("access-control"))
        );
    }
    assert_eq!(bench.get("/nothing").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        bench.get("/graphiql/examples/01-start-here.graphql").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn every_answer_names_its_request_and_is_neither_kept_nor_guessed_at() {
    let bench = bench().await;
    let mut ids = Vec::new();
    let answers = [
        bench.get("/livez").await,
        bench.get("/nothing").await,
        bench.get("/graphql").await,
        bench.post(&[], QUERY).await,
    ];
    for answer in answers {
        assert_eq!(
            (
                answer.header("x-content-type-options"),
                answer.header("cache-control")
            ),
            ("nosniff", "no-store")
        );
        ids.push(answer.header("x-request-id").to_owned());
    }
    ids.dedup();
    assert!(ids.len() == 4 && !ids.contains(&String::new()), "{ids:?}");
}

#[tokio::test]
async fn an_id_that_is_a_word_is_taken_over_from_the_client() {
    let bench = bench().await;
    let longest = "x".repeat(64);
    for id in [
        "7f3c",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        &longest,
    ] {
        assert_eq!(
            bench
                .post(&[("x-request-id", id)], QUERY)
                .await
                .header("x-request-id"),
            id
        );
    }
    let too_long = "x".repeat(65);
    for id in [too_long.as_str(), "a b", "a;b", "a\tb", "\"a\"", "{id}"] {
        let given = bench.post(&[("x-request-id", id)], QUERY).await;
        assert!(given.header("x-request-id").len() == 36, "{id}");
    }
    let twice = bench
        .post(&[("x-request-id", "a"), ("x-request-id", "b")], QUERY)
        .await;
    assert_eq!(twice.header("x-request-id").len(), 36);
}

#[tokio::test]
async fn pages_of_configured_origins_may_ask_and_no_others() {
    let bench = bench().await;
    let preflight = async |origin: &str, path: &str| {
        let request = Request::options(path)
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type");
        bench.send(request.body(Body::empty()).unwrap()).await
    };
    let allowed = preflight(FRONTEND, "/graphql").await;
    assert_eq!(allowed.status, StatusCode::OK);
    assert_eq!(allowed.header("access-control-allow-origin"), FRONTEND);
    assert!(
        allowed
            .header("access-control-allow-headers")
            .contains("authorization")
    );
    assert!(allowed.header("access-control-allow-methods").contains("POST"));
    assert_eq!(allowed.header("access-control-max-age"), "7200");
    assert!(allowed.header("vary").contains("origin"));
    for (origin, path) in [
        ("https://evil.example", "/graphql"),
        ("null", "/graphql"),
        (FRONTEND, "/livez"),
        (FRONTEND, "/graphiql/config.json"),
    ] {
        let refused = preflight(origin, path).await;
        assert_eq!(
            refused.header("access-control-allow-origin"),
            "",
            "{origin} {path}"
        );
    }
    let read = bench.post(&[("origin", FRONTEND)], QUERY).await;
    assert_eq!(read.header("access-control-allow-origin"), FRONTEND);
    assert!(
        read.header("access-control-expose-headers")
            .contains("x-request-id")
    );
    assert_eq!(read.header("access-control-allow-credentials"), "");
    let vary: Vec<_> = read
        .headers
        .get_all("vary")
        .iter()
        .map(|v| v.to_str().unwrap())
        .collect();
    let vary = vary.join(",");
    assert!(
        vary.contains("origin") && vary.contains("accept-language"),
        "{vary}"
    );
    let unread = bench.post(&[("origin", "https://evil.example")], QUERY).await;
    assert_eq!(unread.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn long_answers_are_compressed_as_the_client_likes_best_and_streams_are_not() {
    let bench = bench().await;
    let long = r#"{"query":"{ __schema { types { name description } } }"}"#;
    let plain = bench.post(&[], long).await;
    assert_eq!(plain.header("content-encoding"), "");
    for (accept, encoding) in [
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip;q=0.5, br", "br"),
        ("deflate", ""),
    ] {
        let answer = bench.post(&[("accept-encoding", accept)], long).await;
        assert_eq!(answer.header("content-encoding"), encoding);
        if encoding.is_empty() {
            assert_eq!(answer.body, plain.body);
        } else {
            assert!(answer.body.len() * 2 < plain.body.len(), "{encoding}");
        }
    }
    let mut unpacked = Vec::new();
    let packed = bench.post(&[("accept-encoding", "gzip")], long).await.body;
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&packed[..]), &mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
    let short = bench.post(&[("accept-encoding", "gzip")], QUERY).await;
    assert_eq!(short.header("content-encoding"), "");
    let report = bench.data("{ taskOverviewReport { csvPath } }").await;
    let path = report["taskOverviewReport"]["csvPath"].as_str().unwrap();
    let file = Request::get(path)
        .header("authorization", format!("Bearer {}", bench.token))
        .header("accept-encoding", "gzip");
    let file = bench.send(file.body(Body::empty()).unwrap()).await;
    assert_eq!(
        (file.status, file.header("content-encoding")),
        (StatusCode::OK, "")
    );
}

#[tokio::test]
async fn the_other_pages_are_there() {
    let bench = bench().await;
    assert_eq!(bench.get("/livez").await.status, StatusCode::OK);
    assert_eq!(bench.get("/readyz").await.status, StatusCode::OK);
    let sdl = bench.get("/schema.graphql").await;
    assert!(String::from_utf8(sdl.body).unwrap().contains("type Mutation"));
    let page = bench.get("/graphiql").await;
    assert!(
        page.header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    let config = bench.get("/graphiql/config.json").await.json();
    assert_eq!(
        (&config["endpoint"], &config["token"]),
        (&json!("/graphql"), &Value::Null)
    );
    assert_eq!(config["tabs"][0]["title"], "StartHere");
}

#[tokio::test(start_paused = true)]
async fn who_takes_nothing_of_a_file_is_cut_off_and_makes_room() {
    let bench = bench().await;
    let made = bench
        .data(r#"mutation { contactCreate(input: { name: "Clara" }) { contact { id } } }"#)
        .await;
    let contact = made["contactCreate"]["contact"]["id"].clone();
    let types = bench.data("{ taskTypes { nodes { id } } }").await;
    let task_type = &types["taskTypes"]["nodes"][0]["id"];
    for _ in 0..1_001 {
        let input = format!(
            "title: \"Ring\", taskTypeId: {task_type}, subject: {{ contactId: {contact} }}, completion: {{}}"
        );
        bench
            .data(&format!(
                "mutation {{ taskCreate(input: {{ {input} }}) {{ task {{ id }} }} }}"
            ))
            .await;
    }
    let report = bench
        .data("{ taskOverviewReport { csvPath totals { completedCount } } }")
        .await;
    assert_eq!(report["taskOverviewReport"]["totals"]["completedCount"], 1_001);
    let path = report["taskOverviewReport"]["csvPath"].as_str().unwrap();
    let ask = || {
        let request = Request::get(path).header("authorization", format!("Bearer {}", bench.token));
        bench.router.clone().oneshot(request.body(Body::empty()).unwrap())
    };
    let untaken = ask().await.unwrap();
    tokio::time::sleep(Duration::from_secs(14)).await;
    assert_eq!(ask().await.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(bench.exports.available_permits(), 1);
    let late = to_bytes(untaken.into_body(), usize::MAX).await;
    assert!(late.is_err(), "what is not whole does not look whole");
    let taken = to_bytes(ask().await.unwrap().into_body(), usize::MAX)
        .await
        .unwrap();
    assert_eq!(
        String::from_utf8(taken.to_vec()).unwrap().lines().count(),
        1 + 1_001
    );
}
