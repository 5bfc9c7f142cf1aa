//! Documents that are known by hash or id, trusted ones only, and a schema that is not told.

use std::fmt::Write as _;
use std::sync::Arc;

use acceptance::{
    Answer, AppOptions, Client, Limits, SchemaOptions, Team, TestServer, TrustedDocuments, Value, json,
};
use sha2::{Digest, Sha256};

const TEXT: &str = "query Names($first: Int) { users(first: $first) { nodes { name } } }";

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

fn persisted(text: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash(text) } })
}

fn names(answer: &Answer) -> usize {
    let nodes = answer.body["data"]["users"]["nodes"].as_array();
    nodes
        .unwrap_or_else(|| panic!("names, not {}", answer.body))
        .len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_sent_once_and_then_named_by_its_hash() {
    let team = Team::new().await;
    let by_hash = json!({ "extensions": persisted(TEXT), "variables": { "first": 2 } });
    let unknown = team.admin().post(&by_hash).await;
    assert_eq!(
        (unknown.status, unknown.code()),
        (200, "PERSISTED_QUERY_NOT_FOUND")
    );
    assert_eq!(unknown.body["errors"][0]["message"], "PersistedQueryNotFound");
    assert_eq!(unknown.body.get("data"), None);
    let both = json!({ "query": TEXT, "extensions": persisted(TEXT), "variables": { "first": 1 } });
    assert_eq!(names(&team.admin().post(&both).await), 1);
    assert_eq!(names(&team.member().post(&by_hash).await), 2, "whoever asks");
    let by_id = json!({ "documentId": format!("sha256:{}", hash(TEXT)), "variables": { "first": 3 } });
    assert_eq!(names(&team.admin().post(&by_id).await), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_of_another_document_is_refused_and_teaches_nothing() {
    let team = Team::new().await;
    let other = "{ viewer { user { id } } }";
    let forged = json!({ "query": other, "extensions": persisted(TEXT) });
    assert_eq!(team.admin().post(&forged).await.code(), "BAD_USER_INPUT");
    let by_hash = json!({ "extensions": persisted(TEXT) });
    assert_eq!(
        team.admin().post(&by_hash).await.code(),
        "PERSISTED_QUERY_NOT_FOUND"
    );
}

async fn server_with(schema: SchemaOptions) -> TestServer {
    let options = AppOptions {
        schema,
        ..AppOptions::default()
    };
    TestServer::start_with(options).await
}

async fn code_of(client: &Client, body: Value) -> String {
    client.post(&body).await.code().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn where_documents_are_trusted_nothing_else_is_run() {
    let manifest = json!({ "format": "apollo-persisted-query-manifest", "version": 1, "operations": [
        { "id": hash(TEXT), "name": "Names", "type": "query", "body": TEXT },
    ] });
    let trusted = TrustedDocuments::parse(&manifest.to_string(), &Limits::default()).unwrap();
    let server = server_with(SchemaOptions {
        trusted: Some(Arc::new(trusted)),
        ..SchemaOptions::default()
    })
    .await;
    let admin = server.account().await.admin;
    for body in [
        json!({ "documentId": hash(TEXT), "variables": { "first": 2 } }),
        json!({ "extensions": persisted(TEXT), "operationName": "Names", "variables": { "first": 2 } }),
    ] {
        assert_eq!(names(&admin.post(&body).await), 2);
    }
    for (body, code) in [
        (json!({ "query": TEXT }), "BAD_USER_INPUT"),
        (
            json!({ "query": "{ __schema { types { name } } }" }),
            "BAD_USER_INPUT",
        ),
        (json!({ "documentId": "1" }), "PERSISTED_QUERY_NOT_FOUND"),
        (
            json!({ "query": "{ a }", "extensions": persisted("{ a }") }),
            "PERSISTED_QUERY_NOT_FOUND",
        ),
        (
            json!({ "documentId": hash(TEXT), "operationName": "Other" }),
            "OPERATION_RESOLUTION_FAILURE",
        ),
    ] {
        assert_eq!(code_of(&admin, body.clone()).await, code, "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_that_is_not_told_is_neither_introspected_nor_suggested() {
    let silent = SchemaOptions {
        introspection: false,
        suggestions: false,
        ..SchemaOptions::default()
    };
    let silent = Team::on(server_with(silent).await).await;
    let open = Team::new().await;
    for query in [
        "{ __schema { types { name } } }",
        "{ __type(name: \"Task\") { name } }",
        "{ viewer { user { id } } ...S } fragment S on Query { __schema { types { name } } }",
    ] {
        assert_eq!(
            silent.admin().send(query, json!({})).await.code(),
            "GRAPHQL_VALIDATION_FAILED"
        );
        assert_eq!(open.admin().send(query, json!({})).await.code(), "");
    }
    let named = silent
        .admin()
        .query("{ __typename viewer { __typename } }", json!({}))
        .await;
    assert_eq!(
        named["viewer"]["__typename"], "Viewer",
        "names of types are part of every answer"
    );
    let wrong = "{ viewers { user { id } } }";
    let told = async |team: &Team| {
        team.admin().send(wrong, json!({})).await.body["errors"][0]["message"].to_string()
    };
    assert!(told(&open).await.contains("Did you mean"));
    assert!(!told(&silent).await.contains("Did you mean"));
    let sdl = silent.admin().file("/schema.graphql").await;
    assert!(
        sdl.status == 200 && sdl.text.contains("type Mutation"),
        "it is published, not explored"
    );
}
