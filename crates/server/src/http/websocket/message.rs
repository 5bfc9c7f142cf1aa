//! The messages of `graphql-transport-ws`: what a client may say, and how the server's are written.

use adapter_graphql::GraphQlRequest;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Bytes of an id. The client chooses it, and every message about its operation carries it.
const LONGEST_ID: usize = 256;

/// The payload of most messages.
pub(super) type Payload = Option<Map<String, Value>>;

/// What a client says.
#[derive(Debug)]
pub(super) enum Heard {
    Init(Payload),
    Ping(Payload),
    Pong,
    Subscribe {
        id: String,
        request: Box<GraphQlRequest>,
    },
    Complete {
        id: String,
    },
}

#[derive(Deserialize)]
struct Raw {
    r#type: String,
    id: Option<String>,
    #[serde(default)]
    payload: Value,
}

impl Heard {
    /// Reads a message; otherwise says what is wrong with it, without repeating it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let raw: Raw = serde_json::from_str(text)
            .map_err(|_| "A message is an object of JSON with the texts `type` and `id`")?;
        Ok(match raw.r#type.as_str() {
            "connection_init" => Self::Init(payload(raw.payload)?),
            "ping" => Self::Ping(payload(raw.payload)?),
            "pong" => payload(raw.payload).map(|_| Self::Pong)?,
            "subscribe" => Self::Subscribe {
                id: id(raw.id)?,
                request: request(raw.payload)?,
            },
            "complete" => Self::Complete { id: id(raw.id)? },
            _ => return Err("There is no message of this `type` from a client".to_owned()),
        })
    }
}

fn payload(value: Value) -> Result<Payload, String> {
    match value {
        Value::Null => Ok(None),
        Value::Object(payload) => Ok(Some(payload)),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err("The `payload` must be an object".to_owned())
        }
    }
}

/// A list would pass as the fields of a request in their order.
fn request(value: Value) -> Result<Box<GraphQlRequest>, String> {
    let request = value
        .is_object()
        .then(|| serde_json::from_value(value).ok())
        .flatten();
    let request = request.filter(GraphQlRequest::names_a_document).map(Box::new);
    request.ok_or_else(|| "The `payload` of `subscribe` is no GraphQL request".to_owned())
}

fn id(id: Option<String>) -> Result<String, String> {
    let id = id.filter(|id| !id.is_empty() && id.len() <= LONGEST_ID);
    id.ok_or_else(|| format!("The `id` must be a text of 1 to {LONGEST_ID} bytes"))
}

/// The sign-in has succeeded.
pub(super) fn acknowledgement() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

/// The answer to `ping`, with what came along.
pub(super) fn pong(payload: Payload) -> String {
    payload
        .map_or_else(
            || json!({ "type": "pong" }),
            |payload| json!({ "type": "pong", "payload": payload }),
        )
        .to_string()
}

/// A result of an operation.
pub(super) fn next(id: &str, result: &str) -> String {
    about(id, "next", result)
}

/// The errors of an operation that was not run.
pub(super) fn error(id: &str, errors: &str) -> String {
    about(id, "error", errors)
}

/// There are no more results.
pub(super) fn complete(id: &str) -> String {
    json!({ "id": id, "type": "complete" }).to_string()
}

/// The payload is JSON already.
fn about(id: &str, r#type: &str, payload: &str) -> String {
    let id = Value::from(id);
    format!(r#"{{"id":{id},"type":"{type}","payload":{payload}}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_protocol_has_is_read() {
        for text in [
            r#"{"type":"connection_init"}"#,
            r#"{"type":"connection_init","payload":null}"#,
            r#"{"type":"connection_init","payload":{"token":"to_x"}}"#,
            r#"{"type":"ping"}"#,
            r#"{"type":"pong","payload":{}}"#,
            r#"{"id":"1","type":"subscribe","payload":{"query":"{ a }"}}"#,
            r#"{"id":"1","type":"subscribe","payload":{"query":"{ a }","variables":null,"operationName":null,"extensions":null}}"#,
            r#"{"id":"1","type":"complete"}"#,
        ] {
            assert!(Heard::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_it_does_not_have_is_refused_without_being_repeated() {
        for text in [
            "",
            "to_secret",
            "[]",
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"to_secret"}"#,
            r#"{"type":"connection_ack"}"#,
            r#"{"type":"next","id":"1","payload":{}}"#,
            r#"{"type":"connection_init","payload":"to_secret"}"#,
            r#"{"type":"ping","payload":[]}"#,
            r#"{"type":"pong","payload":1}"#,
            r#"{"type":"subscribe","payload":{"query":"{ a }"}}"#,
            r#"{"id":"","type":"subscribe","payload":{"query":"{ a }"}}"#,
            r#"{"id":1,"type":"subscribe","payload":{"query":"{ a }"}}"#,
            r#"{"id":"1","type":"subscribe"}"#,
            r#"{"id":"1","type":"subscribe","payload":{}}"#,
            r#"{"id":"1","type":"subscribe","payload":{"query":"{ a }","variables":[]}}"#,
            r#"{"id":"1","type":"subscribe","payload":{"query":"{ a }","operationName":1}}"#,
            r#"{"type":"complete"}"#,
        ] {
            let told = Heard::parse(text).unwrap_err();
            assert!(!told.contains("secret") && told.len() <= 123, "{text}: {told}");
        }
        let long = json!({ "type": "complete", "id": "x".repeat(257) });
        assert!(Heard::parse(&long.to_string()).is_err());
    }

    #[test]
    fn what_is_said_is_json_whatever_the_id() {
        let id = "\"a\\\u{2028}\n";
        for (text, r#type) in [
            (next(id, r#"{"data":null}"#), "next"),
            (error(id, "[]"), "error"),
            (complete(id), "complete"),
        ] {
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!((&value["id"], &value["type"]), (&json!(id), &json!(r#type)));
        }
        let payload = Some(Map::from_iter([("at".to_owned(), json!(1))]));
        let answered: Value = serde_json::from_str(&pong(payload)).unwrap();
        assert_eq!(answered, json!({ "type": "pong", "payload": { "at": 1 } }));
        assert_eq!(pong(None), r#"{"type":"pong"}"#);
    }
}
