//! The audit of GraphQL over HTTP that the working group's reference server is checked with (npm `graphql-http`).

use acceptance::{Team, Value, text};

use crate::node::Program;

/// What the specification leaves open and we do otherwise. All are about GET, which this server answers with 405: what a
/// URL says lands in logs and histories, variables with names of people included, and no answer may be cached anyway.
const DECLINED: [&str; 3] = ["5A70", "6A70", "D6D5"];

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_of_graphql_over_http_finds_nothing_but_that_get_is_declined() {
    let Some(program) = Program::installed("audit") else {
        return;
    };
    let team = Team::new().await;
    let (url, token) = (team.admin().url(), team.admin().token());
    let told = program.run("audit.mjs", &[("AUDIT_URL", url), ("AUDIT_TOKEN", token)]);
    let audits: Vec<Value> = told
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(audits.len() >= 61, "{} audits ran", audits.len());
    let found = audits.iter().filter(|audit| audit["status"] != "ok");
    let mut found: Vec<_> = found
        .map(|audit| (text(&audit["status"]), text(&audit["id"])))
        .collect();
    found.sort_unstable();
    assert_eq!(found, DECLINED.map(|id| ("notice", id)), "{told}");
}
