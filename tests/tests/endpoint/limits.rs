//! Each bound can be chosen, holds at its number, and costs are told.

use acceptance::{AppOptions, Client, Limits, SchemaOptions, Team, TestServer, json};

async fn admin_with(limits: Limits) -> Client {
    let schema = SchemaOptions {
        limits,
        ..SchemaOptions::default()
    };
    let options = AppOptions {
        schema,
        ..AppOptions::default()
    };
    TestServer::start_with(options).await.account().await.admin
}

fn small() -> Limits {
    Limits {
        tokens: 60,
        operations: 2,
        depth: 6,
        introspection_depth: 7,
        aliases: 2,
        selections: 14,
        directives: 1,
        cost: 50,
    }
}

/// Documents just beyond those bounds, and what is said about them.
fn beyond() -> Vec<(String, &'static str, &'static str)> {
    let nested = |levels: usize| {
        format!(
            "{{ __schema {}{} }}",
            "{ types ".repeat(levels),
            "}".repeat(levels)
        )
    };
    vec![
        (
            "{ ".to_owned() + &"a ".repeat(61) + "}",
            "QUERY_TOO_LARGE",
            "60 tokens",
        ),
        (
            "query A { viewer { user { id } } } ".to_owned() + "query B { a } query C { a }",
            "QUERY_TOO_LARGE",
            "2 operations",
        ),
        (
            "{ a { b { c { d { e { f { g } } } } } } }".to_owned(),
            "QUERY_TOO_COMPLEX",
            "6 levels",
        ),
        (nested(7), "QUERY_TOO_COMPLEX", "7 levels"),
        (
            "{ a: viewer { user { id } } b: viewer { user { id } } c: viewer { user { id } } }".to_owned(),
            "QUERY_TOO_COMPLEX",
            "2 aliases",
        ),
        (
            "{ ".to_owned() + &"viewer ".repeat(15) + "}",
            "QUERY_TOO_COMPLEX",
            "14 fields",
        ),
        (
            "{ viewer @skip(if: true) @include(if: true) { user { id } } }".to_owned(),
            "QUERY_TOO_COMPLEX",
            "1 directives",
        ),
        (
            "{ tasks(first: 50) { nodes { id } } }".to_owned(),
            "QUERY_TOO_COMPLEX",
            "51 nodes",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bound_of_a_document_holds_at_the_number_that_was_chosen() {
    let admin = admin_with(small()).await;
    for (query, code, words) in beyond() {
        let answer = admin.send(&query, json!({})).await;
        assert_eq!(answer.code(), code, "{query}: {}", answer.body);
        let told = answer.body["errors"][0]["message"].to_string();
        assert!(told.contains(words), "{told}");
        assert_eq!(answer.body.get("data"), None);
    }
    let within = admin
        .send("{ tasks(first: 49) { nodes { id } } }", json!({}))
        .await;
    assert_eq!(
        (within.code(), &within.body["extensions"]["cost"]),
        ("", &json!(50))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_lists_of_ids_have_the_sizes_that_the_schema_promises() {
    let team = Team::new().await;
    for (size, code) in [
        (-1, "BAD_USER_INPUT"),
        (0, "BAD_USER_INPUT"),
        (1, ""),
        (100, ""),
        (101, "BAD_USER_INPUT"),
    ] {
        for argument in ["first", "last"] {
            let query = format!("{{ tasks({argument}: {size}) {{ nodes {{ id }} }} }}");
            assert_eq!(team.admin().send(&query, json!({})).await.code(), code, "{query}");
        }
    }
    let query = "query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    for (count, code) in [(100, ""), (101, "BAD_USER_INPUT")] {
        let ids: Vec<&str> = std::iter::repeat_n("x", count).collect();
        let answer = team.admin().send(query, json!({ "ids": ids })).await;
        assert_eq!(answer.code(), code, "{count}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bound_of_a_body_can_be_chosen() {
    let options = AppOptions {
        largest_body: 2_000,
        ..AppOptions::default()
    };
    let server = TestServer::start_with(options).await;
    let client = server.account().await.admin;
    let padded = |length: usize| json!({ "query": "{ viewer { user { id } } }", "extensions": { "x": "x".repeat(length) } });
    assert_eq!(client.post(&padded(1_000)).await.status, 200);
    let refused = client.post(&padded(2_000)).await;
    assert_eq!((refused.status, refused.code()), (413, "QUERY_TOO_LARGE"));
    assert!(
        refused.body["errors"][0]["message"]
            .to_string()
            .contains("2,000 bytes")
    );
}
