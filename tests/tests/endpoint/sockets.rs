//! Operations over WebSockets: the same answers as over HTTP, within the same bounds.

use std::time::Duration;

use acceptance::{Socket, Team, TestServer, json, sockets::PROTOCOL, text};

const VIEWER: &str = "{ viewer { user { name } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_query_has_one_result_and_is_complete() {
    let team = Team::new().await;
    let mut socket = Socket::signed_in(team.member()).await;
    socket.subscribe("1", VIEWER, json!({})).await;
    let over_http = team.member().send(VIEWER, json!({})).await.body;
    assert_eq!(
        socket.hear().await,
        Ok(json!({ "id": "1", "type": "next", "payload": over_http }))
    );
    assert_eq!(socket.hear().await, Ok(json!({ "id": "1", "type": "complete" })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mutation_is_done_once_and_seen_by_the_next_query() {
    let team = Team::new().await;
    let mut socket = Socket::signed_in(team.member()).await;
    let create = "mutation C($name: String!) { contactCreate(input: { name: $name }) { contact { id name } userErrors { ... on UserError { code } } } }";
    socket.subscribe("m", create, json!({ "name": "Clara" })).await;
    let payload = socket.hear().await.unwrap()["payload"]["data"]["contactCreate"].clone();
    assert_eq!(
        (&payload["contact"]["name"], &payload["userErrors"]),
        (&json!("Clara"), &json!([]))
    );
    assert_eq!(socket.hear().await.unwrap()["type"], "complete");
    let query = "query N($id: ID!) { node(id: $id) { ... on Contact { name } } }";
    socket
        .subscribe("q", query, json!({ "id": payload["contact"]["id"] }))
        .await;
    assert_eq!(
        socket.hear().await.unwrap()["payload"]["data"]["node"]["name"],
        "Clara"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mutation_whose_client_leaves_is_done_all_the_same() {
    let team = Team::new().await;
    let create = "mutation { contactCreate(input: { name: \"Otto\" }) { contact { id } } }";
    let mut completed = Socket::signed_in(team.member()).await;
    completed.subscribe("1", create, json!({})).await;
    completed.say(json!({ "id": "1", "type": "complete" })).await;
    let mut left = Socket::signed_in(team.member()).await;
    left.subscribe("1", create, json!({})).await;
    drop(left);
    let search = "{ contacts(search: \"Otto\") { totalCount } }";
    let done = async {
        while team.member().query(search, json!({})).await["contacts"]["totalCount"] != 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), done)
        .await
        .expect("both before long");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_may_sign_in_by_payload_or_by_header() {
    let team = Team::new().await;
    let (token, url) = (team.member().token(), team.member().url());
    let bearer = format!("Bearer {token}");
    for payload in [
        json!({ "Authorization": bearer }),
        json!({ "authorization": bearer }),
        json!({ "token": token }),
    ] {
        let mut socket = Socket::connect(team.member()).await;
        socket.init(payload).await;
        socket.acknowledged().await;
    }
    let mut socket = Socket::open(url, &[PROTOCOL, ("authorization", &bearer)])
        .await
        .unwrap();
    socket.init(json!(null)).await;
    socket.acknowledged().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_an_error_of_that_operation_only() {
    let team = Team::new().await;
    let mut socket = Socket::signed_in(team.member()).await;
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { a } query B { b }", "OPERATION_RESOLUTION_FAILURE"),
        ("{ ...F } fragment F on Query { ...F }", "QUERY_TOO_COMPLEX"),
    ] {
        socket.subscribe("1", query, json!({})).await;
        let error = socket.hear().await.unwrap();
        assert_eq!(
            (&error["id"], &error["type"]),
            (&json!("1"), &json!("error")),
            "{error}"
        );
        assert_eq!(error["payload"][0]["extensions"]["code"], code, "{error}");
    }
    socket.subscribe("1", VIEWER, json!({})).await;
    assert_eq!(
        socket.hear().await.unwrap()["type"],
        "next",
        "no `complete` came between"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_of_fields_come_with_the_data() {
    let team = Team::new().await;
    let mut socket = Socket::signed_in(team.member()).await;
    let query = "{ viewer { user { role } } tasks(first: 0) { nodes { id } } }";
    socket.subscribe("1", query, json!({})).await;
    let next = socket.hear().await.unwrap();
    assert_eq!(next["type"], "next", "{next}");
    assert_eq!(next["payload"]["data"]["viewer"]["user"]["role"], "MEMBER");
    assert_eq!(
        next["payload"]["errors"][0]["extensions"]["code"],
        "BAD_USER_INPUT"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_and_requests_of_a_token_spend_from_one_bucket() {
    let team = Team::on(TestServer::start_with_points(600).await).await;
    let page = "query P($n: Int) { tasks(first: $n) { nodes { id } } rateLimit { remaining } }";
    let mut socket = Socket::signed_in(team.member()).await;
    let refused = loop {
        assert_eq!(team.member().send(VIEWER, json!({})).await.status, 200);
        socket.subscribe("1", page, json!({ "n": 90 })).await;
        let answer = socket.hear().await.unwrap();
        if answer["type"] == "error" {
            break answer;
        }
        assert_eq!(socket.hear().await.unwrap()["type"], "complete");
    };
    assert_eq!(
        refused["payload"][0]["extensions"]["code"], "RATE_LIMITED",
        "{refused}"
    );
    assert_eq!(
        team.member().send(page, json!({ "n": 90 })).await.code(),
        "RATE_LIMITED"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pings_are_answered_with_what_came_along() {
    let team = Team::new().await;
    let mut socket = Socket::connect(team.member()).await;
    let ping = json!({ "type": "ping", "payload": { "at": 1 } });
    socket.say(ping).await;
    let answer = json!({ "type": "pong", "payload": { "at": 1 } });
    assert_eq!(socket.hear().await, Ok(answer.clone()), "also before the sign-in");
    socket.init(json!({ "token": team.member().token() })).await;
    socket.acknowledged().await;
    socket.say(answer).await;
    socket.say(json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await, Ok(json!({ "type": "pong" })));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_may_be_completed_again_and_its_id_used_again() {
    let team = Team::new().await;
    let mut socket = Socket::signed_in(team.member()).await;
    socket.say(json!({ "id": "never", "type": "complete" })).await;
    for _ in 0..3 {
        socket.subscribe("1", VIEWER, json!({})).await;
        assert_eq!(socket.hear().await.unwrap()["type"], "next");
        assert_eq!(socket.hear().await.unwrap()["type"], "complete");
        socket.say(json!({ "id": "1", "type": "complete" })).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_operations_at_once_each_get_their_own_answer() {
    let team = Team::new().await;
    let mut socket = Socket::signed_in(team.member()).await;
    for number in 0..50 {
        let query = format!("{{ a{number}: viewer {{ user {{ name }} }} }}");
        socket.subscribe(&number.to_string(), &query, json!({})).await;
    }
    let mut complete = 0;
    while complete < 50 {
        let message = socket.hear().await.unwrap();
        match text(&message["type"]) {
            "next" => {
                let field = format!("a{}", text(&message["id"]));
                assert!(message["payload"]["data"][&field].is_object(), "{message}");
            }
            "complete" => complete += 1,
            _ => panic!("{message}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_is_sent_for_one_answer_is_told_where_to_go() {
    let team = Team::new().await;
    let answer = team.member().send("subscription S { x }", json!({})).await;
    assert_eq!(
        (answer.code(), answer.body.get("data")),
        ("OPERATION_RESOLUTION_FAILURE", None)
    );
    let sentence = text(&answer.body["errors"][0]["message"]);
    assert!(
        sentence.contains("graphql-transport-ws") && sentence.contains("text/event-stream"),
        "{sentence}"
    );
}
