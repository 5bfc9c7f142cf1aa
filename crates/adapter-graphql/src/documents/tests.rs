//! Documents are found by text, hash and id, parsed once, and only where they are trusted.

use std::fmt::Write as _;

use serde_json::json;

use super::*;
use crate::{context::Language, execute::writes};

const TEXT: &str = "query Names { viewer { user { name } } }";

fn documents() -> Documents {
    Documents::new(Limits::default(), 1024 * 1024, None)
}

fn asked(body: serde_json::Value) -> GraphQlRequest {
    serde_json::from_value(body).unwrap()
}

fn hex(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

fn persisted(hash: &str) -> serde_json::Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

fn refusal(documents: &Documents, body: serde_json::Value) -> (String, String) {
    let error = documents.find(&asked(body)).unwrap_err().told(Language::En);
    let code = error.extensions.unwrap().get("code").unwrap().to_string();
    (code.trim_matches('"').to_owned(), error.message)
}

#[test]
fn a_document_is_parsed_once() {
    let documents = documents();
    let first = documents.find(&GraphQlRequest::of(TEXT)).unwrap();
    let again = documents.find(&GraphQlRequest::of(TEXT)).unwrap();
    assert!(Arc::ptr_eq(&first, &again));
    let other = documents.find(&GraphQlRequest::of(format!("{TEXT} "))).unwrap();
    assert!(!Arc::ptr_eq(&first, &other));
}

#[test]
fn what_is_refused_is_not_kept() {
    let documents = documents();
    let hash = hex("{ a ");
    for _ in 0..2 {
        assert_eq!(
            refusal(&documents, json!({ "query": "{ a " })).0,
            "GRAPHQL_PARSE_FAILED"
        );
    }
    let (code, _) = refusal(&documents, json!({ "extensions": persisted(&hash) }));
    assert_eq!(code, "PERSISTED_QUERY_NOT_FOUND");
}

#[test]
fn a_hash_is_found_once_its_document_was_sent() {
    let documents = documents();
    let only_hash = json!({ "extensions": persisted(&hex(TEXT)) });
    let (code, message) = refusal(&documents, only_hash.clone());
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
    );
    let both = json!({ "query": TEXT, "extensions": persisted(&hex(TEXT)) });
    let sent = documents.find(&asked(both)).unwrap();
    assert!(Arc::ptr_eq(&sent, &documents.find(&asked(only_hash)).unwrap()));
    for id in [hex(TEXT), format!("sha256:{}", hex(TEXT))] {
        let found = documents.find(&asked(json!({ "documentId": id }))).unwrap();
        assert!(Arc::ptr_eq(&sent, &found));
    }
}

#[test]
fn a_hash_that_is_none_or_another_documents_is_refused() {
    let documents = documents();
    let wrong = [
        json!({ "query": TEXT, "extensions": persisted(&hex("{ a }")) }),
        json!({ "query": TEXT, "extensions": persisted("0") }),
        json!({ "extensions": persisted("0") }),
        json!({ "extensions": { "persistedQuery": { "version": 2, "sha256Hash": hex(TEXT) } } }),
        json!({ "extensions": { "persistedQuery": { "version": 1 } } }),
        json!({ "extensions": { "persistedQuery": "x" } }),
        json!({}),
    ];
    for body in wrong {
        assert_eq!(refusal(&documents, body.clone()).0, "BAD_USER_INPUT", "{body}");
    }
    assert_eq!(
        refusal(&documents, json!({ "documentId": "7" })).0,
        "PERSISTED_QUERY_NOT_FOUND"
    );
    assert!(
        documents
            .find(&asked(
                json!({ "query": TEXT, "extensions": { "persistedQuery": null } })
            ))
            .is_ok()
    );
}

fn trusting(manifest: &serde_json::Value) -> Documents {
    let trusted = TrustedDocuments::parse(&manifest.to_string(), &Limits::default()).unwrap();
    Documents::new(Limits::default(), 1024, Some(Arc::new(trusted)))
}

