//! What follows what, without sockets and without GraphQL.

use serde_json::{Value, json};

use super::*;

const INIT: &str = r#"{"type":"connection_init"}"#;

fn subscribe(id: &str) -> String {
    json!({ "id": id, "type": "subscribe", "payload": { "query": "{ a }" } }).to_string()
}

fn ready() -> Protocol {
    let mut protocol = Protocol::new();
    assert!(matches!(protocol.hear(INIT), Step::SignIn(None)));
    assert_eq!(protocol.signed_in(Language::En), r#"{"type":"connection_ack"}"#);
    protocol
}

fn started(protocol: &mut Protocol, id: &str) -> u64 {
    match protocol.hear(&subscribe(id)) {
        Step::Start(number, request) if request.query.as_deref() == Some("{ a }") => number,
        other => panic!("{other:?}"),
    }
}

fn closed(step: Step) -> Close {
    match step {
        Step::Close(close) => close,
        other => panic!("{other:?}"),
    }
}

fn result() -> Written {
    Written::Result(r#"{"data":1}"#.to_owned())
}

fn sent(text: Option<String>) -> Value {
    serde_json::from_str(&text.expect("something to say")).unwrap()
}

#[test]
fn answers_carry_the_id_of_their_operation_and_the_last_is_followed_by_complete() {
    let mut protocol = ready();
    let (a, b) = (started(&mut protocol, "a"), started(&mut protocol, "b"));
    for (number, id) in [(b, "b"), (a, "a"), (b, "b")] {
        let expected = json!({ "id": id, "type": "next", "payload": { "data": 1 } });
        assert_eq!(sent(protocol.answered(number, &result())), expected);
    }
    assert_eq!(
        sent(protocol.finished(b)),
        json!({ "id": "b", "type": "complete" })
    );
    assert_eq!(protocol.finished(b), None, "once");
}

#[test]
fn after_an_error_there_is_no_complete() {
    let mut protocol = ready();
    let number = started(&mut protocol, "a");
    let error = sent(protocol.answered(number, &Written::refusal(RequestFault::TimedOut, Language::En)));
    let expected = json!([{ "message": RequestFault::TimedOut.told(Language::En), "extensions": { "code": "TIMEOUT" } }]);
    assert_eq!((&error["type"], &error["payload"]), (&json!("error"), &expected));
    assert_eq!(protocol.finished(number), None);
    assert_ne!(started(&mut protocol, "a"), number, "the id is free again");
}

#[test]
fn what_the_client_completes_is_stopped_and_not_spoken_of_again() {
    let mut protocol = ready();
    let old = started(&mut protocol, "a");
    let complete = r#"{"id":"a","type":"complete"}"#;
    assert!(matches!(protocol.hear(complete), Step::Stop(number) if number == old));
    assert!(
        matches!(protocol.hear(complete), Step::Nothing),
        "they may have met on the way"
    );
    let new = started(&mut protocol, "a");
    assert_eq!(protocol.answered(old, &result()), None);
    assert_eq!(protocol.finished(old), None);
    assert_eq!(sent(protocol.answered(new, &result()))["id"], "a");
}

#[test]
fn operations_need_an_acknowledged_sign_in() {
    let mut protocol = Protocol::new();
    assert_eq!(closed(protocol.hear(&subscribe("a"))), Close::Unauthorized);
    let mut protocol = Protocol::new();
    assert!(matches!(protocol.hear(INIT), Step::SignIn(_)));
    assert_eq!(closed(protocol.hear(&subscribe("a"))), Close::Unauthorized);
}

#[test]
fn one_initialises_once() {
    let mut protocol = Protocol::new();
    assert!(matches!(protocol.hear(INIT), Step::SignIn(_)));
    assert_eq!(closed(protocol.hear(INIT)), Close::TooManyInitialisations);
    assert_eq!(closed(ready().hear(INIT)), Close::TooManyInitialisations);
}

#[test]
fn an_id_is_used_once_at_a_time() {
    let mut protocol = ready();
    started(&mut protocol, "a");
    assert_eq!(
        closed(protocol.hear(&subscribe("a"))),
        Close::SubscriberExists("a".to_owned())
    );
}

#[test]
fn too_many_operations_are_refused_one_by_one() {
    let mut protocol = ready();
    for number in 0..AT_ONCE {
        started(&mut protocol, &number.to_string());
    }
    let Step::Send(text) = protocol.hear(&subscribe("more")) else {
        panic!("an error for this operation only")
    };
    let error = sent(Some(text));
    assert_eq!((&error["id"], &error["type"]), (&json!("more"), &json!("error")));
    assert_eq!(error["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    assert!(matches!(
        protocol.hear(r#"{"id":"7","type":"complete"}"#),
        Step::Stop(_)
    ));
    started(&mut protocol, "more");
}

#[test]
fn pings_are_answered_whenever_they_come() {
    let ping = r#"{"type":"ping","payload":{"at":1}}"#;
    for mut protocol in [Protocol::new(), ready()] {
        let Step::Send(text) = protocol.hear(ping) else {
            panic!("a pong")
        };
        let expected = json!({ "type": "pong", "payload": { "at": 1 } });
        assert_eq!(sent(Some(text)), expected);
        assert!(matches!(protocol.hear(r#"{"type":"pong"}"#), Step::Nothing));
    }
}

#[test]
fn what_is_no_message_ends_the_socket() {
    for text in [
        "",
        "{}",
        r#"{"type":"start"}"#,
        r#"{"type":"subscribe","id":"a"}"#,
    ] {
        assert_eq!(closed(ready().hear(text)).code(), Some(4400), "{text}");
    }
}

#[test]
fn a_drained_socket_tells_the_answers_it_owes_and_starts_nothing_more() {
    let mut protocol = ready();
    let (asked, subscribed) = (started(&mut protocol, "a"), started(&mut protocol, "b"));
    protocol.drain();
    assert!(matches!(protocol.hear(&subscribe("c")), Step::Nothing));
    protocol.stopped(subscribed);
    assert!(!protocol.is_drained());
    assert_eq!(sent(protocol.answered(asked, &result()))["type"], "next");
    assert_eq!(sent(protocol.finished(asked))["type"], "complete");
    assert!(protocol.is_drained());
    let mut silent = Protocol::new();
    silent.drain();
    assert!(silent.is_drained());
}
