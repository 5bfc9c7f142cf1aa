//! The clients of WebSockets and event streams that most people use (npm `graphql-ws`, `graphql-sse`).

use acceptance::{Team, Value, text};

use crate::node::Program;

/// What the program looks at, in this order.
const LOOKED_AT: [&str; 12] = [
    "graphql-ws: a query",
    "graphql-ws: a mutation",
    "graphql-ws: many at once on one socket",
    "graphql-ws: errors of a refused document",
    "graphql-ws: pings",
    "graphql-ws: a token that does not work",
    "graphql-ws: a subscription",
    "graphql-sse: a query",
    "graphql-sse: a mutation",
    "graphql-sse: errors of a refused document",
    "graphql-sse: a token that does not work",
    "graphql-sse: a subscription",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_usual_clients_get_along_with_this_server() {
    let Some(program) = Program::installed("streams") else {
        return;
    };
    let team = Team::new().await;
    let (url, token) = (team.member().url(), team.member().token());
    let told = program.run("streams.mjs", &[("STREAMS_URL", url), ("STREAMS_TOKEN", token)]);
    let found: Vec<Value> = told
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let names: Vec<_> = found.iter().map(|one| text(&one["name"])).collect();
    assert_eq!(names, LOOKED_AT);
    let failed: Vec<_> = found.iter().filter(|one| one["fault"] != Value::Null).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}