#[test]
fn trusted_documents_are_run_by_id_and_no_others() {
    let id = hex(TEXT);
    let manifests = [
        json!({ &id: TEXT, "2": "{ a }" }),
        json!({ "format": "apollo-persisted-query-manifest", "version": 1, "operations": [
            { "id": id, "name": "Names", "type": "query", "body": TEXT },
        ] }),
    ];
    for manifest in manifests {
        let documents = trusting(&manifest);
        for body in [
            json!({ "documentId": id }),
            json!({ "documentId": format!("sha256:{id}") }),
            json!({ "extensions": persisted(&id) }),
            json!({ "documentId": id, "query": "{ evil }" }),
        ] {
            let found = documents.find(&asked(body.clone())).unwrap();
            assert_eq!(found.parsed.operations.iter().count(), 1, "{body}");
            let (name, _) = found.parsed.operations.iter().next().unwrap();
            assert_eq!(name.unwrap().as_str(), "Names");
        }
        for body in [json!({ "query": TEXT }), json!({})] {
            assert_eq!(refusal(&documents, body).0, "BAD_USER_INPUT");
        }
        for body in [
            json!({ "documentId": "unknown" }),
            json!({ "query": TEXT, "extensions": persisted(&hex("{ a }")) }),
        ] {
            assert_eq!(refusal(&documents, body).0, "PERSISTED_QUERY_NOT_FOUND");
        }
    }
}

#[test]
fn a_manifest_that_cannot_be_used_says_why() {
    let fault = |text: &str| TrustedDocuments::parse(text, &Limits::default()).unwrap_err();
    for text in [
        "",
        "[]",
        "{\"1\": 2}",
        r#"{"format":"other","version":1,"operations":[]}"#,
        r#"{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}"#,
        r#"{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"1"}]}"#,
    ] {
        assert_eq!(fault(text), ManifestFault::Form, "{text}");
    }
    assert_eq!(fault("{}"), ManifestFault::Empty);
    let ManifestFault::Document { id, fault } = fault(r#"{"7": "{ a { b "}"#) else {
        panic!("a document that is none")
    };
    assert_eq!(id, "7");
    assert!(fault.contains("expected"), "{fault}");
}

#[test]
fn a_manifest_of_relay_may_name_a_document_operations() {
    let documents = trusting(&json!({ "operations": TEXT }));
    assert!(
        documents
            .find(&asked(json!({ "documentId": "operations" })))
            .is_ok()
    );
}

#[test]
fn whether_a_request_writes_is_known_once_its_document_is() {
    let documents = documents();
    let both = "query Names { viewer { user { name } } } mutation Revoke { apiTokenRevoke }";
    let named = |name: &str| asked(json!({ "query": both, "operationName": name }));
    assert!(!writes(&documents, &named("Revoke")), "not known yet");
    documents.find(&named("Revoke")).unwrap();
    assert!(writes(&documents, &named("Revoke")));
    for other in [named("Names"), named("Nothing"), GraphQlRequest::of(both)] {
        assert!(!writes(&documents, &other), "{other:?}");
    }
    let by_hash = |hash: &str| asked(json!({ "operationName": "Revoke", "extensions": persisted(hash) }));
    assert!(writes(&documents, &by_hash(&hex(both))));
    assert!(!writes(&documents, &by_hash(&hex(TEXT))));
    assert!(!writes(&documents, &by_hash("none")));
}

#[test]
fn of_trusted_documents_it_is_known_from_the_start() {
    let documents = trusting(&json!({ "1": "mutation { apiTokenRevoke }", "2": TEXT }));
    let ids = ["1", "2", "3"].map(|id| writes(&documents, &asked(json!({ "documentId": id }))));
    assert_eq!(ids, [true, false, false]);
    assert!(!writes(
        &documents,
        &GraphQlRequest::of("mutation { apiTokenRevoke }")
    ));
}
